// The character classes that spaCy's rules for English words speak of, by table, and a look at 16 bytes at a time.
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
  QUERN_ENGLISH_ALPHA = 1,         // letters, with all of the scripts without case
  QUERN_ENGLISH_LOWER = 2,         // lower-case letters, and scripts without case
  QUERN_ENGLISH_UPPER = 4,         // upper-case letters, and scripts without case
  QUERN_ENGLISH_AFFIX = 8,         // splits off at the start and at the end of a chunk
  QUERN_ENGLISH_PREFIX = 16,       // splits off at the start only
  QUERN_ENGLISH_BEFORE_DOT = 32,   // a full stop splits off behind it
  QUERN_ENGLISH_QUOTE = 64,        // quotation marks and brackets of quotations
  QUERN_ENGLISH_INFIX = 128,       // splits a chunk wherever it stands
  QUERN_ENGLISH_DIGIT = 256,       // general category Nd
  QUERN_ENGLISH_WORD = 512,        // Python's \w
  QUERN_ENGLISH_SPACE = 1024,      // Python's isspace
  QUERN_ENGLISH_SENTENCE = 2048,   // ends a sentence
  QUERN_ENGLISH_PUNCTUATION = 4096 // general category P
};

// The QUERN_ENGLISH_ bits of each code point from 0 to 0x10FFFF. Filled from ICU on first use (some milliseconds), never
// freed; safe from any thread.
const uint16_t *quern_english_classes(void);

// Which of 16 bytes are A to Z or a to z, the first one lowest.
static inline uint32_t quern_letters_16(const uint8_t *bytes) {
#if defined(__SSE2__)
  const __m128i first = _mm_set1_epi8('a'), last = _mm_set1_epi8(25), lower = _mm_set1_epi8(0x20);
  __m128i place = _mm_sub_epi8(_mm_or_si128(_mm_loadu_si128((const __m128i *)bytes), lower), first);
  return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(place, last), place));
#else
  uint32_t letters = 0;
  for (int i = 0; i < 16; i++) letters |= (uint32_t)((uint8_t)((bytes[i] | 0x20) - 'a') <= 25) << i;
  return letters;
#endif
}

#ifdef __cplusplus
}
#endif
