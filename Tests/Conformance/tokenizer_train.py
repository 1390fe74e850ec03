#!/usr/bin/env python3
"""Holds `quern train` against the trainers of the `tokenizers` package and rustbpe: vocabulary and merges, to the tie.

usage: QUERN=BINARY [QUERN_SHARED=FOLDER] tokenizer_train.py
Needs tokenizers 0.23 and rustbpe 0.1 (PyPI).
Saved files are also loaded by `tokenizers`, and their ids compared with those of quern. A small form runs on a part of
one corpus; FULL=1 in the environment takes all of it, 32,000 ids, and every pattern.
"""
import base64
import itertools
import json
import os
import pathlib
import sys
import tempfile

import _peers as peers

END = "<|endoftext|>"
# Spelt like a byte, like a learned token, and like one with its space.
SHARED_SPELLINGS = [END, "e", "the", "Ġand"]


def huggingface(documents, size, pattern, regex, by_line, specials=(END,)):
    """The trained `tokenizers` tokenizer. `documents` is a list of texts, or a file when `by_line`."""
    from tokenizers import Regex, Tokenizer, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE())
    byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=pattern == "gpt2")
    tokenizer.pre_tokenizer = byte_level if pattern == "gpt2" else pre_tokenizers.Sequence(
        [pre_tokenizers.Split(Regex(regex), "isolated"), byte_level])
    trainer = trainers.BpeTrainer(vocab_size=size, special_tokens=list(specials), show_progress=False,
                                  initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    if by_line:
        tokenizer.train([str(documents)], trainer)
    else:
        tokenizer.train_from_iterator(documents, trainer)
    return tokenizer


def check_huggingface(report, quern, corpus, folder, size, pattern, specials=(END,)):
    """Trains with both tools on whole documents, then encodes with both."""
    out = folder / f"{pattern}-{size}-{len(specials)}.json"
    options = [option for special in specials for option in ("--special", special)]
    peers.run(quern, "train", corpus, "--vocab-size", size, "--pattern", pattern, "--ties", "huggingface",
              *options, "--out", out, "--quiet")
    ours = json.loads(out.read_text())
    regex = None if pattern == "gpt2" else ours["pre_tokenizer"]["pretokenizers"][0]["pattern"]["Regex"]
    peer = huggingface(list(peers.texts(corpus)), size, pattern, regex, by_line=False, specials=specials)
    theirs = json.loads(peer.to_str())["model"]
    name = f"{pattern} {size}, {len(specials)} special = tokenizers"
    report.check(f"{name}: vocabulary", ours["model"]["vocab"] == theirs["vocab"])
    report.check(f"{name}: merges", ours["model"]["merges"] == [list(pair) for pair in theirs["merges"]])
    encode = peers.tokenizers_encoder(out)
    found = peers.ids(quern, corpus, out, folder / f"ids-{out.stem}")
    same = all(left == encode(text) for left, text in itertools.islice(zip(found, peers.texts(corpus)), 500))
    report.check(f"{name}: ids of the saved file", same)


def check_by_line(report, quern, corpus, folder, size):
    """Trains with both tools on the lines of one file."""
    plain = folder / "lines.txt"
    # A document would be split at its own line ends; one file is one document here, as it is for `train(files)`.
    text = "".join(document + "\n" for document in peers.texts(corpus))
    plain.write_bytes(text.encode())
    peers.write_corpus(folder / "lines.jsonl", [text])
    out = folder / "lines.json"
    peers.run(quern, "train", folder / "lines.jsonl", "--vocab-size", size, "--pattern", "gpt2", "--ties",
              "huggingface", "--by-line", "--special", END, "--out", out, "--quiet")
    theirs = json.loads(huggingface(plain, size, "gpt2", None, by_line=True).to_str())["model"]
    ours = json.loads(out.read_text())["model"]
    report.check(f"gpt2 {size} by line = tokenizers: merges",
                 ours["merges"] == [list(pair) for pair in theirs["merges"]] and ours["vocab"] == theirs["vocab"])


def check_rustbpe(report, quern, corpus, folder, size):
    """Trains with quern and rustbpe; special tokens come last, so that ranks are the same."""
    import rustbpe

    out, ranks = folder / f"rust-{size}.json", folder / f"rust-{size}.tiktoken"
    peers.run(quern, "train", corpus, "--vocab-size", size, "--pattern", "gpt2", "--ties", "rustbpe", "--special", END,
              "--out", out, "--tiktoken", ranks, "--quiet")
    peer = rustbpe.Tokenizer()
    peer.train_from_iterator(peers.texts(corpus), size - 1, pattern=peers.GPT2)
    theirs = [(bytes(token), rank) for token, rank in peer.get_mergeable_ranks()]
    ours = [(base64.b64decode(line.split()[0]), int(line.split()[1])) for line in peers.lines(ranks)]
    report.check(f"gpt2 {size} = rustbpe: ranks", ours == theirs)


def main():
    quern, shared = peers.setting()
    full = os.environ.get("FULL") == "1"
    report = peers.Report()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        corpus = folder / "corpus.jsonl"
        source = peers.texts(shared / "data/corpus/multi_perm.jsonl.zst")
        peers.write_corpus(corpus, source if full else peers.head(source, 4_000_000))
        for size in [1_000, 8_000, 32_000] if full else [1_000, 8_000]:
            check_huggingface(report, quern, corpus, folder, size, "gpt2")
            check_rustbpe(report, quern, corpus, folder, size)
        for pattern in ["cl100k", "llama3", "qwen2", "o200k"] if full else ["cl100k"]:
            check_huggingface(report, quern, corpus, folder, 8_000, pattern)
        check_huggingface(report, quern, corpus, folder, 2_000, "gpt2", SHARED_SPELLINGS)
        check_by_line(report, quern, corpus, folder, 8_000)
    report.finish()


main()
