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
  QUERN_ENGLISH_SENTENCE = 2048,   // ends a sentence
  QUERN_ENGLISH_PUNCTUATION = 4096,  // general category P
  QUERN_ENGLISH_TERMINAL = 8192      // what datatrove takes for the end of a line that is prose
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

// Which of 16 bytes may start one of the line ends of Python's splitlines: U+000A to U+000D and U+001C to U+001E, and the
// first bytes of U+0085, U+2028 and U+2029.
static inline uint32_t quern_line_ends_16(const uint8_t *bytes) {
#if defined(__SSE2__)
  __m128i in = _mm_loadu_si128((const __m128i *)bytes);
  __m128i feed = _mm_sub_epi8(in, _mm_set1_epi8(0x0A)), separator = _mm_sub_epi8(in, _mm_set1_epi8(0x1C));
  __m128i found = _mm_cmpeq_epi8(_mm_min_epu8(feed, _mm_set1_epi8(3)), feed);
  found = _mm_or_si128(found, _mm_cmpeq_epi8(_mm_min_epu8(separator, _mm_set1_epi8(2)), separator));
  found = _mm_or_si128(found, _mm_cmpeq_epi8(in, _mm_set1_epi8((char)0xC2)));
  found = _mm_or_si128(found, _mm_cmpeq_epi8(in, _mm_set1_epi8((char)0xE2)));
  return (uint32_t)_mm_movemask_epi8(found);
#else
  uint32_t found = 0;
  for (int i = 0; i < 16; i++) {
    uint8_t byte = bytes[i];
    uint32_t hit = (uint8_t)(byte - 0x0A) <= 3 || (uint8_t)(byte - 0x1C) <= 2 || byte == 0xC2 || byte == 0xE2;
    found |= hit << i;
  }
  return found;
#endif
}

// Which of 16 bytes are "{" or "[", or start "m ip", "f us", "y po", "java" or "ooki" in either case: the places where one
// of the phrases that the C4 rules look for may be. Reads 19 bytes.
static inline uint32_t quern_c4_marks_16(const uint8_t *bytes) {
#if defined(__SSE2__)
  const __m128i lower = _mm_set1_epi8(0x20);
  __m128i in = _mm_loadu_si128((const __m128i *)bytes);
  __m128i a = _mm_or_si128(in, lower);
  __m128i b = _mm_or_si128(_mm_loadu_si128((const __m128i *)(bytes + 1)), lower);
  __m128i c = _mm_or_si128(_mm_loadu_si128((const __m128i *)(bytes + 2)), lower);
  __m128i d = _mm_or_si128(_mm_loadu_si128((const __m128i *)(bytes + 3)), lower);
#define QUERN_AT(x, letter) _mm_cmpeq_epi8(x, _mm_set1_epi8(letter))
#define QUERN_FOUR(p, q, r, s)   _mm_and_si128(_mm_and_si128(QUERN_AT(a, p), QUERN_AT(b, q)), _mm_and_si128(QUERN_AT(c, r), QUERN_AT(d, s)))
  __m128i found = _mm_or_si128(QUERN_FOUR('m', ' ', 'i', 'p'), QUERN_FOUR('f', ' ', 'u', 's'));
  found = _mm_or_si128(found, _mm_or_si128(QUERN_FOUR('y', ' ', 'p', 'o'), QUERN_FOUR('j', 'a', 'v', 'a')));
  found = _mm_or_si128(found, QUERN_FOUR('o', 'o', 'k', 'i'));
  found = _mm_or_si128(found, _mm_or_si128(QUERN_AT(in, '{'), QUERN_AT(in, '[')));
#undef QUERN_FOUR
#undef QUERN_AT
  return (uint32_t)_mm_movemask_epi8(found);
#else
  static const char phrases[5][5] = {"m ip", "f us", "y po", "java", "ooki"};
  uint32_t found = 0;
  for (int i = 0; i < 16; i++) {
    uint32_t hit = bytes[i] == '{' || bytes[i] == '[';
    for (int p = 0; p < 5; p++) {
      int same = 0;
      while (same < 4 && (bytes[i + same] | 0x20) == phrases[p][same]) same++;
      hit |= same == 4;
    }
    found |= hit << i;
  }
  return found;
#endif
}

#ifdef __cplusplus
}
#endif
