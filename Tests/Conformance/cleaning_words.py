#!/usr/bin/env python3
"""Holds English words and sentences against spaCy's, the tokenizer that datatrove uses for English.

usage: QUERN=BINARY [QUERN_SHARED=FOLDER] [FULL=1] cleaning_words.py
Texts are the synthetic documents, English web pages and random strings of everything that the rules speak of; the
exceptions are compared one by one. At least 99.99 % of the lists must agree; the others are printed.
"""
import json
import os
import pathlib
import random
import struct
import subprocess
import sys

import _peers as peers


def ours(probe, texts):
    """Words and number of sentences of each text."""
    encoded = [text.encode() for text in texts]
    data = b"".join(struct.pack("<I", len(text)) + text for text in encoded)
    out = subprocess.run([probe], input=data, capture_output=True, check=True).stdout
    at = 0
    for text in encoded:
        sentences, count = struct.unpack_from("<II", out, at)
        places = struct.unpack_from(f"<{2 * count}I", out, at + 8)
        at += 8 + 8 * count
        yield [text[start:end].decode() for start, end in zip(places[::2], places[1::2])], sentences


def theirs(language, text):
    """The same by spaCy, as datatrove takes it: words without white space, and one sentence at least."""
    with language.memory_zone():
        document = language(text)
        words = [word for word in (token.text.strip() for token in document) if word]
        return words, max(1, sum(1 for _ in document.sents))


def random_texts(language, seed, count):
    """Strings of exceptions, marks, units, addresses, and any characters."""
    generator = random.Random(seed)
    rules = list(language.tokenizer.rules)
    pools = [list("abcXYZ019.,-:;'\"()[]<>=/*+^~_@#$% \n"), list("aB1.'-()\u2026\u2014\u2013\u2019\u2018\u201c\u201d:;/@ "),
             list("oO0._-:;()=8D'<3> "), list("12345kmKgGbB%.$\u20ac+-\u00b2\u00b3\u00b0 "),
             [chr(code) for code in range(0x20, 0x250)],
             ["km", "US$", "$", "22", "A", ".", "'s", "\u2019S", "km\u00b2", "\u043a\u0431", "\u00b0C", "\u2026", "..", "--",
              "---", "\u2014\u2014", " ", "  ", "\u00a0", "\u3000", "\u3002", "\u65e5\u672c", "\u00e4."],
             ["http://", "www.", "a.b", "foo", ".", "com", "@", "/path?x=1", ":80", "192.168.0.1", "8.8.8.8", "255", "-",
              "_", "\u00e9", "mailto:", " ", "#", "(", ")"]]
    for _ in range(count):
        kind = generator.random()
        if kind < 0.5:
            pool = generator.choice(pools)
            yield "".join(generator.choice(pool) for _ in range(generator.randint(1, 40)))
        elif kind < 0.8:
            yield "".join(generator.choice(rules) + generator.choice(generator.choice(pools)) * generator.randint(0, 2)
                          + generator.choice(["", " ", "", "  ", "\n"]) for _ in range(generator.randint(1, 6)))
        else:
            yield "".join(chr(generator.randint(1, 0xD7FF)) if generator.random() < 0.3
                          else generator.choice("ab1. -,'AB") for _ in range(generator.randint(1, 25)))


def compare(title, probe, language, texts):
    """Whether enough texts agree."""
    total, wrong = 0, []
    for text, found in zip(texts, ours(probe, texts), strict=True):
        wanted = theirs(language, text)
        total += len(wanted[0])
        if found != wanted:
            wrong.append((text, found, wanted))
    passed = len(wrong) <= len(texts) / 10000
    print(f"{'ok' if passed else 'FAIL'} {title}: {len(texts) - len(wrong)} of {len(texts)} texts, {total} words")
    for text, found, wanted in wrong[:5]:
        at = peers.first_difference(found[0], wanted[0])
        print(f"     {text[:60]!r}: ours {found[0][at:at + 4]} {found[1]}, spaCy {wanted[0][at:at + 4]} {wanted[1]}")
    return passed


def main():
    quern, shared = peers.setting()
    import spacy

    probe = os.environ.get("QUERN_PROBE", str(pathlib.Path(quern).parent / "segmentation-probe"))
    if not os.path.exists(probe):
        subprocess.run(["swift", "build", "-c", "release", "--product", "segmentation-probe"], check=True)
    language = spacy.blank("en")
    language.add_pipe("sentencizer")
    language.max_length = 1 << 30
    full = os.environ.get("FULL") == "1"
    synthetic = [json.loads(line)["text"] for line in peers.lines(shared / "golden/cleaning/datatrove.jsonl.zst")]
    judged = {json.loads(line)["id"] for line in peers.lines(shared / "golden/cleaning/web_dev_en.jsonl.zst")}
    pages = (json.loads(line) for line in peers.lines(shared / "data/corpus/web_dev.jsonl.zst"))
    english = [page["text"] for page in pages if page["id"] in judged]
    results = [
        compare("exceptions", probe, language, list(language.tokenizer.rules)),
        compare("synthetic", probe, language, synthetic),
        compare("web pages", probe, language, english if full else english[::5]),
        compare("random", probe, language, list(random_texts(language, 7, 200_000 if full else 20_000))),
    ]
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
