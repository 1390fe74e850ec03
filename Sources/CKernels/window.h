// The classes of 64 bytes as bit masks (see pretokens.h).
#pragma once
#include "unicode16.h"
#include <stddef.h>
#include <stdint.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// 64 bytes that begin where a pretoken begins. Each mask has a bit for each byte; a character of several bytes has the
// bits of all of them. Bits at and after `end` mean nothing.
struct window {
  uint64_t letter;
  uint64_t number;
  uint64_t space;      // white space
  uint64_t rest;       // neither of the three above
  uint64_t blank;      // U+0020
  uint64_t newline;    // CR, LF
  uint64_t apostrophe;
  uint64_t upper, lower;  // letters that are only the one or only the other; for o200k
  uint64_t high;       // bytes beyond ASCII
  uint64_t follows;    // bytes that are not the first of their character
  unsigned end;        // the number of bytes whose classes are certain
};

static inline uint64_t below(unsigned bits) { return bits >= 64 ? ~0ull : (1ull << bits) - 1; }

// Adds the characters beyond ASCII. Those that the arithmetic on masks cannot treat end the window.
static inline void add_beyond_ascii(struct window *w, const uint8_t *bytes, size_t left, int by_case) {
  uint64_t todo = w->high & below(w->end), uncased = 0;
  w->rest &= ~w->high;
  while (todo) {
    const unsigned at = (unsigned)__builtin_ctzll(todo);
    const struct quern_character c = quern_character_at(bytes + at, left - at);
    const uint64_t bits = below(c.length) << at;
    // U+017F is a case of "s", so it can be a contraction.
    const int is_long_s = bytes[at] == 0xc5 && c.length == 2 && bytes[at + 1] == 0xbf;
    if (at + c.length > w->end || (c.mask & (QUERN_NUMBER | QUERN_SPACE)) || is_long_s) {
      w->end = at;
      break;
    }
    if (c.mask & QUERN_LETTER) {
      w->letter |= bits;
      if (by_case) {
        if (c.mask & QUERN_UPPER) w->upper |= bits;
        else if (c.mask & QUERN_LOWER) w->lower |= bits;
        else uncased |= bits;
      }
    } else if (by_case && (c.mask & QUERN_MARK)) {
      // A mark belongs to the word before it; elsewhere it can begin a word or stand among the rest.
      if (at == 0 || !((w->letter >> (at - 1)) & 1)) {
        w->end = at;
        break;
      }
      w->letter |= bits;
      uncased |= bits;
    } else {
      w->rest |= bits;
    }
    w->follows |= bits & (bits - 1);
    todo &= ~bits;
  }
  if (by_case) {
    // Where upper case stands beside letters without case, which of them end a word depends on what follows.
    const uint64_t mixed = ((w->upper << 1) & uncased) | ((uncased << 1) & w->upper);
    if (mixed & below(w->end)) w->end = (unsigned)__builtin_ctzll(mixed);
  }
}

// The classes of 64 bytes, 16 at a time.
#if defined(__SSE2__)
static inline uint64_t mask16(__m128i is) { return (uint32_t)_mm_movemask_epi8(is); }
// Where `low` <= byte < `low` + `count`, as signed arithmetic that wraps.
static inline __m128i within16(__m128i bytes, int low, int count) {
  return _mm_cmplt_epi8(_mm_add_epi8(bytes, _mm_set1_epi8((char)(128 - low))), _mm_set1_epi8((char)(count - 128)));
}
static inline void classify_portable(const uint8_t *bytes, struct window *w, int by_case) {
  *w = (struct window){0};
  for (int part = 0; part < 4; part++) {
    const int shift = part * 16;
    const __m128i b = _mm_loadu_si128((const __m128i *)(bytes + shift));
    const __m128i lower = _mm_or_si128(b, _mm_set1_epi8(0x20));
    const __m128i blank = _mm_cmpeq_epi8(b, _mm_set1_epi8(' '));
    w->letter |= mask16(within16(lower, 'a', 26)) << shift;
    w->number |= mask16(within16(b, '0', 10)) << shift;
    w->space |= mask16(_mm_or_si128(blank, within16(b, 9, 5))) << shift;
    w->blank |= mask16(blank) << shift;
    w->newline |=
        mask16(_mm_or_si128(_mm_cmpeq_epi8(b, _mm_set1_epi8('\n')), _mm_cmpeq_epi8(b, _mm_set1_epi8('\r')))) << shift;
    w->apostrophe |= mask16(_mm_cmpeq_epi8(b, _mm_set1_epi8('\''))) << shift;
    w->high |= mask16(b) << shift;
    if (by_case) w->upper |= mask16(within16(b, 'A', 26)) << shift;
  }
  w->rest = ~(w->letter | w->number | w->space);
  w->lower = w->letter & ~w->upper;
}
#else
static inline void classify_portable(const uint8_t *bytes, struct window *w, int by_case) {
  *w = (struct window){0};
  for (unsigned at = 0; at < 64; at++) {
    const uint8_t b = bytes[at];
    w->letter |= (uint64_t)((uint8_t)((b | 0x20) - 'a') < 26) << at;
    w->number |= (uint64_t)((uint8_t)(b - '0') < 10) << at;
    w->space |= (uint64_t)(b == ' ' || (uint8_t)(b - 9) < 5) << at;
    w->blank |= (uint64_t)(b == ' ') << at;
    w->newline |= (uint64_t)(b == '\n' || b == '\r') << at;
    w->apostrophe |= (uint64_t)(b == '\'') << at;
    w->high |= (uint64_t)(b >> 7) << at;
    w->upper |= (uint64_t)((uint8_t)(b - 'A') < 26) << at;
  }
  (void)by_case;
  w->rest = ~(w->letter | w->number | w->space);
  w->lower = w->letter & ~w->upper;
}
#endif
