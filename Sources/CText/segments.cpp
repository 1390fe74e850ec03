#include "segments.h"

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <cstdlib>
#include <vector>

namespace {

uint8_t classOf(UChar32 c) {
  switch (u_getIntPropertyValue(c, UCHAR_WORD_BREAK)) {
    case U_WB_ALETTER: return QUERN_WB_LETTER;
    case U_WB_FORMAT:
    case U_WB_EXTEND: return QUERN_WB_EXTEND;
    case U_WB_KATAKANA: return QUERN_WB_KATAKANA;
    case U_WB_MIDLETTER: return QUERN_WB_MID_LETTER;
    case U_WB_MIDNUM: return QUERN_WB_MID_NUM;
    case U_WB_NUMERIC: return QUERN_WB_NUMERIC;
    case U_WB_EXTENDNUMLET: return QUERN_WB_EXTEND_NUM_LET;
    case U_WB_CR: return QUERN_WB_CR;
    case U_WB_LF: return QUERN_WB_LF;
    case U_WB_MIDNUMLET: return QUERN_WB_MID_NUM_LET;
    case U_WB_NEWLINE: return QUERN_WB_NEWLINE;
    case U_WB_REGIONAL_INDICATOR: return QUERN_WB_REGIONAL;
    case U_WB_HEBREW_LETTER: return QUERN_WB_HEBREW;
    case U_WB_SINGLE_QUOTE: return QUERN_WB_SINGLE_QUOTE;
    case U_WB_DOUBLE_QUOTE: return QUERN_WB_DOUBLE_QUOTE;
    case U_WB_ZWJ: return QUERN_WB_ZWJ;
    case U_WB_WSEGSPACE: return QUERN_WB_SPACE;
    default: return QUERN_WB_OTHER;
  }
}

bool needsDictionary(UChar32 c, uint8_t byTheAnnex) {
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(c, &status);
  return byTheAnnex == QUERN_WB_KATAKANA || script == USCRIPT_HAN || script == USCRIPT_HIRAGANA ||
         u_getIntPropertyValue(c, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT;
}

// What ICU's rules for words (root locale) make of a code point; other than the annex, they keep @ and not : inside
// words, join syllables of Hangul to nothing else and ask dictionaries.
uint8_t classByICU(UChar32 c, uint8_t byTheAnnex) {
  if (c == '@') return QUERN_WB_LETTER;
  if (c == ':' || c == 0xFE55 || c == 0xFF1A) return QUERN_WB_OTHER;
  if (c >= 0xAC00 && c <= 0xD7A3) return QUERN_WB_HANGUL;
  return needsDictionary(c, byTheAnnex) ? uint8_t{QUERN_WB_DICTIONARY} : byTheAnnex;
}

uint8_t withFlags(UChar32 c, uint8_t value) {
  if (u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC)) value |= QUERN_WB_PICTOGRAPH;
  if (!u_isUWhiteSpace(c)) value |= QUERN_WB_VISIBLE;
  return value;
}

uint8_t sentenceClassOf(UChar32 c) {
  switch (u_getIntPropertyValue(c, UCHAR_SENTENCE_BREAK)) {
    case U_SB_ATERM: return QUERN_SB_AMBIGUOUS_TERMINATOR;
    case U_SB_CLOSE: return QUERN_SB_CLOSE;
    case U_SB_EXTEND:
    case U_SB_FORMAT: return QUERN_SB_EXTEND;
    case U_SB_LOWER: return QUERN_SB_LOWER;
    case U_SB_NUMERIC: return QUERN_SB_NUMERIC;
    case U_SB_OLETTER: return QUERN_SB_LETTER;
    case U_SB_LF:
    case U_SB_SEP: return QUERN_SB_SEPARATOR;
    case U_SB_SP: return QUERN_SB_SPACE;
    case U_SB_STERM: return QUERN_SB_TERMINATOR;
    case U_SB_UPPER: return QUERN_SB_UPPER;
    case U_SB_CR: return QUERN_SB_CR;
    case U_SB_SCONTINUE: return QUERN_SB_CONTINUE;
    default: return QUERN_SB_OTHER;
  }
}

uint8_t scriptOf(UChar32 c) {
  UErrorCode status = U_ZERO_ERROR;
  return static_cast<uint8_t>(uscript_getScript(c, &status));  // ICU 72 has 200 scripts, of which a text uses 165
}

const uint8_t *makeTable(uint8_t (*value)(UChar32)) {
  uint8_t *table = static_cast<uint8_t *>(std::malloc(UCHAR_MAX_VALUE + 1));
  if (table == nullptr) std::abort();
  for (UChar32 c = 0; c <= UCHAR_MAX_VALUE; c++) table[c] = value(c);
  return table;
}

}  // namespace

struct quern_words {
  UBreakIterator *iterator;
  std::vector<UChar> units;
  std::vector<uint32_t> ends;
};

const uint8_t *quern_word_classes(int by_icu) {
  if (by_icu != 0) {
    static const uint8_t *icu = makeTable([](UChar32 c) { return withFlags(c, classByICU(c, classOf(c))); });
    return icu;
  }
  static const uint8_t *annex = makeTable([](UChar32 c) { return withFlags(c, classOf(c)); });
  return annex;
}

const uint8_t *quern_sentence_classes() {
  static const uint8_t *classes = makeTable(sentenceClassOf);
  return classes;
}

const uint8_t *quern_icu_scripts() {
  static const uint8_t *scripts = makeTable(scriptOf);
  return scripts;
}

const char *quern_script_code(uint8_t script) { return uscript_getShortName(static_cast<UScriptCode>(script)); }

int quern_script_of_code(const char *code) {
  const int32_t script = u_getPropertyValueEnum(UCHAR_SCRIPT, code);
  return script == UCHAR_INVALID_CODE || script > UINT8_MAX ? -1 : script;
}

const char *quern_words_open(quern_words **out) {
  UErrorCode status = U_ZERO_ERROR;
  UBreakIterator *iterator = ubrk_open(UBRK_WORD, "", nullptr, 0, &status);
  if (U_FAILURE(status)) return u_errorName(status);
  *out = new quern_words{iterator, {}, {}};
  return nullptr;
}

void quern_words_close(quern_words *words) {
  ubrk_close(words->iterator);
  delete words;
}

const char *quern_words_segment(quern_words *words, const uint8_t *text, size_t count, const uint32_t **ends,
                                size_t *end_count) {
  // A long run must not leave its memory behind.
  if (words->units.size() > (size_t{1} << 20)) words->units = {};
  if (words->ends.capacity() > (size_t{1} << 20)) words->ends = {};
  words->ends.clear();
  *ends = nullptr;
  *end_count = 0;
  if (count == 0) return nullptr;
  if (words->units.size() < count) words->units.resize(count < 256 ? 256 : count);
  int32_t length = 0;
  const int32_t bytes = static_cast<int32_t>(count);
  for (int32_t at = 0; at < bytes;) {
    UChar32 c;
    U8_NEXT_OR_FFFD(text, at, bytes, c);
    U16_APPEND_UNSAFE(words->units.data(), length, c);
  }
  UErrorCode status = U_ZERO_ERROR;
  ubrk_setText(words->iterator, words->units.data(), length, &status);
  if (U_FAILURE(status)) return u_errorName(status);
  int32_t unit = 0;
  int32_t at = 0;
  for (int32_t end = ubrk_next(words->iterator); end != UBRK_DONE; end = ubrk_next(words->iterator)) {
    while (unit < end) {
      UChar32 c;
      U8_NEXT_OR_FFFD(text, at, bytes, c);
      unit += U16_LENGTH(c);
    }
    words->ends.push_back(static_cast<uint32_t>(at));
  }
  *ends = words->ends.data();
  *end_count = words->ends.size();
  return nullptr;
}
