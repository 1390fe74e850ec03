#include "pretokens.h"
#include "unicode16.h"
#include <string.h>

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

// The borders that are certain: those before the end, and within white space at the end only its beginning.
static inline uint64_t certain(const struct window *w, uint64_t starts) {
  if (w->end == 0) return 0;
  uint64_t known = below(w->end);
  const uint64_t others = ~w->space & known;
  // The first byte of the white space at the end.
  const unsigned tail = others ? 64 - (unsigned)__builtin_clzll(others) : 0;
  if (tail < w->end) known = below(tail + 1);
  return starts & known & ~1ull;
}

// Digits in groups of `numbers`.
static inline uint64_t number_starts(uint64_t number, int numbers) {
  if (numbers == 1) return number;
  uint64_t starts = number & ~(number << 1), found = starts;
  uint64_t inside = number & (number << 1) & (number << 2);
  if (numbers == 3) inside &= number << 3;
  while ((found = (found << numbers) & inside)) starts |= found;
  return starts;
}

// Where white space that is cut as `\s*[\r\n]+|\s+(?!\S)|\s+` is cut; `space` is without what an earlier piece takes.
static inline uint64_t space_starts(uint64_t space, uint64_t newline) {
  const uint64_t blanks = space & ~newline;
  uint64_t starts = space & ~(space << 1);
  // The last of a run leads the next word.
  starts |= blanks & ~(blanks >> 1) & ~(newline >> 1);
  // Blanks after the last newline of a run are a piece of their own. Blanks between newlines are not: adding 1 at the
  // first of a run carries to the place after it, which tells what comes there.
  const uint64_t after = blanks & ~(blanks << 1) & (newline << 1) & (space << 1);
  const uint64_t landed = (blanks + after) & ~blanks;
  if (!(landed & newline)) return starts | after;
  for (uint64_t todo = after; todo; todo &= todo - 1) {
    const uint64_t first = todo & -todo;
    if (!((blanks + first) & ~blanks & newline)) starts |= first;
  }
  return starts;
}

static inline uint8_t folded(uint8_t byte) { return byte | 0x20; }

// The length of `'(?i:[sdmt]|ll|ve|re)` at an apostrophe; 0 when it does not match, or `left` is too short to tell.
static inline unsigned contraction(const uint8_t *bytes, unsigned left, int folds) {
  if (left < 2) return 0;
  const uint8_t first = folds ? folded(bytes[1]) : bytes[1];
  if (first == 's' || first == 'd' || first == 'm' || first == 't') return 2;
  if (left < 3) return 0;
  const uint8_t second = folds ? folded(bytes[2]) : bytes[2];
  if (first == 'l') return second == 'l' ? 3 : 0;
  return (first == 'v' || first == 'r') && second == 'e' ? 3 : 0;
}

static inline uint64_t gpt2_borders(const struct window *w, const uint8_t *bytes) {
  const uint64_t led = w->blank << 1;
  const uint64_t rests = w->rest & ~w->follows & ~(w->rest << 1) & ~led;
  uint64_t letters = w->letter & ~(w->letter << 1) & ~led;
  const uint64_t numbers = w->number & ~(w->number << 1) & ~led;
  // An apostrophe that begins a piece may take letters with it.
  for (uint64_t todo = rests & w->apostrophe & (w->letter >> 1) & below(w->end); todo; todo &= todo - 1) {
    const unsigned at = (unsigned)__builtin_ctzll(todo);
    const unsigned length = contraction(bytes + at, w->end - at, 0);
    if (!length) {
      // At the end it may be one that goes on.
      if (at + 3 > w->end) return certain(w, (letters | numbers | rests | space_starts(w->space, 0)) & below(at + 1));
      continue;
    }
    letters &= ~(2ull << at);
    if (at + length < 64) letters |= (1ull << (at + length)) & w->letter;
  }
  return certain(w, letters | numbers | rests | space_starts(w->space, 0));
}

static inline uint64_t cl100k_borders(const struct window *w, const uint8_t *bytes, int numbers) {
  const uint64_t rests = w->rest & ~w->follows & ~(w->rest << 1) & ~(w->blank << 1);
  // A single character leads letters: white space, or one of the rest that has neither its like nor a blank before it.
  uint64_t leads = rests;
  leads |= (leads << 1) & w->follows & w->rest;
  leads |= (leads << 1) & w->follows & w->rest;
  leads |= (leads << 1) & w->follows & w->rest;
  leads |= w->space & ~w->newline;
  uint64_t letters = w->letter & ~(w->letter << 1) & ~(leads << 1);
  for (uint64_t todo = rests & w->apostrophe & (w->letter >> 1) & below(w->end); todo; todo &= todo - 1) {
    const unsigned at = (unsigned)__builtin_ctzll(todo);
    const unsigned length = contraction(bytes + at, w->end - at, 1);
    if (length && at + length < 64) letters |= (1ull << (at + length)) & w->letter;
  }
  // Newlines right after the rest belong to it: adding carries over a run of them.
  const uint64_t taken = w->newline & ~(w->newline + (w->newline & (w->rest << 1)));
  return certain(w, letters | rests | number_starts(w->number, numbers) |
                        space_starts(w->space & ~taken, w->newline & ~taken));
}

static inline uint64_t o200k_borders(struct window *w, const uint8_t *bytes, int numbers) {
  // A slash after newlines may belong to the rest before them.
  const uint64_t maybe = w->rest & (w->newline << 1) & below(w->end);
  for (uint64_t todo = maybe; todo; todo &= todo - 1) {
    const unsigned at = (unsigned)__builtin_ctzll(todo);
    if (bytes[at] == '/') {
      w->end = at;
      break;
    }
  }
  uint64_t rest = w->rest, joined = 0, resumed = 0;
  unsigned sure = 64;
  // An apostrophe after a word may take letters along and end it.
  for (uint64_t todo = rest & w->apostrophe & (w->letter << 1) & below(w->end); todo; todo &= todo - 1) {
    const unsigned at = (unsigned)__builtin_ctzll(todo);
    if (joined >> (at - 1) & 1) continue;
    const unsigned length = contraction(bytes + at, w->end - at, 1);
    if (!length) {
      if (at + 3 > w->end) {
        sure = at;
        break;
      }
      continue;
    }
    joined |= below(length) << at;
    if (at + length < 64) resumed |= 1ull << (at + length);
  }
  rest &= ~joined;
  const uint64_t word = w->letter | joined;
  const uint64_t rests = rest & ~w->follows & ~(rest << 1) & ~(w->blank << 1);
  uint64_t leads = rests;
  leads |= (leads << 1) & w->follows & rest;
  leads |= (leads << 1) & w->follows & rest;
  leads |= (leads << 1) & w->follows & rest;
  leads |= w->space & ~w->newline;
  uint64_t letters = w->letter & ~(word << 1) & ~(leads << 1);
  letters |= w->upper & ~w->follows & (w->lower << 1) & ~joined;
  letters = (letters & ~joined) | (resumed & w->letter);
  const uint64_t taken = w->newline & ~(w->newline + (w->newline & (rest << 1)));
  return certain(w, letters | rests | number_starts(w->number, numbers) |
                        space_starts(w->space & ~taken, w->newline & ~taken)) &
         below(sure);
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

#define QUERN_CLASSIFY classify_portable
#define QUERN_NAME(name) name##_portable
#include "pretokens.inc"
#undef QUERN_CLASSIFY
#undef QUERN_NAME

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt"))), apply_to = function)
static inline uint64_t mask32(__m256i is) { return (uint32_t)_mm256_movemask_epi8(is); }
static inline __m256i within32(__m256i bytes, int low, int count) {
  return _mm256_cmpgt_epi8(_mm256_set1_epi8((char)(count - 128)),
                           _mm256_add_epi8(bytes, _mm256_set1_epi8((char)(128 - low))));
}
static inline void classify_avx2(const uint8_t *bytes, struct window *w, int by_case) {
  *w = (struct window){0};
  for (int part = 0; part < 2; part++) {
    const int shift = part * 32;
    const __m256i b = _mm256_loadu_si256((const __m256i *)(bytes + shift));
    const __m256i blank = _mm256_cmpeq_epi8(b, _mm256_set1_epi8(' '));
    w->letter |= mask32(within32(_mm256_or_si256(b, _mm256_set1_epi8(0x20)), 'a', 26)) << shift;
    w->number |= mask32(within32(b, '0', 10)) << shift;
    w->space |= mask32(_mm256_or_si256(blank, within32(b, 9, 5))) << shift;
    w->blank |= mask32(blank) << shift;
    w->newline |= mask32(_mm256_or_si256(_mm256_cmpeq_epi8(b, _mm256_set1_epi8('\n')),
                                         _mm256_cmpeq_epi8(b, _mm256_set1_epi8('\r'))))
                  << shift;
    w->apostrophe |= mask32(_mm256_cmpeq_epi8(b, _mm256_set1_epi8('\''))) << shift;
    w->high |= mask32(b) << shift;
    if (by_case) w->upper |= mask32(within32(b, 'A', 26)) << shift;
  }
  w->rest = ~(w->letter | w->number | w->space);
  w->lower = w->letter & ~w->upper;
}
#define QUERN_CLASSIFY classify_avx2
#define QUERN_NAME(name) name##_avx2
#include "pretokens.inc"
#undef QUERN_CLASSIFY
#undef QUERN_NAME
#pragma clang attribute pop

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx2,bmi,bmi2,lzcnt,popcnt"))), apply_to = function)
static inline uint64_t within64(__m512i bytes, int low, int count) {
  return _mm512_cmplt_epu8_mask(_mm512_sub_epi8(bytes, _mm512_set1_epi8((char)low)), _mm512_set1_epi8((char)count));
}
static inline void classify_avx512(const uint8_t *bytes, struct window *w, int by_case) {
  const __m512i b = _mm512_loadu_si512(bytes);
  w->letter = within64(_mm512_or_si512(b, _mm512_set1_epi8(0x20)), 'a', 26);
  w->number = within64(b, '0', 10);
  w->blank = _mm512_cmpeq_epi8_mask(b, _mm512_set1_epi8(' '));
  w->space = w->blank | within64(b, 9, 5);
  w->newline = _mm512_cmpeq_epi8_mask(b, _mm512_set1_epi8('\n')) | _mm512_cmpeq_epi8_mask(b, _mm512_set1_epi8('\r'));
  w->apostrophe = _mm512_cmpeq_epi8_mask(b, _mm512_set1_epi8('\''));
  w->high = (uint64_t)_mm512_movepi8_mask(b);
  w->upper = by_case ? within64(b, 'A', 26) : 0;
  w->rest = ~(w->letter | w->number | w->space);
  w->lower = w->letter & ~w->upper;
  w->follows = 0;
}
#define QUERN_CLASSIFY classify_avx512
#define QUERN_NAME(name) name##_avx512
#include "pretokens.inc"
#undef QUERN_CLASSIFY
#undef QUERN_NAME
#pragma clang attribute pop
#endif

static int best_path(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("bmi2"))
    return QUERN_PATH_AVX512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2")) return QUERN_PATH_AVX2;
#endif
  return QUERN_PATH_PORTABLE;
}

size_t quern_cut_by(int path, int pattern, int numbers, const uint8_t *text, size_t start, size_t count,
                    uint32_t *ends, size_t room) {
#if defined(__x86_64__)
  if (path == QUERN_PATH_AVX512) return dispatch_avx512(pattern, numbers, text, start, count, ends, room);
  if (path == QUERN_PATH_AVX2) return dispatch_avx2(pattern, numbers, text, start, count, ends, room);
#endif
  (void)path;
  return dispatch_portable(pattern, numbers, text, start, count, ends, room);
}

int quern_path(void) {
  static int path = -1;
  // Every thread finds the same value.
  int found = __atomic_load_n(&path, __ATOMIC_RELAXED);
  if (found < 0) __atomic_store_n(&path, found = best_path(), __ATOMIC_RELAXED);
  return found;
}

size_t quern_cut(int pattern, int numbers, const uint8_t *text, size_t start, size_t count, uint32_t *ends,
                 size_t room) {
  return quern_cut_by(quern_path(), pattern, numbers, text, start, count, ends, room);
}
