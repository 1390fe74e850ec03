// The least values of many hash functions over a set of shingles: what MinHash signatures are made of.
#pragma once
#include <stddef.h>
#include <stdint.h>

// The instructions that the kernels below use on this processor: 0 for those of every processor, 1 for AVX2, 2 for
// AVX-512 (F, DQ, VL).
int quern_minhash_path(void);

// Lowers least[i] to the least of a[i] * x + b[i] mod 2^32 over the `count` values `x`, for each of `functions`
// functions, a multiple of 8. `path` is at most what quern_minhash_path gives.
void quern_minhash_32(
    const uint32_t *x, size_t count, const uint32_t *a, const uint32_t *b, uint32_t *least, size_t functions, int path);

// Lowers least[i] to the least of ((a[i] * x + b[i]) mod 2^64) mod (2^61 - 1); as above.
void quern_minhash_61(
    const uint64_t *x, size_t count, const uint64_t *a, const uint64_t *b, uint64_t *least, size_t functions, int path);

// The first eight bytes of the SHA-1 (FIPS 180-4) of `size` bytes, as a little-endian number.
uint64_t quern_sha1_64(const void *bytes, size_t size);
