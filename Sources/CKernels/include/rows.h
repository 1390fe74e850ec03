// Looks for pairs of tokens in rows of 16-bit tokens.
#pragma once
#include <stddef.h>
#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// Ends a row.
#define QUERN_ROW_END 0xffffu

// The most tokens past the end of a row that are read.
#define QUERN_ROW_SLACK 16

// The first place at which `left` stands before `right` in the row at `tokens`; -1 when its end comes first.
static inline ptrdiff_t quern_find_in_row(const uint16_t *tokens, uint16_t left, uint16_t right) {
#if defined(__SSE2__)
  const __m128i lefts = _mm_set1_epi16((short)left), rights = _mm_set1_epi16((short)right);
  for (ptrdiff_t at = 0;; at += 8) {
    const __m128i here = _mm_loadu_si128((const __m128i *)(tokens + at));
    const __m128i next = _mm_loadu_si128((const __m128i *)(tokens + at + 1));
    const __m128i hits = _mm_and_si128(_mm_cmpeq_epi16(here, lefts), _mm_cmpeq_epi16(next, rights));
    const __m128i ends = _mm_cmpeq_epi16(here, _mm_set1_epi16((short)QUERN_ROW_END));
    const uint32_t hit = (uint32_t)_mm_movemask_epi8(hits), end = (uint32_t)_mm_movemask_epi8(ends);
    if ((hit | end) == 0) continue;
    // The bits below the first end.
    const uint32_t within = hit & ((end & -end) - 1);
    return within ? at + __builtin_ctz(within) / 2 : -1;
  }
#else
  for (ptrdiff_t at = 0; tokens[at] != QUERN_ROW_END; at++)
    if (tokens[at] == left && tokens[at + 1] == right) return at;
  return -1;
#endif
}
