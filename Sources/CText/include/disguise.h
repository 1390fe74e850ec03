// What is needed to see through words that are written so that no list finds them.
#pragma once
#include <stddef.h>
#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#ifdef __cplusplus
extern "C" {
#endif

enum {
  QUERN_DISGUISE_LETTER = 1,     // a letter, mark or number of a word
  QUERN_DISGUISE_FOREIGN = 2,    // a letter of a script with look-alikes of Latin letters
  QUERN_DISGUISE_FORM = 4,       // another form of an ASCII letter or digit: full-width, mathematical, circled
  QUERN_DISGUISE_MARK = 8,       // a combining mark
  QUERN_DISGUISE_INVISIBLE = 16, // a character without width
};

// One byte of these bits for each code point up to U+FFFF. Filled once, never freed; safe from any thread.
const uint8_t *quern_disguise_classes(void);

// The bits of any code point.
static inline uint8_t quern_disguise_class(const uint8_t *classes, uint32_t code_point) {
  if (code_point < 0x10000) return classes[code_point];
  if ((code_point >= 0x1D400 && code_point < 0x1D800) || (code_point >= 0x1F100 && code_point < 0x1F170)) {
    return QUERN_DISGUISE_LETTER | QUERN_DISGUISE_FORM;
  }
  return 0;
}

// The code point that stands for all that look like this one (UTS 39), without regard to case and form.
uint32_t quern_look_alike(uint32_t code_point);

typedef struct quern_disguise_block {
  uint64_t high;     // bytes of 0x80 and above
  uint64_t suspect;  // where a word may be disguised; bits 2 to 59 only, since single letters are seen by the four bytes behind
} quern_disguise_block;

#if defined(__SSE2__)
static inline uint64_t quern_among(const uint8_t *bytes, uint8_t first, uint8_t count) {
  uint64_t mask = 0;
  const __m128i start = _mm_set1_epi8((char)first), last = _mm_set1_epi8((char)(count - 1));
  for (int i = 0; i < 4; i++) {
    __m128i place = _mm_sub_epi8(_mm_loadu_si128((const __m128i *)(bytes + 16 * i)), start);
    mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(place, last), place)) << (16 * i);
  }
  return mask;
}
static inline uint64_t quern_repeated(const uint8_t *bytes) {
  uint64_t mask = 0;
  for (int i = 0; i < 4; i++) {
    __m128i here = _mm_loadu_si128((const __m128i *)(bytes + 16 * i));
    __m128i next = _mm_loadu_si128((const __m128i *)(bytes + 16 * i + 1));
    mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(here, next)) << (16 * i);
  }
  return mask;
}
#else
static inline uint64_t quern_among(const uint8_t *bytes, uint8_t first, uint8_t count) {
  uint64_t mask = 0;
  for (int i = 0; i < 64; i++) mask |= (uint64_t)((uint8_t)(bytes[i] - first) < count) << i;
  return mask;
}
static inline uint64_t quern_repeated(const uint8_t *bytes) {
  uint64_t mask = 0;
  for (int i = 0; i < 64; i++) mask |= (uint64_t)(bytes[i] == bytes[i + 1]) << i;
  return mask;
}
#endif

// Looks at 64 bytes of case-folded text; one more byte must be readable.
static inline quern_disguise_block quern_disguise_block_at(const uint8_t *bytes) {
  const uint64_t letters = quern_among(bytes, 'a', 26), digits = quern_among(bytes, '0', 10);
  const uint64_t at = quern_among(bytes, '@', 1), hash = quern_among(bytes, '#', 2);
  const uint64_t dollar = hash & ~quern_among(bytes, '#', 1), bang = quern_among(bytes, '!', 1);
  const uint64_t hiding = (hash & ~dollar) | quern_among(bytes, '*', 2) | quern_among(bytes, '|', 1);
  const uint64_t word = letters | digits, repeated = quern_repeated(bytes);
  quern_disguise_block block;
  block.high = quern_among(bytes, 0x80, 0x80);
  // Signs and digits that stand for letters: "$hit", "sh1t", "f**k".
  uint64_t found = (digits | at | dollar) & (letters << 1 | letters >> 1);
  found |= bang & letters << 1 & letters >> 1;
  found |= hiding & letters << 1 & (word | hiding | block.high) >> 1;
  // Letters drawn out.
  found |= letters & repeated & repeated >> 1;
  // Single letters with one character between them.
  const uint64_t single = word & ~(word << 1) & ~(word >> 1) & ~(block.high << 1) & ~(block.high >> 1);
  found |= single & single >> 2 & single >> 4 & (letters | letters >> 2) & (letters >> 2 | letters >> 4);
  block.suspect = found & 0x0FFFFFFFFFFFFFFCull;
  return block;
}

// Finds where words begin and end in scripts that are written without spaces; one thread uses one.
typedef struct quern_borders quern_borders;

// Returns null and borders, to be given to quern_borders_close; or the name of ICU's error.
const char *quern_borders_open(quern_borders **out);
void quern_borders_close(quern_borders *borders);

// Whether words of `text` (UTF-8) begin or end both at `start` and at `end`, by ICU's dictionaries.
int quern_borders_at(quern_borders *borders, const uint8_t *text, size_t count, size_t start, size_t end);

#ifdef __cplusplus
}
#endif
