#include "kernels.h"
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

size_t quern_count_byte(const uint8_t *bytes, size_t count, uint8_t wanted) {
  size_t found = 0;
  for (size_t i = 0; i < count; i++) found += bytes[i] == wanted;
  return found;
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
