#include "pretokens.h"
#include "window.h"
#include <string.h>

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
