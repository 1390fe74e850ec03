// Byte-pair merging of short runs of tokens.
#pragma once
#include <stddef.h>
#include <stdint.h>

// Stands for "these two do not merge": higher than any rank.
#define QUERN_NO_MERGE 0xffffffffu

// The longest run that quern_merge takes.
#define QUERN_MERGE_LIMIT 64

// The ranks of pairs of tokens by open addressing, in buckets of eight slots that fill a cache line. A pair, 2 * id_bits
// wide, is mixed by a bijection of that width; its upper bits say in which bucket to look first, and the lower 32 are
// kept, so that both together tell it from any other pair as long as no entry lies too many buckets from its own.
//
// Most pairs that are looked up do not merge. A bit for the upper bits of the mixed pair says so of nearly all of them,
// out of a table that is small enough to stay near.
struct quern_pairs {
  const uint64_t *slots;     // lower 32 bits of the mixed pair in the upper half, rank in the lower; all ones: empty
  const uint64_t *filter;
  const uint32_t *products;  // by rank, the token that the pair becomes; null where that is the rank itself
  uint64_t pair_mask;        // 2 * id_bits ones
  uint64_t slot_mask;
  uint32_t id_bits;
  uint32_t bucket_shift;     // 2 * id_bits less the bits of a bucket's number
  uint32_t filter_shift;
};

// The slots of a bucket.
#define QUERN_BUCKET 8

static inline uint64_t quern_mix_pair(const struct quern_pairs *pairs, uint32_t left, uint32_t right) {
  uint64_t pair = (uint64_t)left << pairs->id_bits | right;
  pair ^= pair >> pairs->id_bits;
  return pair * 0x9e3779b97f4a7c15u & pairs->pair_mask;
}

// Looks a mixed pair up from slot `at` on.
static inline uint32_t quern_find_pair(const struct quern_pairs *pairs, uint64_t mixed, uint64_t at) {
  for (;;) {
    const uint64_t slot = pairs->slots[at];
    if (slot == ~0ull) return QUERN_NO_MERGE;
    if (slot >> 32 == (mixed & 0xffffffffu)) return (uint32_t)slot;
    at = (at + 1) & pairs->slot_mask;
  }
}

// The rank at which `left` and `right` merge, or QUERN_NO_MERGE.
static inline uint32_t quern_pair_rank(const struct quern_pairs *pairs, uint32_t left, uint32_t right) {
  const uint64_t mixed = quern_mix_pair(pairs, left, right);
  const uint64_t bit = mixed >> pairs->filter_shift;
  if (!(pairs->filter[bit >> 6] >> (bit & 63) & 1)) return QUERN_NO_MERGE;
  return quern_find_pair(pairs, mixed, (mixed >> pairs->bucket_shift) * QUERN_BUCKET);
}

// Merges the tokens ids[0..<count], 1 to QUERN_MERGE_LIMIT, in place: of all neighbours that merge those of lowest
// rank, of equals the leftmost, until none do. Gives the number of tokens left.
//
// ranks[i] is the rank of ids[i] and ids[i + 1]; ranks[count - 1] and the places after it up to the next multiple of 16
// hold QUERN_NO_MERGE. Both arrays have room for QUERN_MERGE_LIMIT; `ranks` is used up.
size_t quern_merge(const struct quern_pairs *pairs, uint32_t *ids, uint32_t *ranks, size_t count);

// quern_merge by a given path (see pretokens.h), which the processor must support.
size_t quern_merge_by(int path, const struct quern_pairs *pairs, uint32_t *ids, uint32_t *ranks, size_t count);

// A word of 1 to 15 bytes, as the caches of pretokens keep them.
struct quern_word {
  uint64_t low;   // bytes 0 to 7
  uint64_t high;  // bytes 8 to 14, and the length in the last byte
};

// What merging starts from: the token of each byte, and the ranks of merging two bytes, by the first times 256 plus the
// second.
struct quern_byte_tables {
  const uint32_t *ids;
  const uint32_t *ranks;
};

// Merges `count` words, each by itself. The ids of word i are written to ids[16 * i...], their number to lengths[i].
// Several words are in work at a time, so that one is merged while another waits for memory.
void quern_merge_words(const struct quern_pairs *pairs, struct quern_byte_tables bytes, const struct quern_word *words,
                       size_t count, uint32_t *ids, uint8_t *lengths);

// quern_merge_words by a given path, which the processor must support.
void quern_merge_words_by(int path, const struct quern_pairs *pairs, struct quern_byte_tables bytes,
                          const struct quern_word *words, size_t count, uint32_t *ids, uint8_t *lengths);
