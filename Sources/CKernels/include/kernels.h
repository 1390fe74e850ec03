// Small C kernels for loops that Swift does not vectorise, and generated tables.
#pragma once
#include <stddef.h>
#include <stdint.h>

// The number of bytes equal to `wanted`.
size_t quern_count_byte(const uint8_t *bytes, size_t count, uint8_t wanted);

// Writes `bytes` as the inside of a JSON string: quotation mark, backslash and control characters escaped, all else as
// it is. `out` needs room for 6 * count + 16 bytes. Returns the number of bytes written.
size_t quern_json_escape(const uint8_t *bytes, size_t count, uint8_t *out);

// Asks for the cache line at `address` before it is needed.
static inline void quern_prefetch(const void *address) { __builtin_prefetch(address); }
