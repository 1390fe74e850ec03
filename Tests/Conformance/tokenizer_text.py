#!/usr/bin/env python3
"""Holds what `quern tokens` does to bytes that are no UTF-8 against Python's decoder, and takes any bytes there and back.

usage: QUERN=BINARY [QUERN_SHARED=FOLDER] tokenizer_text.py
"""
import os
import random
import subprocess

import _peers as peers

VOCABULARIES = ["gpt2.json", "cl100k_base.tiktoken:cl100k", "llama3.tiktoken:llama3", "qwen.tiktoken:qwen2",
                "o200k_base.tiktoken:o200k", "deepseek_v3.json"]
LEADS = [0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3,
         0xf4, 0xf5, 0xff]


def broken(count, generator):
    """Random bytes without NUL: any, the borders of UTF-8, and characters cut anywhere."""
    for number in range(count):
        size = generator.randint(0, 40)
        if number % 3 == 0:
            yield bytes(generator.randint(1, 255) for _ in range(size))
        elif number % 3 == 1:
            yield bytes(generator.choice(LEADS + [0x61, 0x20]) for _ in range(size))
        else:
            text = "".join(chr(generator.choice([0x61, 0xe9, 0x4e2d, 0x1f600, 0x20])) for _ in range(size)).encode()
            at = generator.randint(0, len(text))
            yield text[:at] + text[at + generator.randint(1, 2):]


def decoded(quern, tokenizer, lines):
    """The texts that `quern tokens --decode` gives for lists of ids."""
    given = "".join(" ".join(map(str, ids)) + "\n" for ids in lines).encode()
    done = subprocess.run([quern, "tokens", "--tokenizer", str(tokenizer), "--decode", "--null"], input=given,
                          capture_output=True, check=True)
    return done.stdout.split(b"\0")[:-1]


def main():
    quern, shared = peers.setting()
    report = peers.Report()
    count = 100_000 if os.environ.get("FULL") == "1" else 10_000
    texts = list(broken(count, random.Random(5)))
    for name in VOCABULARIES:
        tokenizer = f"{shared}/vocabs/{name}"
        ids = list(peers.tokens(quern, tokenizer, texts, "--invalid", "keep"))
        report.check(f"{name}: {count} texts of any bytes there and back", decoded(quern, tokenizer, ids) == texts)
    tokenizer = f"{shared}/vocabs/gpt2.json"
    for treatment, errors in [("replace", "replace"), ("drop", "ignore")]:
        ids = list(peers.tokens(quern, tokenizer, texts, "--invalid", treatment))
        wanted = [text.decode(errors=errors).encode() for text in texts]
        report.check(f"--invalid {treatment} = Python's errors={errors!r}", decoded(quern, tokenizer, ids) == wanted)
    found, wanted = [], []
    for text in texts[:150]:
        done = subprocess.run([quern, "tokens", "--tokenizer", tokenizer, "--whole"], input=text, capture_output=True,
                              text=False)
        found.append(int(done.stderr.split(b"at byte ")[1].split(b";")[0]) if done.returncode else None)
        try:
            text.decode()
            wanted.append(None)
        except UnicodeDecodeError as error:
            wanted.append(error.start)
    report.check("--invalid error = where Python's decoder fails", found == wanted)
    report.finish()


main()
