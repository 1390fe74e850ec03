#include "merge.h"
#include "pretokens.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Ranks in memory. The lowest is found without a branch: where it lies cannot be predicted.
struct ranks_portable {
  uint32_t *at;
};
static inline void load_portable(struct ranks_portable *ranks, uint32_t *given, unsigned blocks) {
  (void)blocks;
  ranks->at = given;
}
static inline unsigned lowest_portable(const struct ranks_portable *ranks, unsigned blocks, uint32_t *rank) {
  uint32_t best = ranks->at[0];
  unsigned at = 0;
  for (unsigned i = 1; i < blocks * 16; i++) {
    const int is_lower = ranks->at[i] < best;
    best = is_lower ? ranks->at[i] : best;
    at = is_lower ? i : at;
  }
  *rank = best;
  return at;
}
static inline void set_portable(struct ranks_portable *ranks, unsigned at, uint32_t rank, unsigned blocks) {
  (void)blocks;
  ranks->at[at] = rank;
}
#define QUERN_NAME(name) name##_portable
#define QUERN_RANKS struct ranks_portable
#define QUERN_LOAD load_portable
#define QUERN_LOWEST lowest_portable
#define QUERN_SET set_portable
#include "merge.inc"
#undef QUERN_NAME
#undef QUERN_RANKS
#undef QUERN_LOAD
#undef QUERN_LOWEST
#undef QUERN_SET

#if defined(__x86_64__)
// Ranks in registers: a vector that is read right after a part of it was written would have to wait for the store.
#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt"))), apply_to = function)
struct ranks_avx2 {
  __m256i at[8];
};
static inline __attribute__((always_inline)) void load_avx2(struct ranks_avx2 *ranks, const uint32_t *given,
                                                            unsigned blocks) {
  for (unsigned i = 0; i < blocks * 2; i++) ranks->at[i] = _mm256_loadu_si256((const __m256i *)given + i);
}
static inline __attribute__((always_inline)) unsigned lowest_avx2(const struct ranks_avx2 *ranks, unsigned blocks,
                                                                  uint32_t *rank) {
  __m256i best = ranks->at[0];
  for (unsigned i = 1; i < blocks * 2; i++) best = _mm256_min_epu32(best, ranks->at[i]);
  __m128i four = _mm_min_epu32(_mm256_castsi256_si128(best), _mm256_extracti128_si256(best, 1));
  four = _mm_min_epu32(four, _mm_shuffle_epi32(four, 0x4e));
  four = _mm_min_epu32(four, _mm_shuffle_epi32(four, 0xb1));
  *rank = (uint32_t)_mm_cvtsi128_si32(four);
  const __m256i wanted = _mm256_set1_epi32((int)*rank);
  uint64_t found = 0;
  for (unsigned i = 0; i < blocks * 2; i++) {
    const __m256i same = _mm256_cmpeq_epi32(ranks->at[i], wanted);
    found |= (uint64_t)(unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(same)) << (i * 8);
  }
  return (unsigned)__builtin_ctzll(found);
}
static inline __attribute__((always_inline)) void set_avx2(struct ranks_avx2 *ranks, unsigned at, uint32_t rank,
                                                           unsigned blocks) {
  const __m256i value = _mm256_set1_epi32((int)rank), lanes = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
  for (unsigned i = 0; i < blocks * 2; i++) {
    const __m256i here = _mm256_cmpeq_epi32(lanes, _mm256_set1_epi32((int)(at - i * 8)));
    ranks->at[i] = _mm256_blendv_epi8(ranks->at[i], value, here);
  }
}
#define QUERN_NAME(name) name##_avx2
#define QUERN_RANKS struct ranks_avx2
#define QUERN_LOAD load_avx2
#define QUERN_LOWEST lowest_avx2
#define QUERN_SET set_avx2
#include "merge.inc"
#undef QUERN_NAME
#undef QUERN_RANKS
#undef QUERN_LOAD
#undef QUERN_LOWEST
#undef QUERN_SET
#pragma clang attribute pop

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx2,bmi,bmi2,lzcnt,popcnt"))), apply_to = function)
struct ranks_avx512 {
  __m512i at[4];
};
static inline __attribute__((always_inline)) void load_avx512(struct ranks_avx512 *ranks, const uint32_t *given,
                                                              unsigned blocks) {
  for (unsigned i = 0; i < blocks; i++) ranks->at[i] = _mm512_loadu_si512(given + i * 16);
}
static inline __attribute__((always_inline)) unsigned lowest_avx512(const struct ranks_avx512 *ranks, unsigned blocks,
                                                                    uint32_t *rank) {
  __m512i best = ranks->at[0];
  for (unsigned i = 1; i < blocks; i++) best = _mm512_min_epu32(best, ranks->at[i]);
  *rank = _mm512_reduce_min_epu32(best);
  const __m512i wanted = _mm512_set1_epi32((int)*rank);
  uint64_t found = 0;
  for (unsigned i = 0; i < blocks; i++) {
    found |= (uint64_t)_mm512_cmpeq_epi32_mask(ranks->at[i], wanted) << (i * 16);
  }
  return (unsigned)__builtin_ctzll(found);
}
static inline __attribute__((always_inline)) void set_avx512(struct ranks_avx512 *ranks, unsigned at, uint32_t rank,
                                                             unsigned blocks) {
  const uint64_t bit = 1ull << at;
  for (unsigned i = 0; i < blocks; i++) {
    ranks->at[i] = _mm512_mask_set1_epi32(ranks->at[i], (__mmask16)(bit >> (i * 16)), (int)rank);
  }
}
#define QUERN_NAME(name) name##_avx512
#define QUERN_RANKS struct ranks_avx512
#define QUERN_LOAD load_avx512
#define QUERN_LOWEST lowest_avx512
#define QUERN_SET set_avx512
#include "merge.inc"
#undef QUERN_NAME
#undef QUERN_RANKS
#undef QUERN_LOAD
#undef QUERN_LOWEST
#undef QUERN_SET
#pragma clang attribute pop
#endif

size_t quern_merge_by(int path, const struct quern_pairs *pairs, uint32_t *ids, uint32_t *ranks, size_t count) {
#if defined(__x86_64__)
  if (path == QUERN_PATH_AVX512) return merge_avx512(pairs, ids, ranks, count);
  if (path == QUERN_PATH_AVX2) return merge_avx2(pairs, ids, ranks, count);
#endif
  (void)path;
  return merge_portable(pairs, ids, ranks, count);
}

size_t quern_merge(const struct quern_pairs *pairs, uint32_t *ids, uint32_t *ranks, size_t count) {
  return quern_merge_by(quern_path(), pairs, ids, ranks, count);
}
