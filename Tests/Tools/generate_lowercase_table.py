#!/usr/bin/env python3
"""Writes Sources/CKernels/lowercase.c: what the `tokenizers` package makes of each character in lower case.

usage: generate_lowercase_table.py [--check]
Needs the PyPI package tokenizers==0.23.3, whose mapping is that of Unicode 17.0, one character at a time.
With --check nothing is written; the exit status says whether the file is up to date.
"""
import pathlib
import sys

import tokenizers

VERSION = "0.23.3"
ROOT = pathlib.Path(__file__).resolve().parents[2]
TARGET = ROOT / "Sources/CKernels/lowercase.c"
# The only character whose lower case is two characters; the code that reads the table knows it.
DOUBLE = 0x130


def runs():
    """Runs of characters with one distance to their lower case: first, last, step, distance."""
    lower = tokenizers.normalizers.Lowercase().normalize_str
    found = []
    for code in range(0x110000):
        if 0xD800 <= code < 0xE000 or code == DOUBLE:
            continue
        small = lower(chr(code))
        assert len(small) == 1, hex(code)
        if ord(small) == code:
            continue
        distance = ord(small) - code
        if found:
            first, last, step, before = found[-1]
            gap = code - last
            if before == distance and gap <= 2 and (first == last or gap == step):
                found[-1] = (first, code, gap, distance)
                continue
        found.append((code, code, 1, distance))
    return found


def source():
    """The whole C file."""
    assert tokenizers.__version__ == VERSION, tokenizers.__version__
    table = runs()
    lines = [
        f"// Written by Tests/Tools/generate_lowercase_table.py from tokenizers {VERSION}; do not edit.",
        '#include "lowercase.h"',
        "",
        f"const uint32_t quern_lowercase_count = {len(table)};",
        "const struct quern_lowercase_run quern_lowercase_runs[] = {",
    ]
    lines += [f"  {{0x{first:04x}, 0x{last:04x}, {step}, {distance}}}," for first, last, step, distance in table]
    return "\n".join(lines + ["};", ""])


def main():
    text = source()
    if "--check" in sys.argv[1:]:
        sys.exit(0 if TARGET.read_text() == text else f"{TARGET} is out of date")
    TARGET.write_text(text)


main()
