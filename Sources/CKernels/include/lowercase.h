// Lower case of single characters, without context or locale, as the `tokenizers` package has it (Unicode 17.0). The
// table is written by Tests/Tools/generate_lowercase_table.py.
#pragma once
#include <stdint.h>

// The characters first, first + step, ... last, whose lower case is at one distance.
struct quern_lowercase_run {
  uint32_t first;
  uint32_t last;
  uint32_t step;
  int32_t distance;
};

extern const uint32_t quern_lowercase_count;
extern const struct quern_lowercase_run quern_lowercase_runs[];

// The lower case of a character; the character itself where it has none. U+0130 becomes U+0069 here, and a U+0307
// after it is left to the caller.
static inline uint32_t quern_lowercase_17(uint32_t scalar) {
  if (scalar < 0x80) return scalar - 'A' < 26 ? scalar | 0x20 : scalar;
  if (scalar == 0x130) return 0x69;
  uint32_t low = 0, high = quern_lowercase_count;
  while (low < high) {
    uint32_t middle = (low + high) / 2;
    if (quern_lowercase_runs[middle].last < scalar) low = middle + 1; else high = middle;
  }
  if (low == quern_lowercase_count) return scalar;
  const struct quern_lowercase_run run = quern_lowercase_runs[low];
  if (scalar < run.first || (scalar - run.first) % run.step != 0) return scalar;
  return (uint32_t)((int64_t)scalar + run.distance);
}
