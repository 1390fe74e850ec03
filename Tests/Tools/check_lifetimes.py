#!/usr/bin/env python3
"""Fails where Sources take the bytes of a buffer that nobody holds.

A `ByteBuffer` that a call returns is freed when nothing uses it any more, while the pointer that its `bytes` gave is
still read: `parse(try contents(of: path).bytes)` reads freed memory. The buffer must be held in a `let` or passed whole.
The check knows no types, so it forbids `.bytes` and `.buffer.bytes` on the result of every call.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
# String literals are matched first, so that what they hold is no comment; both are blanked, line ends apart.
QUOTED_OR_COMMENT = re.compile(r'"""(?:\\.|.)*?"""|"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*.*?\*/', re.DOTALL)
FORBIDDEN = re.compile(r"\)\s*!?\s*\.\s*(?:buffer\s*\.\s*)?bytes\b")


def code(text: str) -> str:
    """The text with strings and comments blanked."""
    return QUOTED_OR_COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def main() -> int:
    files = sorted((ROOT / "Sources").rglob("*.swift"))
    problems = []
    for file in files:
        text = code(file.read_text(encoding="utf-8"))
        for match in FORBIDDEN.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            problems.append(
                f"{file.relative_to(ROOT)}:{line}: the bytes of a call's result outlive the buffer; "
                "hold it in a let, or pass it whole"
            )
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print(f"lifetimes: {len(files)} files take no bytes from the result of a call")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
