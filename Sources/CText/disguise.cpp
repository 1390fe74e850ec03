#include "disguise.h"

#include <unicode/brkiter.h>
#include <unicode/normalizer2.h>
#include <unicode/uniset.h>
#include <unicode/unistr.h>
#include <unicode/uspoof.h>
#include <unicode/utext.h>

#include <cstdlib>
#include <memory>
#include <vector>

namespace {

std::vector<uint8_t> makeClasses() {
  std::vector<uint8_t> classes(0x10000);
  const auto add = [&](const char *pattern, uint8_t bits) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::UnicodeSet set(icu::UnicodeString::fromUTF8(pattern), status);
    if (U_FAILURE(status)) std::abort();  // the patterns are constants of this file
    for (int32_t range = 0; range < set.getRangeCount(); range++) {
      for (UChar32 c = set.getRangeStart(range); c <= set.getRangeEnd(range) && c < 0x10000; c++) classes[c] |= bits;
    }
  };
  // Scripts that are written without spaces are cut into words otherwise.
  add("[[[:L:][:N:]]-[[:scx=Hani:][:scx=Hira:][:scx=Kana:][:scx=Thai:][:scx=Laoo:][:scx=Khmr:][:scx=Mymr:]]]",
      QUERN_DISGUISE_LETTER);
  add("[[[:sc=Cyrl:][:sc=Grek:][:sc=Armn:][:sc=Cher:][:sc=Copt:][:sc=Lisu:][:sc=Geor:]]&[:L:]]",
      QUERN_DISGUISE_FOREIGN);
  add("[\\uFF10-\\uFF19\\uFF21-\\uFF3A\\uFF41-\\uFF5A\\u249C-\\u24E9\\u2460-\\u2468]",
      QUERN_DISGUISE_LETTER | QUERN_DISGUISE_FORM);
  add("[[:M:]]", QUERN_DISGUISE_MARK);
  add("[\\u00AD\\u034F\\u180E\\u200B-\\u200F\\u202A-\\u202E\\u2060-\\u2069\\uFEFF]", QUERN_DISGUISE_INVISIBLE);
  return classes;
}

struct Spoof {
  UErrorCode status = U_ZERO_ERROR;
  USpoofChecker *checker = uspoof_open(&status);
  const icu::Normalizer2 *folding = icu::Normalizer2::getNFKCCasefoldInstance(status);
};

// The only code point of `text`, or `otherwise`.
uint32_t single(const icu::UnicodeString &text, uint32_t otherwise) {
  return text.length() > 0 && text.length() == U16_LENGTH(text.char32At(0)) ? static_cast<uint32_t>(text.char32At(0))
                                                                             : otherwise;
}

}  // namespace

const uint8_t *quern_disguise_classes() {
  static const std::vector<uint8_t> classes = makeClasses();
  return classes.data();
}

uint32_t quern_look_alike(uint32_t codePoint) {
  static const Spoof spoof;
  UErrorCode status = spoof.status;
  const icu::UnicodeString source(static_cast<UChar32>(codePoint));
  if (U_FAILURE(status)) return codePoint;
  uint32_t folded = single(spoof.folding->normalize(source, status), codePoint);
  icu::UnicodeString skeleton;
  uspoof_getSkeletonUnicodeString(spoof.checker, 0, icu::UnicodeString(static_cast<UChar32>(folded)), skeleton,
                                  &status);
  if (U_FAILURE(status)) return folded;
  folded = single(skeleton, folded);
  const uint32_t result = single(spoof.folding->normalize(icu::UnicodeString(static_cast<UChar32>(folded)), status),
                                 folded);
  return U_FAILURE(status) ? folded : result;
}

struct quern_borders {
  std::unique_ptr<icu::BreakIterator> words;
};

const char *quern_borders_open(quern_borders **out) {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::BreakIterator> words(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
  if (U_FAILURE(status)) return u_errorName(status);
  *out = new quern_borders{std::move(words)};
  return nullptr;
}

void quern_borders_close(quern_borders *borders) { delete borders; }

int quern_borders_at(quern_borders *borders, const uint8_t *text, size_t count, size_t start, size_t end) {
  // Dictionaries look at a run of a script as a whole; ASCII ends it, and so much of it is enough.
  constexpr size_t reach = 120;
  size_t from = start, to = end;
  while (from > 0 && start - from < reach && text[from - 1] >= 0x80) from--;
  while (from < start && (text[from] & 0xC0) == 0x80) from++;
  while (to < count && to - end < reach && text[to] >= 0x80) to++;
  while (to > end && to < count && (text[to] & 0xC0) == 0x80) to--;
  UErrorCode status = U_ZERO_ERROR;
  UText window = UTEXT_INITIALIZER;
  utext_openUTF8(&window, reinterpret_cast<const char *>(text) + from, static_cast<int64_t>(to - from), &status);
  borders->words->setText(&window, status);
  const bool both = U_SUCCESS(status) && borders->words->isBoundary(static_cast<int32_t>(start - from)) &&
                    borders->words->isBoundary(static_cast<int32_t>(end - from));
  utext_close(&window);
  return both;
}
