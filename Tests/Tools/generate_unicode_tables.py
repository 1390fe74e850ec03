#!/usr/bin/env python3
"""Writes the tables of Unicode 16.0 in Sources/CKernels.

unicode16.c has the character classes of the scanners as a compact two-stage table, properties16.c the properties that
regular expressions name as runs of code points.

usage: generate_unicode_tables.py [--check]
Needs the PyPI packages unicodedata2==16.0.0 and regex==2024.11.6 (whose data are those of 16.0 too), so that the tables
do not follow the version of the Python in use.
With --check nothing is written; the exit status says whether the files are up to date.
"""
import pathlib
import sys

import regex
import unicodedata2 as unicodedata
from regex import _regex, _regex_core

VERSION = "16.0.0"
BLOCK = 128  # code points a block
ROOT = pathlib.Path(__file__).resolve().parents[2]
KERNELS = ROOT / "Sources/CKernels"
# What the generator's name and the version say at the top of each file.
HEAD = f"// Written by Tests/Tools/generate_unicode_tables.py from Unicode {VERSION}; do not edit."

# The general categories in the order of their numbers in properties16.c.
CATEGORIES = ["Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
              "Sm", "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Cn"]

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
        HEAD,
        '#include "unicode16.h"',
        "",
        array("const uint16_t quern_byte_classes[256]", byte_masks, 16, lambda bits: f"0x{bits:04x}"),
        array(f"const uint16_t quern_class_masks[{len(kinds)}]", kinds, 16, lambda bits: f"0x{bits:04x}"),
        array(f"const uint16_t quern_class_blocks[{len(index)}]", index, 24, str),
        array(f"const uint8_t quern_class_kinds[{len(flat)}]", flat, 32, str),
    ]
    return "\n".join(parts)


def runs(value):
    """Where the value of a code point changes: the code point times 256 plus the value from there on."""
    out, last = [], None
    for code in range(0x110000):
        now = value(code)
        if now != last:
            out.append(code << 8 | now)
            last = now
    return out


def scripts():
    """The long and short name of each script in lower case, and a function from code points to their numbers."""
    number, values = _regex_core.PROPERTIES["SCRIPT"]
    names = {}
    for name, value in values.items():
        names.setdefault(value, []).append(name.lower())
    order = sorted(names)
    position = {value: at for at, value in enumerate(order)}
    assert len(order) < 256
    of_code = {}
    for value in order:
        matcher = regex.compile(rf"\p{{Script={names[value][0]}}}")
        for code in range(0x110000):
            if not 0xD800 <= code < 0xE000 and matcher.match(chr(code)):
                assert of_code.setdefault(code, position[value]) == position[value]
    unknown = position[values["UNKNOWN"]]
    return [" ".join(names[value]) for value in order], lambda code: of_code.get(code, unknown)


def member(name):
    """A function from code points to 1 where the binary property `name` holds."""
    matcher = regex.compile(rf"\p{{{name}}}")
    return lambda code: int(not 0xD800 <= code < 0xE000 and matcher.match(chr(code)) is not None)


def foldings():
    """Pairs: a code point, and the least one that differs from it by case alone (simple folding, no Turkic rules)."""
    turkic = {0x130, 0x131}
    pairs = []
    for code in set(range(0x110000)) - turkic:
        if 0xD800 <= code < 0xE000:
            continue
        least = min(set(_regex.get_all_cases(regex.I | regex.U, code)) - turkic)
        if least != code:
            pairs += [(code, least)]
    return [number for pair in sorted(pairs) for number in pair]


def table(name, values):
    """C source of a function that gives an array."""
    body = array(f"static const uint32_t {name}[{len(values)}]", values, 12, lambda value: f"0x{value:x}")
    return f"""{body}
struct quern_table quern_{name}(void) {{
  return (struct quern_table){{{name}, {len(values)}}};
}}
"""


def properties():
    """The C file of properties."""
    assert regex.__version__ == "2.5.148", regex.__version__
    names, script = scripts()
    lines = "\n".join(f'    "{name}\\n"' for name in names)
    return "\n".join([
        HEAD,
        '#include "properties16.h"',
        "",
        table("categories", runs(lambda code: CATEGORIES.index(unicodedata.category(chr(code))))),
        table("scripts", runs(script)),
        table("alphabetic", runs(member("Alphabetic"))),
        table("lowercase", runs(member("Lowercase"))),
        table("uppercase", runs(member("Uppercase"))),
        table("foldings", foldings()),
        f'const char *quern_category_names(void) {{\n  return "{" ".join(CATEGORIES)}";\n}}',
        "",
        f"const char *quern_script_names(void) {{\n  return\n{lines};\n}}",
        "",
    ])


def main():
    outdated = []
    for path, text in [(KERNELS / "unicode16.c", source()), (KERNELS / "properties16.c", properties())]:
        if "--check" not in sys.argv[1:]:
            path.write_text(text)
        elif path.read_text() != text:
            outdated.append(str(path))
    sys.exit(f"out of date: {', '.join(outdated)}" if outdated else 0)


main()
