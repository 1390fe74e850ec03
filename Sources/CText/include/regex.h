// Regular expressions with ICU, over UTF-8. A byte that is not part of well-formed UTF-8 stands for a character of its
// own, a surrogate.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// A compiled expression, which any number of threads may copy; and what one thread matches with.
typedef struct quern_regex quern_regex;
typedef struct quern_matcher quern_matcher;

// Compiles `pattern` (UTF-8, ICU's syntax). Returns null and the expression, to be given to quern_regex_close; or the
// name of ICU's error.
const char *quern_regex_compile(const uint8_t *pattern, size_t count, quern_regex **out);
void quern_regex_close(quern_regex *regex);

// Returns null and a matcher, to be given to quern_matcher_close; or the name of ICU's error.
const char *quern_matcher_open(const quern_regex *regex, quern_matcher **out);
void quern_matcher_close(quern_matcher *matcher);

// Finds all matches that do not overlap, from left to right; an empty one does not count where the match before it ends,
// as in the engines for Rust. `*ranges` are their `*count` pairs of byte offsets, valid
// until the next call. Returns null, or the name of the error: U_REGEX_STACK_OVERFLOW and U_REGEX_TIME_OUT when the
// expression backtracks without end (more than 256 MiB of stack, or some 2 * 10^8 steps for one match), and
// U_REGEX_STOPPED_BY_CALLER when one text takes more than 120 seconds of processor time.
const char *quern_matcher_find(quern_matcher *matcher, const uint8_t *text, size_t length,
                               const size_t **ranges, size_t *count);

#ifdef __cplusplus
}
#endif
