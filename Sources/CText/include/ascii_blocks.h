// Classes of 64 bytes at a time as bit masks: bit i is byte i. Inlined into Swift loops.
#pragma once
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

typedef struct quern_ascii_block {
  uint64_t letters;  // A to Z, a to z
  uint64_t spaces;   // U+0009 to U+000D, U+0020
  uint64_t high;     // bytes of 0x80 and above
} quern_ascii_block;

// The masks of the 64 bytes at `bytes`.
static inline quern_ascii_block quern_ascii_block_at(const uint8_t *bytes) {
  quern_ascii_block block = {0, 0, 0};
#if defined(__SSE2__)
  const __m128i lower = _mm_set1_epi8(0x20), a = _mm_set1_epi8('a'), last = _mm_set1_epi8(25);
  const __m128i tab = _mm_set1_epi8(9), four = _mm_set1_epi8(4);
  for (int i = 0; i < 4; i++) {
    __m128i in = _mm_loadu_si128((const __m128i *)(bytes + 16 * i));
    __m128i place = _mm_sub_epi8(_mm_or_si128(in, lower), a);
    __m128i letter = _mm_cmpeq_epi8(_mm_min_epu8(place, last), place);
    __m128i control = _mm_sub_epi8(in, tab);
    __m128i space = _mm_or_si128(_mm_cmpeq_epi8(_mm_min_epu8(control, four), control), _mm_cmpeq_epi8(in, lower));
    block.letters |= (uint64_t)(uint32_t)_mm_movemask_epi8(letter) << (16 * i);
    block.spaces |= (uint64_t)(uint32_t)_mm_movemask_epi8(space) << (16 * i);
    block.high |= (uint64_t)(uint32_t)_mm_movemask_epi8(in) << (16 * i);
  }
#else
  for (int i = 0; i < 64; i++) {
    uint8_t byte = bytes[i];
    block.letters |= (uint64_t)((uint8_t)((byte | 0x20) - 'a') <= 25) << i;
    block.spaces |= (uint64_t)((uint8_t)(byte - 9) <= 4 || byte == ' ') << i;
    block.high |= (uint64_t)(byte >> 7) << i;
  }
#endif
  return block;
}

// Copies 16 bytes with A to Z made lower case; other bytes stay. Returns a mask of the bytes of 0x80 and above.
static inline uint32_t quern_ascii_lower_16(const uint8_t *bytes, uint8_t *out) {
#if defined(__SSE2__)
  const __m128i a = _mm_set1_epi8('A'), last = _mm_set1_epi8(25), lower = _mm_set1_epi8(0x20);
  __m128i in = _mm_loadu_si128((const __m128i *)bytes);
  __m128i place = _mm_sub_epi8(in, a);
  __m128i upper = _mm_cmpeq_epi8(_mm_min_epu8(place, last), place);
  _mm_storeu_si128((__m128i *)out, _mm_or_si128(in, _mm_and_si128(upper, lower)));
  return (uint32_t)_mm_movemask_epi8(in);
#else
  uint32_t high = 0;
  for (int i = 0; i < 16; i++) {
    uint8_t byte = bytes[i];
    out[i] = (uint8_t)(byte - 'A') <= 25 ? byte | 0x20 : byte;
    high |= (uint32_t)(byte >> 7) << i;
  }
  return high;
#endif
}

// The number of code points in `count` bytes of UTF-8: the bytes that continue no sequence.
static inline size_t quern_count_code_points(const uint8_t *bytes, size_t count) {
  size_t found = 0, i = 0;
#if defined(__SSE2__)
  const __m128i lastContinuation = _mm_set1_epi8(-65), zero = _mm_setzero_si128();
  while (i + 16 <= count) {
    // Each lane counts up to 255 before the lanes are added up.
    const size_t blocks = (count - i) / 16 < 255 ? (count - i) / 16 : 255;
    __m128i lanes = zero;
    for (size_t block = 0; block < blocks; block++, i += 16) {
      __m128i in = _mm_loadu_si128((const __m128i *)(bytes + i));
      lanes = _mm_sub_epi8(lanes, _mm_cmpgt_epi8(in, lastContinuation));
    }
    __m128i sums = _mm_sad_epu8(lanes, zero);
    found += (size_t)_mm_cvtsi128_si64(_mm_add_epi64(sums, _mm_unpackhi_epi64(sums, sums)));
  }
#endif
  for (; i < count; i++) found += (int8_t)bytes[i] > -65;
  return found;
}
