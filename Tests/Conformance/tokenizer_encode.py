#!/usr/bin/env python3
"""Holds the ids of `quern encode` and `quern tokens` against tiktoken and the `tokenizers` package, text by text.

usage: QUERN=BINARY [QUERN_SHARED=FOLDER] tokenizer_encode.py
Needs tiktoken 0.14 and tokenizers 0.23 (PyPI).
Special tokens are plain text in one half of the checks, and those tokens in the other. A small form runs on a part of
each corpus; FULL=1 in the environment takes 50 MB, and every code point. Vocabularies are checked in parallel.
"""
import concurrent.futures
import os
import pathlib
import random
import tempfile

import _peers as peers

RANKS = [("r50k_base", "gpt2"), ("cl100k_base", "cl100k"), ("llama3", "llama3"), ("qwen", "qwen2"),
         ("o200k_base", "o200k")]
FILES = ["gpt2.json", "deepseek_v3.json"]
# Rank files name no special tokens; written as tokenizer.json they do. cl100k is split as before tiktoken 0.14.
CL100K = ["<|endoftext|>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>", "<|endofprompt|>"]
# Tokens that begin alike and hold each other, where tiktoken promises no order.
OVERLAPPING = ["<|end", "<|endoftext|>", "<|endofprompt|>", "|>", "text|><|end"]
POOL = ["'", "s", "S", "ſ", "t", "ll", "LL", "Ve", "rE", "d", "m", "K", "'s", "a", "b", "Z", "é", "É", "ǅ", "ʰ", "あ",
        "中", "א", "\u0301", "\u0308", "1", "2", "½", "٣", "Ⅷ", " ", " ", "  ", "\n", "\r", "\r\n", "\t", "\u00a0",
        "\u2003", "\u2028", "\u0085", "\x1c", "!", "/", "//", "-", "—", "😀", "\u200d", "_", "\x00", "\ufffd", "𝒜", "𐐀",
        "ß", "ﬆ", "ﬀ", "İ", "ı", "Ⓐ", "々", "\u0903", "\u20dd", "<|endoftext|>"]


def difficult(count, every):
    """Random strings of characters that patterns treat differently, and code points in all kinds of company."""
    return peers.difficult(POOL, 7, count, every)


def with_specials(documents, names):
    """Documents with the text of special tokens, whole and broken, at random places; without NUL."""
    generator = random.Random(11)
    for text in documents:
        text = text.replace("\0", "")
        for _ in range(generator.randint(1, 6)):
            name = generator.choice(names)
            part = generator.choice([name, name, name + name, f" {name}\n", name[1:], name[:-1]])
            at = generator.randint(0, len(text))
            text = text[:at] + part + text[at:]
        yield text


def difference(found, wanted):
    """Where lists of ids part; None when they do not. Both are taken one text at a time."""
    found = iter(found)
    count = 0
    for count, expected in enumerate(wanted, 1):
        ids = next(found, None)
        if ids != expected:
            return count, f"text {count - 1}, id {peers.first_difference(ids or [], expected)}"
    return count, "there are more texts" if next(found, None) is not None else None


def check_corpus(quern, corpus, tokenizer, kind, arguments, folder):
    """`quern encode` on a corpus; special tokens are plain text."""
    encode = peers.tiktoken_encoder(*arguments) if kind == "tiktoken" else peers.tokenizers_encoder(*arguments)
    out = pathlib.Path(folder) / f"{corpus.stem}-{pathlib.Path(str(tokenizer)).stem}-{kind}"
    found = peers.ids(quern, corpus, tokenizer, out)
    return f"{corpus.stem} {pathlib.Path(str(tokenizer)).name} = {kind}", *difference(
        found, map(encode, peers.texts(corpus)))


def check_specials(quern, corpus, tokenizer, kind, ranks, pattern):
    """`quern tokens` on documents with special tokens in them, in both settings."""
    named = peers.specials(quern, tokenizer)
    texts = list(with_specials(peers.texts(corpus), list(named)[:20] or ["<|endoftext|>"]))
    results = []
    for setting in ["text", "allow"]:
        if kind == "tiktoken":
            encoding = peers.tiktoken_encoding(ranks, pattern, named)
            wanted = (encoding.encode_ordinary(text) if setting == "text" else
                      encoding.encode(text, allowed_special="all") for text in texts)
        else:
            wanted = map(peers.tokenizers_encoder(tokenizer, setting == "allow"), texts)
        found = peers.tokens(quern, tokenizer, texts, "--special", setting)
        results.append((f"{corpus.stem} {tokenizer.name} --special {setting} = {kind}", *difference(found, wanted)))
    return results


def check_named(quern, corpus, folder, vocabularies):
    """Both settings for ranks that are written as tokenizer.json."""
    folder = pathlib.Path(folder)
    results = check_specials(quern, corpus, vocabularies / "gpt2.json", "tiktoken", vocabularies / "r50k_base.tiktoken",
                             "gpt2")
    path = folder / "cl100k.json"
    ranks = vocabularies / "cl100k_base.tiktoken"
    peers.write_tokenizer_json(path, ranks, peers.LLAMA3, CL100K)
    return [*results, *check_specials(quern, corpus, path, "tiktoken", ranks, "llama3"),
            *check_specials(quern, corpus, path, "tokenizers", None, None)]


def check_overlapping(quern, corpus, folder, vocabularies):
    """Special tokens that begin alike and hold each other."""
    path = pathlib.Path(folder) / "o200k.json"
    peers.write_tokenizer_json(path, vocabularies / "o200k_base.tiktoken", peers.o200k(), OVERLAPPING)
    return check_specials(quern, corpus, path, "tokenizers", None, None)


def corpora(folder, shared, full):
    """Files of documents: a small form, or 75 MB and every code point."""
    for name, small, large in [("multi_perm", 5, 1), ("web_dev", 10, 1)]:
        source = peers.texts(shared / f"data/corpus/{name}.jsonl.zst")
        peers.write_corpus(folder / f"{name}.jsonl", peers.sample(source, large if full else small))
    source = peers.texts(shared / "data/corpus/multi_100mb.jsonl.zst")
    peers.write_corpus(folder / "specials.jsonl", peers.head(peers.sample(source, 9), 8_000_000 if full else 2_000_000))
    peers.write_corpus(folder / "difficult.jsonl", difficult(40_000, 1) if full else difficult(5_000, 61))
    return [folder / f"{name}.jsonl" for name in ["multi_perm", "web_dev", "difficult"]], folder / "specials.jsonl"


def main():
    quern, shared = peers.setting()
    report = peers.Report()
    vocabularies = shared / "vocabs"
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ProcessPoolExecutor(os.cpu_count()) as pool:
        plain, specials = corpora(pathlib.Path(folder), shared, os.environ.get("FULL") == "1")
        files = [vocabularies / name for name in FILES]
        tasks = []
        for corpus in plain:
            for path in files:
                tasks.append(pool.submit(check_corpus, quern, corpus, path, "tokenizers", (path,), folder))
            for name, pattern in RANKS:
                ranks = vocabularies / f"{name}.tiktoken"
                tasks.append(pool.submit(
                    check_corpus, quern, corpus, f"{ranks}:{pattern}", "tiktoken", (ranks, pattern), folder))
        for path in files:
            tasks.append(pool.submit(check_specials, quern, specials, path, "tokenizers", None, None))
        for check in [check_named, check_overlapping]:
            tasks.append(pool.submit(check, quern, specials, folder, vocabularies))
        for task in tasks:
            found = task.result()
            for name, count, why in found if isinstance(found, list) else [found]:
                report.check(f"{name} ({count} texts)", why is None, why or "")
    report.finish()


if __name__ == "__main__":
    main()
