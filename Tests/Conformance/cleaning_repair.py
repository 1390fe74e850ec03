#!/usr/bin/env python3
"""Holds the repair of mojibake against ftfy's fix_encoding.

usage: QUERN=BINARY [QUERN_SHARED=FOLDER] [FULL=1] cleaning_repair.py
Texts are lines of real documents, the same lines taken for other encodings (once and twice, with bytes lost or changed,
and mixed with other lines), and random strings of the characters that mojibake consists of. All must agree.
"""
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

import ftfy
import ftfy.bad_codecs  # registers the sloppy encodings

import _peers as peers

ENCODINGS = ["latin-1", "sloppy-windows-1252", "sloppy-windows-1251", "sloppy-windows-1250", "sloppy-windows-1253",
             "sloppy-windows-1254", "sloppy-windows-1257", "iso-8859-2", "macroman", "cp437"]


def ours(quern, texts):
    """What `quern clean --repair mojibake` makes of each text."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        with open(folder / "in.jsonl", "w", encoding="utf-8") as file:
            for text in texts:
                file.write(json.dumps({"text": text}) + "\n")
        # With rules that nothing breaks, every document comes out, in order.
        rules = ["min_characters.min=0", "letter_share.min=0", "repeated_lines.max=1", "repeated_characters.max=1"]
        subprocess.run([quern, "clean", folder / "in.jsonl", "--profile", "basic", "--repair", "mojibake", "--normalize",
                        "none", "--out", folder / "out", "--quiet", "--keep-dropped", "none",
                        *(word for rule in rules for word in ("--rule", "basic." + rule))],
                       check=True)
        return [text for path in sorted((folder / "out" / "docs").glob("*.jsonl.zst")) for text in peers.texts(path)]


def garbled(lines, generator):
    """Lines that were taken for another encoding, some of them damaged further."""
    for line in lines:
        text = line[:300]
        try:
            text = text.encode().decode(generator.choice(ENCODINGS))
            if generator.random() < 0.2:
                text = text.encode().decode(generator.choice(ENCODINGS))
        except UnicodeDecodeError:
            pass
        damage = generator.random()
        if damage < 0.1:
            text = text.replace("\u00a0", " ")
        elif damage < 0.2:
            text = "".join("\ufffd" if "\u0080" <= character <= "\u009f" else character for character in text)
        elif damage < 0.4:
            text = text + " " + generator.choice(lines)[:100]
        elif damage < 0.5:
            place = generator.randrange(len(text))
            text = text[:place] + text[place + 1:]
        yield text


def random_texts(generator, count):
    """Short strings of the characters that stand for bytes in the encodings."""
    letters = sorted({character for name in ENCODINGS for character in bytes(range(0x80, 0x100)).decode(name)})
    plain = list("abcXYZ ,.?!12 ") + ["\ufffd", "\u4e2d", "\u044f"]
    for _ in range(count):
        yield "".join(generator.choice(letters if generator.random() < 0.5 else plain)
                      for _ in range(generator.randrange(1, 9)))


def main():
    quern, shared = peers.setting()
    full = os.environ.get("FULL") == "1"
    generator = random.Random(5)
    corpora = [shared / "data/corpus" / name for name in ("multi_100mb.jsonl.zst", "web_dev.jsonl.zst")]
    documents = (text for path in corpora for text in peers.sample(peers.texts(path), 2 if full else 20))
    lines = [line for text in documents for line in text.split("\n") if line.strip() and not line.isascii()]
    generator.shuffle(lines)
    count = 60000 if full else 6000
    texts = {"real lines": lines[:count], "mojibake": list(garbled(lines[:count], generator)),
             "random strings": list(random_texts(generator, count))}
    failed = False
    for name, those in texts.items():
        those = [text.replace("\r", " ").replace("\n", " ") for text in those]
        expected = [ftfy.fix_encoding(text) for text in those]
        got = ours(quern, those)
        differing = [row for row in zip(those, expected, got) if row[1] != row[2]]
        changed = sum(text != fixed for text, fixed in zip(those, expected))
        print(f"{name}: {len(those) - len(differing)} of {len(those)} agree; ftfy changes {changed}")
        for row in differing[:5]:
            print("   ", *map(ascii, row), sep="\n      ")
        failed = failed or bool(differing) or len(got) != len(those)
    sys.exit(failed)


if __name__ == "__main__":
    main()
