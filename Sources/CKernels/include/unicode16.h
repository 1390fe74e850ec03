// Character classes of Unicode 16.0.0: the version whose classes the tokenizers of the field agree on. The tables are
// written by Tests/Tools/generate_unicode_tables.py.
#pragma once
#include <stddef.h>
#include <stdint.h>

#define QUERN_UNICODE_VERSION "16.0.0"

// The bits of a class mask.
enum {
  QUERN_LETTER = 1 << 0,        // L
  QUERN_UPPER = 1 << 1,         // Lu, Lt
  QUERN_LOWER = 1 << 2,         // Ll
  QUERN_OTHER_LETTER = 1 << 3,  // Lm, Lo
  QUERN_MARK = 1 << 4,          // M
  QUERN_NUMBER = 1 << 5,        // N
  QUERN_DECIMAL = 1 << 6,       // Nd
  QUERN_PUNCTUATION = 1 << 7,   // P
  QUERN_SYMBOL = 1 << 8,        // S
  QUERN_SPACE = 1 << 9,         // White_Space (25 code points)
  QUERN_CONTROL = 1 << 10,      // Cc, Cf
  QUERN_REST = 1 << 11,         // none of L, N, White_Space; also a malformed byte
  QUERN_NEWLINE = 1 << 12,      // CR, LF
  QUERN_BEYOND_ASCII = 1 << 13, // only in quern_byte_classes: the byte starts or continues a longer sequence
};

// What quern_scalar gives for a malformed byte.
#define QUERN_MALFORMED 0xffffffffu

extern const uint16_t quern_byte_classes[];
extern const uint16_t quern_class_masks[];
extern const uint16_t quern_class_blocks[];
extern const uint8_t quern_class_kinds[];

// One code point, or QUERN_MALFORMED, and how many bytes it takes (at least 1).
struct quern_scalar {
  uint32_t value;
  uint32_t length;
};

// One character's class mask, and how many bytes it takes (at least 1).
struct quern_character {
  uint32_t mask;
  uint32_t length;
};

// The class mask of a code point; QUERN_REST above U+10FFFF.
static inline uint32_t quern_class(uint32_t scalar) {
  if (scalar > 0x10ffff) return QUERN_REST;
  return quern_class_masks[quern_class_kinds[((uint32_t)quern_class_blocks[scalar >> 7] << 7) | (scalar & 127)]];
}

// The class mask of an ASCII byte; QUERN_BEYOND_ASCII for others.
static inline uint32_t quern_byte_class(uint8_t byte) { return quern_byte_classes[byte]; }

// Decodes the code point at `bytes`, of which `left` (at least 1) may be read. A byte that does not start a whole,
// shortest, non-surrogate sequence is malformed and stands alone.
static inline struct quern_scalar quern_decode(const uint8_t *bytes, size_t left) {
  const struct quern_scalar malformed = {QUERN_MALFORMED, 1};
  uint32_t lead = bytes[0];
  if (lead < 0x80) return (struct quern_scalar){lead, 1};
  if (left < 2 || lead < 0xc2 || lead > 0xf4) return malformed;
  uint32_t second = bytes[1] ^ 0x80u;
  if (second > 0x3f) return malformed;
  if (lead < 0xe0) return (struct quern_scalar){(lead & 0x1f) << 6 | second, 2};
  if (left < 3) return malformed;
  uint32_t third = bytes[2] ^ 0x80u;
  if (third > 0x3f) return malformed;
  if (lead < 0xf0) {
    uint32_t value = (lead & 0x0f) << 12 | second << 6 | third;
    if (value < 0x800 || (value >= 0xd800 && value < 0xe000)) return malformed;
    return (struct quern_scalar){value, 3};
  }
  if (left < 4) return malformed;
  uint32_t fourth = bytes[3] ^ 0x80u;
  uint32_t value = (lead & 0x07) << 18 | second << 12 | third << 6 | fourth;
  if (fourth > 0x3f || value < 0x10000 || value > 0x10ffff) return malformed;
  return (struct quern_scalar){value, 4};
}

// The class of the character at `bytes`, of which `left` (at least 1) may be read.
static inline struct quern_character quern_character_at(const uint8_t *bytes, size_t left) {
  uint32_t mask = quern_byte_class(bytes[0]);
  if (mask != QUERN_BEYOND_ASCII) return (struct quern_character){mask, 1};
  struct quern_scalar scalar = quern_decode(bytes, left);
  return (struct quern_character){quern_class(scalar.value), scalar.length};
}
