#!/usr/bin/env python3
"""Holds the ids of `quern encode` against tiktoken and the `tokenizers` package, document by document.

usage: QUERN=BINARY [QUERN_SHARED=FOLDER] tokenizer_encode.py
Needs tiktoken 0.14 and tokenizers 0.23 (PyPI).
A small form runs on a part of each corpus; FULL=1 in the environment takes all of them, and every code point.
"""
import os
import pathlib
import random
import sys
import tempfile

import _peers as peers

VOCABULARIES = [("r50k_base", "gpt2"), ("cl100k_base", "cl100k"), ("llama3", "llama3"), ("qwen", "qwen2"),
                ("o200k_base", "o200k")]
POOL = ["'", "s", "S", "ſ", "t", "ll", "LL", "Ve", "rE", "d", "m", "K", "'s", "a", "b", "Z", "é", "É", "ǅ", "ʰ", "あ",
        "中", "א", "\u0301", "\u0308", "1", "2", "½", "٣", "Ⅷ", " ", " ", "  ", "\n", "\r", "\r\n", "\t", "\u00a0",
        "\u2003", "\u2028", "\u0085", "\x1c", "!", "/", "//", "-", "—", "😀", "\u200d", "_", "\x00", "\ufffd", "𝒜", "𐐀",
        "ß", "ﬆ", "ﬀ", "İ", "ı", "Ⓐ", "々", "\u0903", "\u20dd", "<|endoftext|>"]


def difficult(count, every):
    """Random strings of characters that patterns treat differently, and code points in all kinds of company."""
    generator = random.Random(7)
    for _ in range(count):
        yield "".join(generator.choice(POOL) for _ in range(generator.randint(1, 14)))
    for code in range(0, 0x110000, every):
        if not 0xD800 <= code < 0xE000:
            character = chr(code)
            yield f"a{character}b {character}1 {character}! '{character} A{character}B{character}{character}"


def first_difference(left, right):
    """Where two lists part."""
    return next((at for at, pair in enumerate(zip(left, right)) if pair[0] != pair[1]), min(len(left), len(right)))


def compare(report, name, corpus, ours, encode):
    """Checks the ids of every document of `corpus`."""
    documents = 0
    ours = iter(ours)
    for text in peers.texts(corpus):
        found = next(ours, None)
        wanted = encode(text)
        if found != wanted:
            at = first_difference(found or [], wanted)
            return report.check(name, False, f"document {documents}, id {at}")
        documents += 1
    return report.check(f"{name} ({documents} documents)", next(ours, None) is None, "there are more documents")


def main():
    quern, shared = peers.setting()
    full = os.environ.get("FULL") == "1"
    report = peers.Report()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        corpora = {}
        for name, limit in [("multi_perm", 24_000_000), ("web_dev", 10_000_000)]:
            corpora[name] = folder / f"{name}.jsonl"
            source = peers.texts(shared / f"data/corpus/{name}.jsonl.zst")
            peers.write_corpus(corpora[name], peers.head(source, limit if full else limit // 8))
        corpora["difficult"] = folder / "difficult.jsonl"
        peers.write_corpus(corpora["difficult"], difficult(40_000, 1) if full else difficult(5_000, 61))
        for name, corpus in corpora.items():
            for vocabulary, pattern in VOCABULARIES:
                ranks = shared / f"vocabs/{vocabulary}.tiktoken"
                ours = peers.ids(quern, corpus, f"{ranks}:{pattern}", folder / f"{name}-{vocabulary}")
                compare(report, f"{name} {vocabulary} = tiktoken", corpus, ours, peers.tiktoken_encoder(ranks, pattern))
            gpt2 = shared / "vocabs/gpt2.json"
            ours = peers.ids(quern, corpus, gpt2, folder / f"{name}-gpt2")
            compare(report, f"{name} gpt2.json = tokenizers", corpus, ours, peers.tokenizers_encoder(gpt2))
    report.finish()


main()
