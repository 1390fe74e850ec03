// Word boundaries (Unicode Standard Annex #29): the classes of code points, masks of ASCII classes for 64 bytes at a
// time, and ICU's iterator for what needs a dictionary.
#pragma once
#include <stddef.h>
#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#ifdef __cplusplus
extern "C" {
#endif

// Values of Word_Break as the rules need them.
enum {
  QUERN_WB_OTHER,
  QUERN_WB_EXTEND_NUM_LET,
  QUERN_WB_NUMERIC,
  QUERN_WB_LETTER,
  QUERN_WB_HEBREW,
  QUERN_WB_KATAKANA,
  QUERN_WB_HANGUL,  // ICU's rules only: joins nothing but its like
  QUERN_WB_REGIONAL,
  QUERN_WB_SPACE,
  QUERN_WB_MID_LETTER,
  QUERN_WB_MID_NUM,
  QUERN_WB_MID_NUM_LET,
  QUERN_WB_SINGLE_QUOTE,
  QUERN_WB_DOUBLE_QUOTE,
  QUERN_WB_EXTEND,  // Extend and Format
  QUERN_WB_ZWJ,
  QUERN_WB_NEWLINE,
  QUERN_WB_CR,
  QUERN_WB_LF,
  QUERN_WB_DICTIONARY,  // ICU's rules only: ICU decides what is around it
  QUERN_WB_CLASS = 31,
  QUERN_WB_PICTOGRAPH = 32,  // a flag: Extended_Pictographic
  QUERN_WB_VISIBLE = 64,     // a flag: not White_Space
};

// One byte per code point, U+0000 to U+10FFFF: the class and flags, by the annex alone or by ICU's rules. Filled once,
// never freed; safe from any thread.
const uint8_t *quern_word_classes(int by_icu);

// Values of Sentence_Break.
enum {
  QUERN_SB_OTHER,
  QUERN_SB_EXTEND,  // Extend and Format
  QUERN_SB_SPACE,
  QUERN_SB_LOWER,
  QUERN_SB_UPPER,
  QUERN_SB_LETTER,
  QUERN_SB_NUMERIC,
  QUERN_SB_CONTINUE,
  QUERN_SB_CLOSE,
  QUERN_SB_TERMINATOR,           // ! and ?
  QUERN_SB_AMBIGUOUS_TERMINATOR, // the full stop
  QUERN_SB_SEPARATOR,            // Sep and LF
  QUERN_SB_CR,
};

// One QUERN_SB_ value per code point; as quern_word_classes.
const uint8_t *quern_sentence_classes(void);

// ICU's number of each code point's script (UScriptCode); as quern_word_classes.
const uint8_t *quern_icu_scripts(void);

// The ISO 15924 code of a script by that number, and its number by the code; null and -1 for none.
const char *quern_script_code(uint8_t script);
int quern_script_of_code(const char *code);

// ICU's word iterator with its dictionaries; for one thread at a time.
typedef struct quern_words quern_words;

// Returns null and an iterator, to be given to quern_words_close; or the name of ICU's error.
const char *quern_words_open(quern_words **out);
void quern_words_close(quern_words *words);

// The ends of the words of `text` (UTF-8, less than 2^31 bytes), as byte offsets; the last one is `count`. They are
// valid until the next call. Returns null, or the name of ICU's error.
const char *quern_words_segment(quern_words *words, const uint8_t *text, size_t count, const uint32_t **ends,
                                size_t *end_count);

// The classes of 64 bytes as bit masks: bit i is byte i.
typedef struct quern_word_block {
  uint64_t letters;   // A to Z, a to z
  uint64_t digits;    // 0 to 9
  uint64_t low;       // _
  uint64_t at;        // @
  uint64_t mid_both;  // . and '
  uint64_t mid_let;   // :
  uint64_t mid_num;   // , and ;
  uint64_t spaces;    // U+0009 to U+000D, U+0020
  uint64_t controls;  // U+001C to U+001F, white space for Python
  uint64_t high;      // bytes of 0x80 and above
} quern_word_block;

static inline quern_word_block quern_word_block_at(const uint8_t *bytes) {
  quern_word_block block = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
#if defined(__SSE2__)
  for (int i = 0; i < 4; i++) {
    const __m128i in = _mm_loadu_si128((const __m128i *)(bytes + 16 * i));
    const __m128i lower = _mm_or_si128(in, _mm_set1_epi8(0x20));
    const __m128i place = _mm_sub_epi8(lower, _mm_set1_epi8('a'));
    const __m128i digit = _mm_sub_epi8(in, _mm_set1_epi8('0'));
    const __m128i control = _mm_sub_epi8(in, _mm_set1_epi8(9));
#define QUERN_MASK(vector) ((uint64_t)(uint32_t)_mm_movemask_epi8(vector) << (16 * i))
#define QUERN_IS(byte) _mm_cmpeq_epi8(in, _mm_set1_epi8(byte))
    block.letters |= QUERN_MASK(_mm_cmpeq_epi8(_mm_min_epu8(place, _mm_set1_epi8(25)), place));
    block.digits |= QUERN_MASK(_mm_cmpeq_epi8(_mm_min_epu8(digit, _mm_set1_epi8(9)), digit));
    block.low |= QUERN_MASK(QUERN_IS('_'));
    block.at |= QUERN_MASK(QUERN_IS('@'));
    block.mid_both |= QUERN_MASK(_mm_or_si128(QUERN_IS('.'), QUERN_IS('\'')));
    block.mid_let |= QUERN_MASK(QUERN_IS(':'));
    block.mid_num |= QUERN_MASK(_mm_or_si128(QUERN_IS(','), QUERN_IS(';')));
    block.spaces |=
        QUERN_MASK(_mm_or_si128(_mm_cmpeq_epi8(_mm_min_epu8(control, _mm_set1_epi8(4)), control), QUERN_IS(' ')));
    block.controls |= QUERN_MASK(_mm_cmpeq_epi8(_mm_and_si128(in, _mm_set1_epi8((char)0xFC)), _mm_set1_epi8(0x1C)));
    block.high |= QUERN_MASK(in);
#undef QUERN_IS
#undef QUERN_MASK
  }
#else
  for (int i = 0; i < 64; i++) {
    const uint8_t byte = bytes[i];
    block.letters |= (uint64_t)((uint8_t)((byte | 0x20) - 'a') <= 25) << i;
    block.digits |= (uint64_t)((uint8_t)(byte - '0') <= 9) << i;
    block.low |= (uint64_t)(byte == '_') << i;
    block.at |= (uint64_t)(byte == '@') << i;
    block.mid_both |= (uint64_t)(byte == '.' || byte == '\'') << i;
    block.mid_let |= (uint64_t)(byte == ':') << i;
    block.mid_num |= (uint64_t)(byte == ',' || byte == ';') << i;
    block.spaces |= (uint64_t)((uint8_t)(byte - 9) <= 4 || byte == ' ') << i;
    block.controls |= (uint64_t)((byte & 0xFC) == 0x1C) << i;
    block.high |= (uint64_t)(byte >> 7) << i;
  }
#endif
  return block;
}

#ifdef __cplusplus
}
#endif
