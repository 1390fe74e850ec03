// Where personal data may begin, 64 bytes at a time. Inlined into Swift loops.
#pragma once
#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

typedef struct quern_candidate_block {
  uint64_t digits;  // 0 to 9
  uint64_t signs;   // @ and :
  uint64_t tokens;  // letters of ASCII, digits, _ and -
} quern_candidate_block;

// The masks of the 64 bytes at `bytes`: bit i is byte i.
static inline quern_candidate_block quern_candidate_block_at(const uint8_t *bytes) {
  quern_candidate_block block = {0, 0, 0};
#if defined(__SSE2__)
  const __m128i lower = _mm_set1_epi8(0x20), a = _mm_set1_epi8('a'), z = _mm_set1_epi8(25);
  const __m128i zero = _mm_set1_epi8('0'), nine = _mm_set1_epi8(9), at = _mm_set1_epi8('@'), colon = _mm_set1_epi8(':');
  const __m128i dash = _mm_set1_epi8('-'), line = _mm_set1_epi8('_');
  for (int i = 0; i < 4; i++) {
    const __m128i in = _mm_loadu_si128((const __m128i *)(bytes + 16 * i));
    const __m128i letter = _mm_sub_epi8(_mm_or_si128(in, lower), a), number = _mm_sub_epi8(in, zero);
    const __m128i digits = _mm_cmpeq_epi8(_mm_min_epu8(number, nine), number);
    const __m128i signs = _mm_or_si128(_mm_cmpeq_epi8(in, at), _mm_cmpeq_epi8(in, colon));
    const __m128i marks = _mm_or_si128(_mm_cmpeq_epi8(in, dash), _mm_cmpeq_epi8(in, line));
    const __m128i tokens =
        _mm_or_si128(_mm_or_si128(digits, marks), _mm_cmpeq_epi8(_mm_min_epu8(letter, z), letter));
    block.digits |= (uint64_t)(uint32_t)_mm_movemask_epi8(digits) << (16 * i);
    block.signs |= (uint64_t)(uint32_t)_mm_movemask_epi8(signs) << (16 * i);
    block.tokens |= (uint64_t)(uint32_t)_mm_movemask_epi8(tokens) << (16 * i);
  }
#else
  for (int i = 0; i < 64; i++) {
    const uint8_t byte = bytes[i];
    const uint64_t digit = (uint8_t)(byte - '0') <= 9;
    const uint64_t letter = (uint8_t)((byte | 0x20) - 'a') <= 25;
    block.digits |= digit << i;
    block.signs |= (uint64_t)(byte == '@' || byte == ':') << i;
    block.tokens |= (digit | letter | (uint64_t)(byte == '-' || byte == '_')) << i;
  }
#endif
  return block;
}

// A bit for each of eight groups of eight bits that are all set, at the group's lowest bit.
static inline uint64_t quern_full_octets(uint64_t mask) {
  mask &= mask >> 4;
  mask &= mask >> 2;
  mask &= mask >> 1;
  return mask & 0x0101010101010101u;
}
