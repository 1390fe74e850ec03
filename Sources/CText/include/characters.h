// Character classes and case folding by table. The tables are filled from ICU on first use; whoever swaps their source
// needs to change characters.cpp only.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  QUERN_CLASS_ALPHABETIC = 1,     // property Alphabetic
  QUERN_CLASS_LETTER = 2,         // general category L
  QUERN_CLASS_MARK = 4,           // general category M
  QUERN_CLASS_NUMBER = 8,         // general category N
  QUERN_CLASS_SPACE = 16,         // property White_Space
  QUERN_CLASS_SENTENCE_END = 32,  // property Sentence_Terminal, and U+2026
  QUERN_CLASS_UNSPACED = 64,      // of a script written without spaces: Han, kana, Thai, Lao, Khmer, Burmese
  QUERN_CLASS_FOLDS = 128,        // full case folding changes it
  QUERN_CLASS_COUNT = 0x110000,
};

// One byte of QUERN_CLASS_ bits per code point. Filled once (some milliseconds), never freed; safe from any thread.
const uint8_t *quern_character_classes(void);

// The bits of one code point; none for values above U+10FFFF.
static inline uint8_t quern_class_of(const uint8_t *classes, uint32_t code_point) {
  return code_point < QUERN_CLASS_COUNT ? classes[code_point] : 0;
}

enum {
  QUERN_WORD_LETTER = 1,  // general category L
  QUERN_WORD_PLAIN = 2,   // no symbol as datatrove defines symbols: see characters.cpp
  QUERN_WORD_ASCII = 4,   // below U+0080
  QUERN_WORD_NUMBER = 8,  // general category N
};

// One byte of QUERN_WORD_ bits per code point; as quern_character_classes.
const uint8_t *quern_word_traits(void);

// Python's isupper, isdigit and isdecimal of one code point; slower than a table.
int quern_is_uppercase(uint32_t code_point);
int quern_is_digit(uint32_t code_point);
int quern_is_decimal(uint32_t code_point);

// The full case folding of one code point, in UTF-8.
typedef struct quern_folding {
  uint8_t length;
  uint8_t bytes[15];
} quern_folding;

typedef struct quern_foldings {
  const uint16_t *index;         // code point -> entry, for the code points whose class has QUERN_CLASS_FOLDS
  const quern_folding *entries;
} quern_foldings;

// The properties Cased and Case_Ignorable; slower than a table.
int quern_is_cased(uint32_t code_point);
int quern_is_case_ignorable(uint32_t code_point);

// The canonical decomposition without nonspacing marks (category Mn) of the code points that it changes: `index` is 0 for
// all others. Filled once, never freed; safe from any thread.
quern_foldings quern_unmarked(void);

// The foldings of all code points whose class has QUERN_CLASS_FOLDS; look up no others. Safe from any thread.
quern_foldings quern_case_foldings(void);

#ifdef __cplusplus
}
#endif
