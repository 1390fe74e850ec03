#include "ctext.h"

#include <unicode/bytestream.h>
#include <unicode/edits.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uniset.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>
#include <unicode/uversion.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

namespace {

// ICU keeps each run of marks sorted by inserting one mark after the other, which is quadratic in the run's length.
// Runs that reach over a sample point are brought into order beforehand, so that ICU only ever appends; shorter ones
// cost ICU little. Real text has no such runs, so the samples are all that it pays.
constexpr int32_t sampleDistance = 128;
constexpr size_t longRun = 32;

const icu::Normalizer2 *normalizer(quern_form form, UErrorCode &status) {
  switch (form) {
    case QUERN_NFD: return icu::Normalizer2::getNFDInstance(status);
    case QUERN_NFKC: return icu::Normalizer2::getNFKCInstance(status);
    case QUERN_NFKD: return icu::Normalizer2::getNFKDInstance(status);
    default: return icu::Normalizer2::getNFCInstance(status);
  }
}

// The same forms for the characters of Unicode 9.0 alone; younger ones stay as they are, whatever ICU knows of them.
const icu::Normalizer2 *frozenNormalizer(quern_form form, UErrorCode &status) {
  struct Frozen {
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeSet characters;
    std::unique_ptr<icu::FilteredNormalizer2> forms[4];

    Frozen() {
      characters.applyPattern(icu::UnicodeString(u"[:age=9.0:]"), status);
      characters.freeze();
      for (int each = 0; each < 4; each++) {
        const icu::Normalizer2 *whole = normalizer(static_cast<quern_form>(each), status);
        if (U_SUCCESS(status)) forms[each] = std::make_unique<icu::FilteredNormalizer2>(*whole, characters);
      }
    }
  };
  static const Frozen frozen;
  status = frozen.status;
  return frozen.forms[form].get();
}

bool continuesRun(const icu::Normalizer2 &form, UChar32 codePoint) {
  return codePoint >= 0x300 && !form.hasBoundaryBefore(codePoint);
}

struct Mark {
  uint8_t combiningClass;
  UChar32 codePoint;
};

void appendDecomposed(const icu::Normalizer2 &form, UChar32 codePoint, std::vector<Mark> &run) {
  icu::UnicodeString decomposition;
  if (!form.getDecomposition(codePoint, decomposition)) {
    run.push_back({form.getCombiningClass(codePoint), codePoint});
    return;
  }
  for (int32_t i = 0; i < decomposition.length();) {
    UChar32 part = decomposition.char32At(i);
    run.push_back({form.getCombiningClass(part), part});
    i += U16_LENGTH(part);
  }
}

// Sorts by combining class; marks of one class keep their order, as Unicode asks.
void sortMarks(Mark *marks, size_t count) {
  size_t starts[257] = {};
  for (size_t i = 0; i < count; i++) starts[marks[i].combiningClass + 1]++;
  for (size_t i = 1; i < 257; i++) starts[i] += starts[i - 1];
  const std::vector<Mark> unsorted(marks, marks + count);
  for (const Mark &mark : unsorted) marks[starts[mark.combiningClass]++] = mark;
}

// Appends the run from `start` to `end` decomposed and in canonical order.
void appendOrdered(const icu::Normalizer2 &form, const uint8_t *text, int32_t start, int32_t end, std::string &out) {
  std::vector<Mark> run;
  for (int32_t i = start; i < end;) {
    UChar32 codePoint;
    U8_NEXT_OR_FFFD(text, i, end, codePoint);
    appendDecomposed(form, codePoint, run);
  }
  for (size_t i = 0; i < run.size();) {
    size_t next = i;
    while (next < run.size() && run[next].combiningClass != 0) next++;
    if (next > i) sortMarks(run.data() + i, next - i);
    i = std::max(next, i + 1);
  }
  for (const Mark &mark : run) {
    uint8_t bytes[U8_MAX_LENGTH];
    int32_t length = 0;
    U8_APPEND_UNSAFE(bytes, length, mark.codePoint);
    out.append(reinterpret_cast<char *>(bytes), length);
  }
}

// Writes `text` with its long runs in order to `out` and returns true, or returns false when there are none.
bool orderLongRuns(const icu::Normalizer2 &form, const uint8_t *text, int32_t count, std::string &out) {
  int32_t copied = 0;
  for (int32_t sample = sampleDistance; sample < count; sample += sampleDistance) {
    if (text[sample] < 0x80) continue;
    int32_t start = sample;
    U8_SET_CP_START(text, 0, start);
    int32_t end = start;
    size_t length = 0;
    for (int32_t next = start; next < count; end = next, length++) {
      UChar32 codePoint;
      U8_NEXT_OR_FFFD(text, next, count, codePoint);
      if (!continuesRun(form, codePoint)) break;
    }
    if (length == 0) continue;
    for (int32_t previous = start; previous > copied; start = previous, length++) {
      UChar32 codePoint;
      U8_PREV_OR_FFFD(text, copied, previous, codePoint);
      if (!continuesRun(form, codePoint)) break;
    }
    if (length >= longRun) {
      out.append(reinterpret_cast<const char *>(text) + copied, start - copied);
      appendOrdered(form, text, start, end, out);
      copied = end;
    }
    sample = std::max(sample, end);
  }
  if (copied == 0) return false;
  out.append(reinterpret_cast<const char *>(text) + copied, count - copied);
  return true;
}

// The length of the start of `text` that normalisation leaves alone because it is ASCII; its last character stays out,
// as a mark may follow it.
size_t plainPrefix(const uint8_t *text, size_t count) {
  size_t i = 0;
  for (; i + 64 <= count; i += 64) {
    uint8_t seen = 0;
    for (int k = 0; k < 64; k++) seen |= text[i + k];
    if (seen & 0x80) break;
  }
  while (i < count && text[i] < 0x80) i++;
  return i == count ? i : i - (i > 0);
}

// Where edits of ICU go, as far as there is room, and how many there are.
struct EditList {
  quern_edit *items;
  size_t room;
  size_t count;

  void add(size_t before, size_t after, bool changes) {
    if (before == 0 && after == 0) return;
    if (count < room) items[count] = {before, after, changes};
    count++;
  }
};

const char *normalize(const icu::Normalizer2 &instance, const uint8_t *text, size_t count, uint8_t *out, size_t room,
                      size_t *needed, int *changed, EditList *list) {
  const size_t prefix = plainPrefix(text, count);
  if (prefix == count) return nullptr;
  UErrorCode status = U_ZERO_ERROR;
  const char *rest = reinterpret_cast<const char *>(text) + prefix;
  const int32_t length = static_cast<int32_t>(count - prefix);
  icu::StringPiece piece(rest, length);
  std::string ordered;
  const bool hadLongRuns = orderLongRuns(instance, text + prefix, length, ordered);
  if (ordered.size() >= INT32_MAX) return u_errorName(U_BUFFER_OVERFLOW_ERROR);
  if (hadLongRuns) {
    piece = icu::StringPiece(ordered);
  } else if (instance.isNormalizedUTF8(piece, status) || U_FAILURE(status)) {
    return U_FAILURE(status) ? u_errorName(status) : nullptr;
  }
  const size_t prefixRoom = std::min(prefix, room);
  if (prefixRoom > 0) std::memcpy(out, text, prefixRoom);
  const size_t restRoom = std::min<size_t>(room - prefixRoom, INT32_MAX);
  icu::CheckedArrayByteSink sink(reinterpret_cast<char *>(out) + prefixRoom, static_cast<int32_t>(restRoom));
  icu::Edits edits;
  instance.normalizeUTF8(0, piece, sink, list != nullptr && !hadLongRuns ? &edits : nullptr, status);
  if (U_FAILURE(status)) return u_errorName(status);
  const size_t written = static_cast<size_t>(sink.NumberOfBytesAppended());
  // The sink stops counting there.
  if (written >= INT32_MAX) return u_errorName(U_BUFFER_OVERFLOW_ERROR);
  *needed = prefix + written;
  *changed = !(hadLongRuns && *needed == count && count <= room && std::memcmp(out + prefix, rest, length) == 0);
  if (list == nullptr) return nullptr;
  list->add(prefix, prefix, false);
  if (hadLongRuns) {
    list->add(length, written, true);
    return nullptr;
  }
  icu::Edits::Iterator each = edits.getFineIterator();
  while (each.next(status)) list->add(each.oldLength(), each.newLength(), each.hasChange());
  return U_FAILURE(status) ? u_errorName(status) : nullptr;
}

}  // namespace

const char *quern_normalize(quern_form form, const uint8_t *text, size_t count, uint8_t *out, size_t room,
                            size_t *needed, int *changed) {
  return quern_normalize_edits(form, text, count, out, room, needed, changed, nullptr, 0, nullptr);
}

const char *quern_normalize_edits(quern_form form, const uint8_t *text, size_t count, uint8_t *out, size_t room,
                                  size_t *needed, int *changed, quern_edit *edits, size_t edit_room,
                                  size_t *edit_count) {
  *changed = 0;
  *needed = 0;
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2 *instance = normalizer(form, status);
  if (U_FAILURE(status)) return u_errorName(status);
  EditList list = {edits, edit_room, 0};
  const char *error =
      normalize(*instance, text, count, out, room, needed, changed, edit_count == nullptr ? nullptr : &list);
  if (edit_count != nullptr) *edit_count = list.count;
  return error;
}

const char *quern_normalize_frozen(quern_form form, const uint8_t *text, size_t count, uint8_t *out, size_t room,
                                   size_t *needed, int *changed, quern_edit *edits, size_t edit_room,
                                   size_t *edit_count) {
  *changed = 0;
  *needed = 0;
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2 *instance = frozenNormalizer(form, status);
  if (U_FAILURE(status)) return u_errorName(status);
  EditList list = {edits, edit_room, 0};
  const char *error =
      normalize(*instance, text, count, out, room, needed, changed, edit_count == nullptr ? nullptr : &list);
  if (edit_count != nullptr) *edit_count = list.count;
  return error;
}

const char *quern_icu_version() {
  static const std::string version = [] {
    UVersionInfo numbers;
    char text[U_MAX_VERSION_STRING_LENGTH];
    u_getVersion(numbers);
    u_versionToString(numbers, text);
    return std::string(text);
  }();
  return version.c_str();
}

const char *quern_icu_unicode_version() {
  static const std::string version = [] {
    UVersionInfo numbers;
    char text[U_MAX_VERSION_STRING_LENGTH];
    u_getUnicodeVersion(numbers);
    u_versionToString(numbers, text);
    return std::string(text);
  }();
  return version.c_str();
}
