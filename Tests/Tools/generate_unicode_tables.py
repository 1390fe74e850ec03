#!/usr/bin/env python3
"""Writes Sources/CKernels/unicode16.c: the character classes of Unicode 16.0 as a compact two-stage table.

usage: generate_unicode_tables.py [--check]
Needs the PyPI package unicodedata2==16.0.0, so that the table does not follow the version of the Python in use.
With --check nothing is written; the exit status says whether the file is up to date.
"""
import pathlib
import sys

import unicodedata2 as unicodedata

VERSION = "16.0.0"
BLOCK = 128  # code points a block
ROOT = pathlib.Path(__file__).resolve().parents[2]
TARGET = ROOT / "Sources/CKernels/unicode16.c"

# The bits, in the order of the enumeration in unicode16.h.
(LETTER, UPPER, LOWER, OTHER_LETTER, MARK, NUMBER, DECIMAL, PUNCTUATION, SYMBOL, SPACE, CONTROL, REST, NEWLINE,
 BEYOND_ASCII) = (1 << bit for bit in range(14))

# PropList.txt, property White_Space: 25 code points, unchanged since Unicode 6.3.
WHITE_SPACE = {*range(0x09, 0x0E), 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F,
               0x3000}


def mask(code):
    """The class bits of one code point."""
    category = unicodedata.category(chr(code))
    bits = 0
    if category[0] == "L":
        bits |= LETTER
    if category in ("Lu", "Lt"):
        bits |= UPPER
    if category == "Ll":
        bits |= LOWER
    if category in ("Lm", "Lo"):
        bits |= OTHER_LETTER
    if category[0] == "M":
        bits |= MARK
    if category[0] == "N":
        bits |= NUMBER
    if category == "Nd":
        bits |= DECIMAL
    if category[0] == "P":
        bits |= PUNCTUATION
    if category[0] == "S":
        bits |= SYMBOL
    if code in WHITE_SPACE:
        bits |= SPACE
    if category in ("Cc", "Cf"):
        bits |= CONTROL
    if not bits & (LETTER | NUMBER | SPACE):
        bits |= REST
    if code in (0x0A, 0x0D):
        bits |= NEWLINE
    return bits


def array(declaration, values, per_line, form):
    """C source of one array."""
    lines = [f"{declaration} = {{"]
    for start in range(0, len(values), per_line):
        lines.append("  " + " ".join(form(value) + "," for value in values[start:start + per_line]))
    return "\n".join(lines + ["};", ""])


def source():
    """The whole C file."""
    assert unicodedata.unidata_version == VERSION, unicodedata.unidata_version
    masks = [mask(code) for code in range(0x110000)]
    kinds = sorted(set(masks))
    assert len(kinds) <= 256
    number = {bits: index for index, bits in enumerate(kinds)}
    blocks, index = {}, []
    for start in range(0, 0x110000, BLOCK):
        block = tuple(number[bits] for bits in masks[start:start + BLOCK])
        index.append(blocks.setdefault(block, len(blocks)))
    assert len(blocks) <= 65536
    flat = [kind for block in blocks for kind in block]
    byte_masks = masks[:128] + [BEYOND_ASCII] * 128
    parts = [
        f"// Written by Tests/Tools/generate_unicode_tables.py from Unicode {VERSION}; do not edit.",
        '#include "unicode16.h"',
        "",
        array("const uint16_t quern_byte_classes[256]", byte_masks, 16, lambda bits: f"0x{bits:04x}"),
        array(f"const uint16_t quern_class_masks[{len(kinds)}]", kinds, 16, lambda bits: f"0x{bits:04x}"),
        array(f"const uint16_t quern_class_blocks[{len(index)}]", index, 24, str),
        array(f"const uint8_t quern_class_kinds[{len(flat)}]", flat, 32, str),
    ]
    return "\n".join(parts)


def main():
    text = source()
    if "--check" in sys.argv[1:]:
        sys.exit(0 if TARGET.read_text() == text else f"{TARGET} is out of date")
    TARGET.write_text(text)


main()
