#include "english.h"

#include <unicode/uniset.h>

#include <cstdlib>

namespace {

constexpr size_t codePoints = 0x110000;

// Scripts without case, by block.
#define UNCASED                                                                                                  \
  "\\u0591-\\u05F4\\u0620-\\u064A\\u066E-\\u06D5\\u06E5-\\u06FF\\u0750-\\u077F\\u08A0-\\u08BD\\u0900-\\u09FF"      \
  "\\u0B80-\\u0CFF\\u0D80-\\u0DFF\\u1100-\\u137F\\u2E80-\\u2FDF\\u2FF0-\\u30FF\\u31C0-\\u31EF\\u3200-\\u4DBF"      \
  "\\u4E00-\\u9FFF\\uAC00-\\uD7AF\\uF900-\\uFAFF\\uFB1D-\\uFBB1\\uFBD3-\\uFD3D\\uFD50-\\uFDC7\\uFDF0-\\uFDFB"      \
  "\\uFE30-\\uFE4F\\uFE70-\\uFEFC\\U0001EE00-\\U0001EEBB\\U0001F200-\\U0001F2FF\\U00020000-\\U0002A6DF"            \
  "\\U0002A700-\\U0002EBEF\\U0002F800-\\U0002FA1F"

// The letters with case that the rules know: Latin, and parts of Greek and Cyrillic.
#define CASED                                                                                                    \
  "[A-Za-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u01BF\\u01C4-\\u02AF\\u0386\\u0388-\\u038A\\u038C\\u038E\\u038F" \
  "\\u0391-\\u03A9\\u03AC-\\u03AF\\u03B1-\\u03C9\\u03CC-\\u03CE\\u0400\\u0401\\u0403-\\u040A\\u040C\\u040D\\u0410-\\u0451"        \
  "\\u0453-\\u045A\\u045C\\u045D\\u0490\\u0491\\u0496\\u0497\\u04A2\\u04A3\\u04AE\\u04AF\\u04BA\\u04BB\\u04D8"      \
  "\\u04D9\\u04E8\\u04E9\\u1D00-\\u1D25\\u1D6B-\\u1D77\\u1D79-\\u1D9A\\u1E00-\\u1EFF\\u2C60-\\u2C7B\\u2C7E\\u2C7F"  \
  "\\uA722-\\uA76F\\uA771-\\uA787\\uA78B-\\uA78E\\uA790-\\uA7B9\\uA7FA\\uAB30-\\uAB5A\\uAB60-\\uAB64"              \
  "\\uFF21-\\uFF3A\\uFF41-\\uFF5A]"

#define QUOTES "\"',`\\u00AB\\u00B4\\u00BB\\u2018-\\u201A\\u201C-\\u201E\\u2329\\u232A\\u27E6\\u27E7\\u3008-\\u3011\\u3014\\u3015\\uFF08\\uFF09"
#define MARKS                                                                                                    \
  "\\u2026,:;!?\\u00BF\\u061F\\u00A1()\\[\\]\\{\\}<>_#*\\&\\u3002\\uFF1F\\uFF01\\uFF0C\\u3001\\uFF1B\\uFF1A\\uFF5E"  \
  "\\u00B7\\u0964\\u060C\\u06D4\\u061B\\u066A"
// Symbols that are neither signs of mathematics nor of money, of Unicode 11.
#define ICONS "[[[:So:]&[:Age=11.0:]]-[\\u166D]]"
#define MONEY "$\\u00A3\\u20AC\\u00A5\\u0E3F\\uFDFC\\u20A0-\\u20BF"

struct Set {
  uint16_t bit;
  const char *pattern;
};

const Set sets[] = {
    {QUERN_ENGLISH_ALPHA, "[" CASED UNCASED "]"},
    {QUERN_ENGLISH_LOWER, "[[" CASED "&[:Ll:]]\\u0294" UNCASED "]"},
    {QUERN_ENGLISH_UPPER, "[[" CASED "&[:Lu:]]" UNCASED "]"},
    {QUERN_ENGLISH_AFFIX, "[" MARKS QUOTES ICONS "\\u2013\\u2014]"},
    {QUERN_ENGLISH_PREFIX, "[\\u00A7%=" MONEY "]"},
    {QUERN_ENGLISH_BEFORE_DOT, "[[" CASED "&[:Ll:]]\\u0294" UNCASED "0-9%\\u00B2\\-+|" MARKS QUOTES "]"},
    {QUERN_ENGLISH_QUOTE, "[" QUOTES "]"},
    {QUERN_ENGLISH_INFIX, "[" ICONS "\\u2026]"},
    {QUERN_ENGLISH_DIGIT, "[:Nd:]"},
    {QUERN_ENGLISH_WORD, "[[:L:][:Nt=De:][:Nt=Di:][:Nt=Nu:]_]"},
    // The sentence terminals of Unicode 10 but for an Arabic and four Samaritan marks.
    {QUERN_ENGLISH_SENTENCE,
     "[[[:Sentence_Terminal:]&[:Age=10.0:]]-[\\u061E\\u0837\\u0839\\u083D\\u083E]]"},
    {QUERN_ENGLISH_PUNCTUATION, "[:P:]"},
    // The sentence terminals of Unicode 15 and five Khmer signs.
    {QUERN_ENGLISH_TERMINAL, "[[[:Sentence_Terminal:]&[:Age=15.0:]]\\u17D4-\\u17D6\\u17D9\\u17DA]"},
};

const uint16_t *makeClasses() {
  // Pages without a bit stay out of memory.
  uint16_t *classes = static_cast<uint16_t *>(std::calloc(codePoints, sizeof(uint16_t)));
  if (classes == nullptr) std::abort();
  for (const Set &entry : sets) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::UnicodeSet set(icu::UnicodeString::fromUTF8(entry.pattern), status);
    if (U_FAILURE(status)) std::abort();  // the patterns are constants of this file, and ICU's data is linked in
    for (int32_t range = 0; range < set.getRangeCount(); range++) {
      for (UChar32 c = set.getRangeStart(range); c <= set.getRangeEnd(range); c++) classes[c] |= entry.bit;
    }
  }
  return classes;
}

}  // namespace

const uint16_t *quern_english_classes() {
  static const uint16_t *shared = makeClasses();
  return shared;
}
