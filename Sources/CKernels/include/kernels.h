// Small C kernels for loops that Swift does not vectorise, and generated tables.
#pragma once
#include <stddef.h>
#include <stdint.h>

// The number of bytes equal to `wanted`.
size_t quern_count_byte(const uint8_t *bytes, size_t count, uint8_t wanted);

// The offset of the first `wanted` in `bytes`, or -1; linear.
ptrdiff_t quern_find(const uint8_t *bytes, size_t count, const uint8_t *wanted, size_t length);

// Writes `bytes` as the inside of a JSON string: quotation mark, backslash and control characters escaped, all else as
// it is. `out` needs room for 6 * count + 16 bytes. Returns the number of bytes written.
size_t quern_json_escape(const uint8_t *bytes, size_t count, uint8_t *out);

// Asks for the cache line at `address` before it is needed.
static inline void quern_prefetch(const void *address) { __builtin_prefetch(address); }

// `size` bytes of zeros in pages of their own, each taken from the system when it is first used; null where there is no
// room.
void *quern_pages(size_t size);

// Makes the pages at `start` `wanted` bytes instead of `size`, moved rather than copied; those that are new are zeros.
// Null, and nothing changed, where there is no room.
void *quern_pages_resize(void *start, size_t size, size_t wanted);

// Gives the pages back.
void quern_pages_free(void *start, size_t size);
