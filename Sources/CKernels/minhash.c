#include "minhash.h"
#include <string.h>

#define LANES 4
#define NAME(x) x##_any
#include "minhash.inc"
#undef LANES
#undef NAME

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#define LANES 8
#define NAME(x) x##_avx2
#include "minhash.inc"
#undef LANES
#undef NAME
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512vl,avx2"))), apply_to = function)
#define LANES 16
#define NAME(x) x##_avx512
#include "minhash.inc"
#undef LANES
#undef NAME
#pragma clang attribute pop
#endif

int quern_minhash_path(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
    return 2;
  if (__builtin_cpu_supports("avx2")) return 1;
#endif
  return 0;
}

void quern_minhash_32(
    const uint32_t *x, size_t count, const uint32_t *a, const uint32_t *b, uint32_t *least, size_t functions, int path) {
#if defined(__x86_64__)
  if (path == 2) return least_32_avx512(x, count, a, b, least, functions);
  if (path == 1) return least_32_avx2(x, count, a, b, least, functions);
#endif
  least_32_any(x, count, a, b, least, functions);
}

void quern_minhash_61(
    const uint64_t *x, size_t count, const uint64_t *a, const uint64_t *b, uint64_t *least, size_t functions, int path) {
#if defined(__x86_64__)
  if (path == 2) return least_61_avx512(x, count, a, b, least, functions);
  if (path == 1) return least_61_avx2(x, count, a, b, least, functions);
#endif
  least_61_any(x, count, a, b, least, functions);
}

static inline uint32_t left(uint32_t value, int bits) { return value << bits | value >> (32 - bits); }

static void sha1_block(uint32_t state[5], const uint8_t block[64]) {
  uint32_t w[80];
  for (int i = 0; i < 16; i++)
    w[i] = (uint32_t)block[4 * i] << 24 | block[4 * i + 1] << 16 | block[4 * i + 2] << 8 | block[4 * i + 3];
  for (int i = 16; i < 80; i++) w[i] = left(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
  uint32_t a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
  for (int i = 0; i < 80; i++) {
    uint32_t f, k;
    if (i < 20) f = (b & c) | (~b & d), k = 0x5A827999;
    else if (i < 40) f = b ^ c ^ d, k = 0x6ED9EBA1;
    else if (i < 60) f = (b & c) | (b & d) | (c & d), k = 0x8F1BBCDC;
    else f = b ^ c ^ d, k = 0xCA62C1D6;
    const uint32_t next = left(a, 5) + f + e + k + w[i];
    e = d, d = c, c = left(b, 30), b = a, a = next;
  }
  state[0] += a, state[1] += b, state[2] += c, state[3] += d, state[4] += e;
}

uint64_t quern_sha1_64(const void *bytes, size_t size) {
  uint32_t state[5] = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
  const uint8_t *from = bytes;
  size_t rest = size;
  for (; rest >= 64; rest -= 64, from += 64) sha1_block(state, from);
  uint8_t last[128] = {0};
  if (rest) memcpy(last, from, rest);
  last[rest] = 0x80;
  const size_t end = rest < 56 ? 64 : 128;
  for (int i = 0; i < 8; i++) last[end - 1 - i] = (uint8_t)((uint64_t)size * 8 >> 8 * i);
  sha1_block(state, last);
  if (end == 128) sha1_block(state, last + 64);
  uint8_t digest[8];
  for (int i = 0; i < 8; i++) digest[i] = (uint8_t)(state[i / 4] >> (24 - 8 * (i % 4)));
  uint64_t value = 0;
  for (int i = 7; i >= 0; i--) value = value << 8 | digest[i];
  return value;
}
