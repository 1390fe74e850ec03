// What text repair needs to know of characters and byte encodings. The tables are filled from ICU on first use.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#ifdef __cplusplus
extern "C" {
#endif

enum {
  // The low five bits of an entry: what a character is among the characters that mojibake consists of.
  QUERN_GARBLE_NONE = 0,
  QUERN_GARBLE_ASCII_LOWER,
  QUERN_GARBLE_ASCII_UPPER,
  QUERN_GARBLE_ASCII_WORD,   // digits and the low line
  QUERN_GARBLE_BLANK,        // U+0020
  QUERN_GARBLE_SPACE,        // other white space
  QUERN_GARBLE_STOP,         // . , ? !
  QUERN_GARBLE_WORD,         // other letters and numbers
  QUERN_GARBLE_COMMON,       // frequent anywhere: dashes, ellipsis, apostrophe
  QUERN_GARBLE_C1,           // U+0080 to U+009F
  QUERN_GARBLE_BAD,          // hardly ever meant: spacing accents, daggers, U+FFFD
  QUERN_GARBLE_LAW,          // section and paragraph signs
  QUERN_GARBLE_CURRENCY,
  QUERN_GARBLE_OPENING,
  QUERN_GARBLE_CLOSING,
  QUERN_GARBLE_NUMERIC,
  QUERN_GARBLE_FACE,         // accented letters that also make faces
  QUERN_GARBLE_UPPER_FACE,   // of those, ones that count as accented capitals as well
  QUERN_GARBLE_LOWER_FACE,
  QUERN_GARBLE_UPPER,        // accented Latin capitals
  QUERN_GARBLE_LOWER,
  QUERN_GARBLE_UPPER_LIGATURE,  // the capital ligature of o and e
  QUERN_GARBLE_LOWER_LIGATURE,
  QUERN_GARBLE_FOREIGN_UPPER,   // Greek, Cyrillic, thorn
  QUERN_GARBLE_FOREIGN_LOWER,
  QUERN_GARBLE_DJE,          // U+0402, which stands for byte 0x80 in windows-1251
  QUERN_GARBLE_BOX,
  QUERN_GARBLE_CLASSES,
  QUERN_GARBLE_MASK = 31,

  // The kind of repair that a character asks for, above that.
  QUERN_REPAIR_SHIFT = 5,
  QUERN_REPAIR_CONTROL = 1,
  QUERN_REPAIR_ZERO_WIDTH,
  QUERN_REPAIR_JOINER,       // U+200C and U+200D: of zero width, and meant in some scripts
  QUERN_REPAIR_VARIATION,    // variation selectors
  QUERN_REPAIR_BIDI,
  QUERN_REPAIR_PRIVATE_USE,
  QUERN_REPAIR_REPLACEMENT,
  QUERN_REPAIR_SPACE,
  QUERN_REPAIR_LINE_END,
  QUERN_REPAIR_LIGATURE,
  QUERN_REPAIR_WIDTH,
  QUERN_REPAIR_SINGLE_QUOTE,
  QUERN_REPAIR_DOUBLE_QUOTE,
  QUERN_REPAIR_TAG,
  QUERN_REPAIR_KINDS,
  QUERN_REPAIR_MASK = 15,

  // What the character may be in the UTF-8 that was taken for another encoding, above that.
  QUERN_ROLE_LEAD_2 = 1 << 9,
  QUERN_ROLE_LEAD_3 = 1 << 10,
  QUERN_ROLE_LEAD_4 = 1 << 11,
  QUERN_ROLE_CONTINUATION = 1 << 12,
  QUERN_ROLE_ODD_CONTINUATION = 1 << 13,  // a continuation that is no frequent punctuation mark

  // Joiners beside it are meant: letters of joining scripts, and pictures.
  QUERN_JOINS = 1 << 14,
  QUERN_IS_HAN = 1 << 15,

  QUERN_PAGE_COUNT = 10,
};

typedef struct quern_repair_tables {
  const uint16_t *characters;    // an entry for each code point up to U+FFFF
  const uint16_t *page_index;    // code point up to U+FFFF -> row of page_bytes; row 0 is no character of any page
  const uint8_t *page_bytes;     // rows of its byte in each page, 0 for none
  const uint16_t *pages;         // rows of the characters of the bytes from 0x80, one row for each page
} quern_repair_tables;

// The tables; filled once, never freed; safe from any thread.
quern_repair_tables quern_repair_tables_get(void);

// The entry of any code point.
static inline uint16_t quern_repair_entry(const uint16_t *characters, uint32_t code_point) {
  if (code_point < 0x10000) return characters[code_point];
  if (code_point >= 0xF0000) {
    const uint32_t kind = (code_point & 0xFFFE) == 0xFFFE ? QUERN_REPAIR_CONTROL : QUERN_REPAIR_PRIVATE_USE;
    return (uint16_t)(kind << QUERN_REPAIR_SHIFT);
  }
  if (code_point >= 0xE0000 && code_point < 0xE0080) return QUERN_REPAIR_TAG << QUERN_REPAIR_SHIFT;
  if (code_point >= 0xE0100 && code_point < 0xE01F0) return QUERN_REPAIR_VARIATION << QUERN_REPAIR_SHIFT;
  if ((code_point & 0xFFFE) == 0xFFFE) return QUERN_REPAIR_CONTROL << QUERN_REPAIR_SHIFT;
  if (code_point >= 0x20000 && code_point < 0x40000) return QUERN_GARBLE_WORD | QUERN_IS_HAN;
  // The scripts of India and its neighbours, and pictures.
  if (code_point >= 0x11000 && code_point < 0x12000) return QUERN_GARBLE_WORD | QUERN_JOINS;
  return code_point >= 0x1F000 && code_point < 0x1FC00 ? QUERN_JOINS : QUERN_GARBLE_NONE;
}

// The text that a ligature or a character of other width is written as; null when there is none.
const char *quern_compatible_text(uint32_t code_point);

typedef struct quern_repair_block {
  uint64_t high;  // bytes of 0x80 and above
  uint64_t odd;   // control characters except tab and line feed; ampersands
} quern_repair_block;

// The masks of the 64 bytes at `bytes`.
static inline quern_repair_block quern_repair_block_at(const uint8_t *bytes) {
  quern_repair_block block = {0, 0};
#if defined(__SSE2__)
  const __m128i last = _mm_set1_epi8(0x1F), tab = _mm_set1_epi8(9), feed = _mm_set1_epi8(10);
  const __m128i ampersand = _mm_set1_epi8('&'), del = _mm_set1_epi8(0x7F);
  for (int i = 0; i < 4; i++) {
    __m128i in = _mm_loadu_si128((const __m128i *)(bytes + 16 * i));
    __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(in, last), in);
    control = _mm_andnot_si128(_mm_or_si128(_mm_cmpeq_epi8(in, tab), _mm_cmpeq_epi8(in, feed)), control);
    __m128i odd = _mm_or_si128(control, _mm_or_si128(_mm_cmpeq_epi8(in, ampersand), _mm_cmpeq_epi8(in, del)));
    block.odd |= (uint64_t)(uint32_t)_mm_movemask_epi8(odd) << (16 * i);
    block.high |= (uint64_t)(uint32_t)_mm_movemask_epi8(in) << (16 * i);
  }
#else
  for (int i = 0; i < 64; i++) {
    uint8_t byte = bytes[i];
    block.odd |= (uint64_t)((byte < 0x20 && byte != 9 && byte != 10) || byte == '&' || byte == 0x7F) << i;
    block.high |= (uint64_t)(byte >> 7) << i;
  }
#endif
  return block;
}

// The character or characters that an HTML entity stands for, by its name without `&` and `;`, in UTF-8; null when the
// name is unknown.
const char *quern_entity(const uint8_t *name, size_t length);

// The longest name of an entity.
enum { QUERN_LONGEST_ENTITY = 31 };

// Rewrites Chinese text from traditional to simplified characters, word by word. One thread uses one converter.
typedef struct quern_simplifier quern_simplifier;

// Returns null and a converter, to be given to quern_simplifier_close; or the name of ICU's error.
const char *quern_simplifier_open(quern_simplifier **out);
void quern_simplifier_close(quern_simplifier *simplifier);

// Rewrites `count` code points and returns the number of the result, of which the first `room` are at `out`.
size_t quern_simplify(quern_simplifier *simplifier, const uint32_t *text, size_t count, uint32_t *out, size_t room);

#ifdef __cplusplus
}
#endif
