// The properties of Unicode 16.0.0 that regular expressions name. The tables are written by
// Tests/Tools/generate_unicode_tables.py.
#pragma once
#include <stddef.h>
#include <stdint.h>

struct quern_table {
  const uint32_t *values;
  size_t count;
};

// Runs of code points: each value is the first code point of a run times 256 plus a number, for all code points up to
// where the next run begins. The numbers are positions in the lists of names, or 1 where a binary property holds.
struct quern_table quern_categories(void);
struct quern_table quern_scripts(void);
struct quern_table quern_alphabetic(void);
struct quern_table quern_lowercase(void);
struct quern_table quern_uppercase(void);

// Pairs in ascending order: a code point, and the least one that differs from it by case alone (CaseFolding.txt,
// statuses C and S).
struct quern_table quern_foldings(void);

// The short names of the general categories, a space between two.
const char *quern_category_names(void);

// A line for each script: its names in lower case, a space between two.
const char *quern_script_names(void);
