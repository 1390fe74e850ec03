#!/usr/bin/env python3
"""Holds the split patterns of `quern encode` against tiktoken and the `tokenizers` package, document by document.

usage: QUERN=BINARY [QUERN_SHARED=FOLDER] tokenizer_patterns.py
Needs tiktoken 0.14 and tokenizers 0.23 (PyPI).
The vocabulary of o200k_base, whose merges are many, makes differences between pieces show as differences between ids.
A small form runs on a part of each corpus; FULL=1 in the environment takes all of them, and every code point.
"""
import json
import os
import pathlib
import sys
import tempfile

import _peers as peers

POOL = ["'", "s", "S", "ſ", "t", "ll", "LL", "Ve", "rE", "d", "m", "K", "\u212a", "'s", "a", "b", "Z", "é", "É", "ǅ", "ʰ",
        "あ", "ア", "ー", "・", "゛", "\u3099", "\u3040", "中", "々", "א", "\u0301", "\u0903", "1", "2", "½", "٣", "Ⅷ", " ",
        " ", "  ", "\n", "\r", "\r\n", "\t", "\u00a0", "\u2003", "\u2028", "\u0085", "\x1c", "!", "/", "//", "-", "—", "©",
        "😀", "\u200d", "_", "\x00", "\u0378", "\ue000", "𝒜", "𐐀", "ß", "İ", "ı", "Ⓐ", "\U00010d50", "。", "।", "(", "|"]

# Patterns with a scanner of their own, as tiktoken is given them.
CASED = (r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+"
         r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*")
CLASSIC = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?"
SCANNERS = {
    "qwen3.5": CLASSIC + r"[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    "tekken": CASED + r"|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    "nanochat": (r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,2}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]"
                 r"|\s+(?!\S)|\s+"),
}

# Splits of a tokenizer.json: those of models in use, by the names of the models, and some that are hard to carry over
# to another engine.
SPLITS = {
    "digits one by one": [r"\d"],
    "digits in threes from the right": [r"\p{N}{1,3}(?=(?:\p{N}{3})*(?:\P{N}|\z))", r"\s+(?!\S)|\s+|\S+"],
    "three digits": [r"[0-9][0-9][0-9]"],
    "Bloom": [r" ?[^(\s|[.,!?…。，、।۔،])]+"],
    "GPT-2": [r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"],
    "digits, then GPT-2": [r"\p{Nd}", r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"],
    "DeepSeek coder": [r"[\r\n]", r"\s?\p{L}+", r"\s?\p{P}+", "[一-龥ࠀ-一가-퟿]+", r"\p{N}"],
    "Kimi K2": [r"[\p{Han}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]*"
                r"[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?"
                r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]+[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]*"
                r"(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"],
    "repeated interval": [r"\p{N}{1,3}+| ?\p{L}+|[^\p{L}\p{N}]+"],
    "words": [r"\w+|[^\w\s]+|\s+"],
    "words and bounds": [r"\b\w+\b|\B.|\s"],
    "lines": [r"^\s+|\s+$|[^\s]+|\s"],
    "ends": [r"\A\S+|\S+\z|.+?\Z|\s"],
    "looks behind": [r"(?<=\p{Ll})(?=\p{Lu})|(?<![0-9])[0-9]+|\s"],
    "scripts": [r"\p{Han}+|\p{Hiragana}+|\p{Katakana}+|\p{Cyrillic}+|\p{Arabic}+|\p{Devanagari}+|\p{Latin}+"],
    "categories": [r"\p{Lu}\p{Ll}*|\p{Lo}+|\p{Lm}|\p{M}+|\p{Nd}|\p{No}|\p{P}|\p{Sc}|\p{Sm}|\p{So}+|\p{Z}+|\p{C}"],
    "case": [r"(?i)[sdmt]|'(?:ve|re|ll)|k+|\d+"],
    "atomic": [r"(?>\p{L}+)'|\p{L}++|\s*+\S|\s"],
    "lazy": [r"\p{L}+?\p{M}|.{1,3}?\s|\S\S??"],
    "POSIX": [r"[[:alpha:]]+|[[:digit:]]|[[:punct:]]+|[[:space:]]+|[[:^ascii:]]"],
    "intersections": [r"[\p{L}&&[^a-zA-Z]]+|[\s&&[^\n]]+|[^\p{L}\s&&[^\d]]+|\n"],
    "escapes": [r"[\u4e00-\u9fff]+|\x27\x{73}|\.|\/|[\-\]\\]|\t|[\x{10400}-\x{1044f}]"],
    "inner flags": [r"a(?i)b|s|[k-t]+"],
    "marks": [r"\P{M}\p{M}*"],
}


def difficult(count, every):
    """Random strings of characters that patterns treat differently, and code points in all kinds of company."""
    return peers.difficult(POOL, 8, count, every, between="あ", after="・")


def with_splits(vocabulary, splits):
    """The tokenizer.json `vocabulary` with other splits."""
    tokenizer = json.loads(json.dumps({**vocabulary, "model": None}))
    steps = [{"type": "Split", "pattern": {"Regex": regex}, "behavior": "Isolated", "invert": False} for regex in splits]
    steps.append({"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False})
    tokenizer["pre_tokenizer"] = {"type": "Sequence", "pretokenizers": steps}
    tokenizer["model"] = vocabulary["model"]
    return tokenizer


def compare(report, name, corpus, ours, encode):
    """Checks the ids of every document of `corpus`."""
    documents = 0
    ours = iter(ours)
    for text in peers.texts(corpus):
        if next(ours, None) != encode(text):
            return report.check(name, False, f"document {documents}: {text[:200]!r}")
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
            peers.write_corpus(corpora[name], peers.head(source, limit if full else limit // 24))
        corpora["difficult"] = folder / "difficult.jsonl"
        peers.write_corpus(corpora["difficult"], difficult(40_000, 1) if full else difficult(5_000, 61))
        # The package takes minutes for every code point, too long for each of the many expressions.
        corpora["some"] = folder / "some.jsonl"
        peers.write_corpus(corpora["some"], difficult(20_000, 17) if full else difficult(5_000, 61))
        ranks = shared / "vocabs/o200k_base.tiktoken"
        deepseek = shared / "vocabs/deepseek_v3.json"
        for name, corpus in corpora.items():
            if name == "some":
                continue
            for pattern, regex in SCANNERS.items():
                ours = peers.ids(quern, corpus, f"{ranks}:{pattern}", folder / f"{name}-{pattern}")
                compare(report, f"{name} {pattern} = tiktoken", corpus, ours, peers.tiktoken_pattern(ranks, regex))
            ours = peers.ids(quern, corpus, deepseek, folder / f"{name}-deepseek")
            compare(report, f"{name} deepseek-v3 = tokenizers", corpus, ours, peers.tokenizers_encoder(deepseek))
        vocabulary = json.loads((shared / "vocabs/gpt2.json").read_text(encoding="utf-8"))
        for number, (name, splits) in enumerate(SPLITS.items()):
            path = folder / f"splits-{number}.json"
            path.write_text(json.dumps(with_splits(vocabulary, splits)), encoding="utf-8")
            for corpus_name in ["some", "web_dev" if number % 2 else "multi_perm"]:
                corpus = corpora[corpus_name]
                ours = peers.ids(quern, corpus, path, folder / f"{corpus_name}-splits-{number}")
                compare(report, f"{corpus_name} {name} = tokenizers", corpus, ours, peers.tokenizers_encoder(path))
    report.finish()


main()
