#include "merge.h"
#include "pretokens.h"
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// A word in work.
struct lane {
  _Alignas(64) uint32_t ranks[16];
  uint32_t ids[17];  // the last is read where a word has no next token
  uint32_t alive;    // a bit for each token that is still there, and bits 16 to 31 set
  size_t word;
};

#define QUERN_LANES 6

static inline void start_lane(struct lane *lane, struct quern_byte_tables tables, const struct quern_word *word,
                              size_t number) {
  uint8_t bytes[16];
  memcpy(bytes, &word->low, 8);
  memcpy(bytes + 8, &word->high, 8);
  const unsigned last = (unsigned)(word->high >> 56) - 1;
  for (unsigned at = 0; at < 16; at++) lane->ranks[at] = QUERN_NO_MERGE;
  for (unsigned at = 0; at < last; at++) {
    lane->ids[at] = tables.ids[bytes[at]];
    lane->ranks[at] = tables.ranks[(unsigned)bytes[at] << 8 | bytes[at + 1]];
  }
  lane->ids[last] = tables.ids[bytes[last]];
  lane->ids[16] = 0;
  lane->alive = ((2u << last) - 1) | 0xffff0000u;
  lane->word = number;
}

static inline void finish_lane(const struct lane *lane, uint32_t *ids, uint8_t *lengths) {
  uint32_t *const out = ids + lane->word * 16;
  unsigned left = 0;
  for (uint32_t alive = lane->alive & 0xffff; alive; alive &= alive - 1) out[left++] = lane->ids[__builtin_ctz(alive)];
  lengths[lane->word] = (uint8_t)left;
}

// A bucket that holds nothing, for pairs that the filter knows to have no merge: reading it costs less than a branch
// that cannot be predicted.
static const _Alignas(64) uint64_t no_bucket[QUERN_BUCKET] = {~0ull, ~0ull, ~0ull, ~0ull, ~0ull, ~0ull, ~0ull, ~0ull};

static inline const uint64_t *bucket_of(const struct quern_pairs *pairs, uint64_t mixed, int is_pair) {
  const uint64_t bit = mixed >> pairs->filter_shift;
  const uint64_t passes = (pairs->filter[bit >> 6] >> (bit & 63)) & (uint64_t)is_pair;
  const uint64_t *const bucket = pairs->slots + (mixed >> pairs->bucket_shift) * QUERN_BUCKET;
  return (const uint64_t *)(((uintptr_t)bucket & -(uintptr_t)passes) | ((uintptr_t)no_bucket & (passes - 1)));
}

// The rank in the first slot of the bucket that `found` has a bit for, by halves of slots; in later buckets where it has
// none and the bucket is full.
static inline uint32_t rank_in(const struct quern_pairs *pairs, uint64_t mixed, const uint64_t *bucket, unsigned found) {
  if (__builtin_expect(!found && bucket[QUERN_BUCKET - 1] != ~0ull, 0)) {
    return quern_find_pair(pairs, mixed, (uint64_t)(bucket - pairs->slots + QUERN_BUCKET) & pairs->slot_mask);
  }
  const uint32_t rank = ((const uint32_t *)bucket)[((unsigned)__builtin_ctz(found | 0x10000) - 1) & 15];
  return found ? rank : QUERN_NO_MERGE;
}

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
static inline void store_portable(uint32_t *to, const struct ranks_portable *ranks) {
  (void)to;
  (void)ranks;
}
static inline uint32_t find_portable(const struct quern_pairs *pairs, uint32_t left, uint32_t right, int is_pair) {
  return is_pair ? quern_pair_rank(pairs, left, right) : QUERN_NO_MERGE;
}
#define QUERN_NAME(name) name##_portable
#define QUERN_RANKS struct ranks_portable
#define QUERN_LOAD load_portable
#define QUERN_LOWEST lowest_portable
#define QUERN_SET set_portable
#define QUERN_STORE store_portable
#include "merge.inc"
#undef QUERN_NAME
#undef QUERN_RANKS
#undef QUERN_LOAD
#undef QUERN_LOWEST
#undef QUERN_SET
#undef QUERN_STORE

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
static inline void store_avx2(uint32_t *to, const struct ranks_avx2 *ranks) {
  _mm256_store_si256((__m256i *)to, ranks->at[0]);
  _mm256_store_si256((__m256i *)to + 1, ranks->at[1]);
}
static inline __attribute__((always_inline)) uint32_t find_avx2(const struct quern_pairs *pairs, uint32_t left,
                                                                uint32_t right, int is_pair) {
  const uint64_t mixed = quern_mix_pair(pairs, left, right);
  const uint64_t *const bucket = bucket_of(pairs, mixed, is_pair);
  const __m256i tag = _mm256_set1_epi32((int)mixed);
  const __m256i one = _mm256_load_si256((const __m256i *)bucket), two = _mm256_load_si256((const __m256i *)bucket + 1);
  const unsigned same = (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpeq_epi32(one, tag))) |
                        (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpeq_epi32(two, tag))) << 8;
  // The upper halves hold tags. An empty slot has a tag too, of all ones, and no rank.
  const unsigned found = same & 0xaaaa;
  return rank_in(pairs, mixed, bucket, found);
}
#define QUERN_NAME(name) name##_avx2
#define QUERN_RANKS struct ranks_avx2
#define QUERN_LOAD load_avx2
#define QUERN_LOWEST lowest_avx2
#define QUERN_SET set_avx2
#define QUERN_STORE store_avx2
#include "merge.inc"
#undef QUERN_NAME
#undef QUERN_RANKS
#undef QUERN_LOAD
#undef QUERN_LOWEST
#undef QUERN_SET
#undef QUERN_STORE
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
static inline void store_avx512(uint32_t *to, const struct ranks_avx512 *ranks) {
  _mm512_store_si512(to, ranks->at[0]);
}
static inline __attribute__((always_inline)) uint32_t find_avx512(const struct quern_pairs *pairs, uint32_t left,
                                                                  uint32_t right, int is_pair) {
  const uint64_t mixed = quern_mix_pair(pairs, left, right);
  const uint64_t *const bucket = bucket_of(pairs, mixed, is_pair);
  const unsigned found =
      _mm512_mask_cmpeq_epi32_mask(0xaaaa, _mm512_load_si512(bucket), _mm512_set1_epi32((int)mixed));
  return rank_in(pairs, mixed, bucket, found);
}
#define QUERN_NAME(name) name##_avx512
#define QUERN_RANKS struct ranks_avx512
#define QUERN_LOAD load_avx512
#define QUERN_LOWEST lowest_avx512
#define QUERN_SET set_avx512
#define QUERN_STORE store_avx512
#include "merge.inc"
#undef QUERN_NAME
#undef QUERN_RANKS
#undef QUERN_LOAD
#undef QUERN_LOWEST
#undef QUERN_SET
#undef QUERN_STORE
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

void quern_merge_words_by(int path, const struct quern_pairs *pairs, struct quern_byte_tables bytes,
                          const struct quern_word *words, size_t count, uint32_t *ids, uint8_t *lengths) {
#if defined(__x86_64__)
  if (path == QUERN_PATH_AVX512) return merge_words_avx512(pairs, bytes, words, count, ids, lengths);
  if (path == QUERN_PATH_AVX2) return merge_words_avx2(pairs, bytes, words, count, ids, lengths);
#endif
  (void)path;
  merge_words_portable(pairs, bytes, words, count, ids, lengths);
}

void quern_merge_words(const struct quern_pairs *pairs, struct quern_byte_tables bytes, const struct quern_word *words,
                       size_t count, uint32_t *ids, uint8_t *lengths) {
  quern_merge_words_by(quern_path(), pairs, bytes, words, count, ids, lengths);
}
