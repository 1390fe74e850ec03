#define _GNU_SOURCE  // memmem
#include "kernels.h"
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

size_t quern_count_byte(const uint8_t *bytes, size_t count, uint8_t wanted) {
  size_t found = 0, i = 0;
#if defined(__SSE2__)
  const __m128i key = _mm_set1_epi8((char)wanted), zero = _mm_setzero_si128();
  while (count - i >= 64) {
    // Four lanes of byte counters hold up to 255 hits each before they are added up.
    size_t blocks = (count - i) / 64;
    if (blocks > 255) blocks = 255;
    __m128i a = zero, b = zero, c = zero, d = zero;
    for (size_t k = 0; k < blocks; k++, i += 64) {
      const __m128i *at = (const __m128i *)(bytes + i);
      a = _mm_sub_epi8(a, _mm_cmpeq_epi8(_mm_loadu_si128(at), key));
      b = _mm_sub_epi8(b, _mm_cmpeq_epi8(_mm_loadu_si128(at + 1), key));
      c = _mm_sub_epi8(c, _mm_cmpeq_epi8(_mm_loadu_si128(at + 2), key));
      d = _mm_sub_epi8(d, _mm_cmpeq_epi8(_mm_loadu_si128(at + 3), key));
    }
    const __m128i sums = _mm_add_epi64(_mm_add_epi64(_mm_sad_epu8(a, zero), _mm_sad_epu8(b, zero)),
                                       _mm_add_epi64(_mm_sad_epu8(c, zero), _mm_sad_epu8(d, zero)));
    found += (size_t)_mm_cvtsi128_si64(sums) + (size_t)_mm_cvtsi128_si64(_mm_unpackhi_epi64(sums, sums));
  }
#endif
  for (; i < count; i++) found += bytes[i] == wanted;
  return found;
}

ptrdiff_t quern_find(const uint8_t *bytes, size_t count, const uint8_t *wanted, size_t length) {
  const uint8_t *hit = memmem(bytes, count, wanted, length);
  return hit ? hit - bytes : -1;
}

static size_t escape_one(uint8_t byte, uint8_t *out) {
  static const char digits[] = "0123456789abcdef";
  out[0] = '\\';
  switch (byte) {
  case '"': out[1] = '"'; return 2;
  case '\\': out[1] = '\\'; return 2;
  case '\n': out[1] = 'n'; return 2;
  case '\t': out[1] = 't'; return 2;
  case '\r': out[1] = 'r'; return 2;
  case '\b': out[1] = 'b'; return 2;
  case '\f': out[1] = 'f'; return 2;
  default:
    memcpy(out + 1, "u00", 3);
    out[4] = (uint8_t)digits[byte >> 4];
    out[5] = (uint8_t)digits[byte & 15];
    return 6;
  }
}

static int needs_escape(uint8_t byte) { return byte < 0x20 || byte == '"' || byte == '\\'; }

size_t quern_json_escape(const uint8_t *bytes, size_t count, uint8_t *out) {
  uint8_t *const start = out;
  size_t i = 0;
#if defined(__SSE2__)
  const __m128i quote = _mm_set1_epi8('"'), backslash = _mm_set1_epi8('\\'), last_control = _mm_set1_epi8(0x1f);
  while (i + 16 <= count) {
    __m128i block = _mm_loadu_si128((const __m128i *)(bytes + i));
    __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(block, last_control), block);
    __m128i stop = _mm_or_si128(control, _mm_or_si128(_mm_cmpeq_epi8(block, quote), _mm_cmpeq_epi8(block, backslash)));
    unsigned mask = (unsigned)_mm_movemask_epi8(stop);
    _mm_storeu_si128((__m128i *)out, block);
    if (mask == 0) {
      i += 16;
      out += 16;
      continue;
    }
    unsigned plain = (unsigned)__builtin_ctz(mask);
    i += plain;
    out += plain;
    out += escape_one(bytes[i++], out);
  }
#endif
  for (; i < count; i++) {
    if (needs_escape(bytes[i])) out += escape_one(bytes[i], out);
    else *out++ = bytes[i];
  }
  return (size_t)(out - start);
}
