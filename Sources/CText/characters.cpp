#include "characters.h"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uniset.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace {

struct Tables {
  uint8_t *classes;
  std::vector<uint16_t> foldingIndex;
  std::vector<quern_folding> foldings;
};

UBool addCategory(const void *context, UChar32 start, UChar32 limit, UCharCategory category) {
  const uint32_t mask = U_MASK(category);
  const uint8_t bits = (mask & U_GC_L_MASK   ? QUERN_CLASS_LETTER
                        : mask & U_GC_M_MASK ? QUERN_CLASS_MARK
                        : mask & U_GC_N_MASK ? QUERN_CLASS_NUMBER
                                             : 0);
  uint8_t *classes = const_cast<uint8_t *>(static_cast<const uint8_t *>(context));
  // Untouched pages of the table stay out of memory, so nothing is written where no bit is set.
  if (bits != 0) {
    for (UChar32 c = start; c < limit; c++) classes[c] |= bits;
  }
  return true;
}

// Flips the bit, which none of the set's members has or all have.
void flipSet(uint8_t *classes, const char *pattern, uint8_t bit) {
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeSet set(icu::UnicodeString::fromUTF8(pattern), status);
  if (U_FAILURE(status)) std::abort();  // the patterns are constants of this file, and ICU's data is linked in
  for (int32_t range = 0; range < set.getRangeCount(); range++) {
    for (UChar32 c = set.getRangeStart(range); c <= set.getRangeEnd(range); c++) classes[c] ^= bit;
  }
}

// Adds the folding of one code point if it is another text than the code point itself.
void addFolding(Tables &tables, UChar32 codePoint) {
  char source[U8_MAX_LENGTH];
  int32_t length = 0;
  U8_APPEND_UNSAFE(reinterpret_cast<uint8_t *>(source), length, codePoint);
  quern_folding folding = {};
  UErrorCode status = U_ZERO_ERROR;
  icu::CheckedArrayByteSink sink(reinterpret_cast<char *>(folding.bytes), sizeof folding.bytes);
  icu::CaseMap::utf8Fold(0, icu::StringPiece(source, length), sink, nullptr, status);
  if (U_FAILURE(status) || sink.Overflowed()) std::abort();  // three code points at most, by the Unicode standard
  folding.length = static_cast<uint8_t>(sink.NumberOfBytesWritten());
  const icu::StringPiece result(reinterpret_cast<char *>(folding.bytes), folding.length);
  if (result == icu::StringPiece(source, length)) return;
  if (tables.foldingIndex.size() <= static_cast<size_t>(codePoint)) tables.foldingIndex.resize(codePoint + 1);
  tables.foldingIndex[codePoint] = static_cast<uint16_t>(tables.foldings.size());
  tables.foldings.push_back(folding);
  tables.classes[codePoint] |= QUERN_CLASS_FOLDS;
}

Tables makeTables() {
  Tables tables;
  tables.classes = static_cast<uint8_t *>(std::calloc(QUERN_CLASS_COUNT, 1));
  if (tables.classes == nullptr) std::abort();
  u_enumCharTypes(addCategory, tables.classes);
  flipSet(tables.classes, "[:Alphabetic:]", QUERN_CLASS_ALPHABETIC);
  flipSet(tables.classes, "[:White_Space:]", QUERN_CLASS_SPACE);
  flipSet(tables.classes, "[[:Sentence_Terminal:]\\u2026]", QUERN_CLASS_SENTENCE_END);
  flipSet(tables.classes,
         "[[[:scx=Hani:][:scx=Hira:][:scx=Kana:][:scx=Thai:][:scx=Laoo:][:scx=Khmr:][:scx=Mymr:]]&[[:L:][:M:][:N:]]]",
         QUERN_CLASS_UNSPACED);
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeSet cased(icu::UnicodeString::fromUTF8("[[:Cased:][:Changes_When_Casefolded:]]"), status);
  if (U_FAILURE(status)) std::abort();
  for (int32_t range = 0; range < cased.getRangeCount(); range++) {
    for (UChar32 c = cased.getRangeStart(range); c <= cased.getRangeEnd(range); c++) addFolding(tables, c);
  }
  return tables;
}

// What datatrove's PUNCTUATION_SET holds: control characters but tab and newline, ASCII punctuation, terminal marks (the
// property of Unicode 15 with five Khmer signs) and a few more.
const char symbols[] =
    "[[[:Cc:]-[\\t\\n]][[:ASCII:]&[[:P:][:S:]]][:Sentence_Terminal:]\\u17D4-\\u17D6\\u17D9\\u17DA"
    "\\u00AB\\u00B4\\u00BB\\u2013\\u2014\\u2019\\u201C-\\u201E\\u2026\\u2236\\u2501\\u25BA"
    "\\u3001\\u3008-\\u300D\\u3010\\u3011\\uFF05\\uFF08\\uFF09\\uFF0C\\uFF11\\uFF1A\\uFF1B\\uFF5E]";

const uint8_t *makeWordTraits() {
  uint8_t *traits = static_cast<uint8_t *>(std::malloc(QUERN_CLASS_COUNT));
  if (traits == nullptr) std::abort();
  std::memset(traits, QUERN_WORD_PLAIN, QUERN_CLASS_COUNT);
  flipSet(traits, symbols, QUERN_WORD_PLAIN);
  flipSet(traits, "[:L:]", QUERN_WORD_LETTER);
  flipSet(traits, "[:N:]", QUERN_WORD_NUMBER);
  flipSet(traits, "[:ASCII:]", QUERN_WORD_ASCII);
  return traits;
}

struct Unmarked {
  std::vector<uint16_t> index;
  std::vector<quern_folding> entries;
};

Unmarked makeUnmarked() {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2 *nfd = icu::Normalizer2::getNFDInstance(status);
  if (U_FAILURE(status)) std::abort();
  Unmarked made;
  made.index.resize(QUERN_CLASS_COUNT, 0);
  made.entries.resize(1);
  for (UChar32 c = 0x80; c < QUERN_CLASS_COUNT; c++) {
    if (U_IS_SURROGATE(c)) continue;
    icu::UnicodeString decomposed;
    if (!nfd->getDecomposition(c, decomposed)) decomposed.append(c);
    icu::UnicodeString left;
    for (int32_t at = 0; at < decomposed.length(); at = decomposed.moveIndex32(at, 1)) {
      const UChar32 part = decomposed.char32At(at);
      if (u_charType(part) != U_NON_SPACING_MARK) left.append(part);
    }
    if (left == icu::UnicodeString(c)) continue;
    std::string bytes;
    left.toUTF8String(bytes);
    quern_folding entry = {};
    if (bytes.size() > sizeof entry.bytes) std::abort();
    entry.length = static_cast<uint8_t>(bytes.size());
    std::memcpy(entry.bytes, bytes.data(), bytes.size());
    made.index[static_cast<size_t>(c)] = static_cast<uint16_t>(made.entries.size());
    made.entries.push_back(entry);
  }
  return made;
}

const Tables &tables() {
  static const Tables shared = makeTables();
  return shared;
}

}  // namespace

const uint8_t *quern_word_traits() {
  static const uint8_t *shared = makeWordTraits();
  return shared;
}

const uint8_t *quern_character_classes() { return tables().classes; }

quern_foldings quern_case_foldings() { return {tables().foldingIndex.data(), tables().foldings.data()}; }

int quern_is_cased(uint32_t code_point) {
  return u_hasBinaryProperty(static_cast<UChar32>(code_point), UCHAR_CASED);
}

int quern_is_case_ignorable(uint32_t code_point) {
  return u_hasBinaryProperty(static_cast<UChar32>(code_point), UCHAR_CASE_IGNORABLE);
}

quern_foldings quern_unmarked() {
  static const Unmarked shared = makeUnmarked();
  return {shared.index.data(), shared.entries.data()};
}

int quern_is_uppercase(uint32_t code_point) { return u_isUUppercase(static_cast<UChar32>(code_point)); }

int quern_is_digit(uint32_t code_point) {
  const int32_t type = u_getIntPropertyValue(static_cast<UChar32>(code_point), UCHAR_NUMERIC_TYPE);
  return type == U_NT_DECIMAL || type == U_NT_DIGIT;
}

int quern_is_decimal(uint32_t code_point) {
  return u_getIntPropertyValue(static_cast<UChar32>(code_point), UCHAR_NUMERIC_TYPE) == U_NT_DECIMAL;
}
