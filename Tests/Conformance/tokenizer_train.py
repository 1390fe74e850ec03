#!/usr/bin/env python3
"""Holds `quern train` against the trainers of the `tokenizers` package and rustbpe: vocabulary and merges, to the tie.

So too its options, several sizes at once, training on from a vocabulary, and `quern prune`.

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


def train(quern, corpus, out, size, *options):
    """Trains with quern and gives the model of the tokenizer.json."""
    peers.run(quern, "train", corpus, "--vocab-size", size, *options, "--out", out, "--quiet")
    return json.loads(pathlib.Path(str(out).replace("{size}", str(size))).read_text())["model"]


def check_options(report, quern, corpus, folder, size):
    """Trains with each option of both tools; text is cut by the pre-tokenizer that the option stands for."""
    from tokenizers import Regex, Tokenizer, models, trainers
    from tokenizers.pre_tokenizers import ByteLevel, Digits, Metaspace, Sequence, Split

    documents = list(peers.texts(corpus))
    gpt2, after = ByteLevel(add_prefix_space=False), ByteLevel(add_prefix_space=False, use_regex=False)
    llama3, space = Split(Regex(peers.LLAMA3), "isolated"), Split(Regex(r"\s"), "isolated")
    prefix = Metaspace(replacement=" ", prepend_scheme="always", split=False)
    fallback = [f"<0x{byte:02X}>" for byte in range(256)]
    everything, expression = ByteLevel.alphabet(), r"\p{Lu}?\p{Ll}+|\d"
    cases = [
        ("max-token-length 5", ["--max-token-length", 5], gpt2, [END], everything, {"max_token_length": 6}),
        ("max-token-length 2", ["--max-token-length", 2], gpt2, [END], everything, {"max_token_length": 3}),
        ("min-frequency 50", ["--min-frequency", 50], gpt2, [END], everything, {"min_frequency": 50}),
        ("alphabet seen", ["--alphabet", "seen", "--initial-alphabet", "xyz"], gpt2, [END], list("xyz"), {}),
        ("reserved 2", ["--reserved", 2], gpt2, [END, "<|reserved_0|>", "<|reserved_1|>"], everything, {}),
        ("digits", ["--digits", "individual"], Sequence([Digits(True), gpt2]), [END], everything, {}),
        ("spaces", ["--spaces", "individual"], Sequence([space, gpt2]), [END], everything, {}),
        ("prefix-space", ["--prefix-space"], ByteLevel(add_prefix_space=True), [END], everything, {}),
        ("all of llama3", ["--pattern", "llama3", "--digits", "individual", "--spaces", "individual", "--prefix-space"],
         Sequence([prefix, space, Digits(True), llama3, after]), [END], everything, {}),
        ("expression", ["--pattern", f"regex={expression}"],
         Sequence([Split(Regex(expression), "isolated"), after]), [END], everything, {}),
        ("byte-fallback", ["--byte-fallback"], Split(Regex(peers.GPT2), "isolated"), [END, *fallback], [], {}),
    ]
    for name, options, pre_tokenizer, specials, alphabet, more in cases:
        out = folder / f"option-{name.split()[0]}.json"
        options = options if "--pattern" in options else ["--pattern", "gpt2", *options]
        ours = train(quern, corpus, out, size, *options, "--special", END)
        peer = Tokenizer(models.BPE(byte_fallback=name == "byte-fallback"))
        peer.pre_tokenizer = pre_tokenizer
        peer.train_from_iterator(documents, trainers.BpeTrainer(
            vocab_size=size, special_tokens=specials, show_progress=False, initial_alphabet=alphabet, **more))
        theirs = json.loads(peer.to_str())["model"]
        report.check(f"{name} = tokenizers: vocabulary and merges",
                     ours["vocab"] == theirs["vocab"] and ours["merges"] == [list(pair) for pair in theirs["merges"]])
        check_ids(report, name, quern, corpus, out, folder)


def check_ids(report, name, quern, corpus, out, folder):
    """Encodes documents, and what may be in none, with both tools and the saved file."""
    encode = peers.tokenizers_encoder(out)
    found = peers.ids(quern, corpus, out, folder / f"ids-{out.stem}")
    same = all(left == encode(text) for left, text in itertools.islice(zip(found, peers.texts(corpus)), 300))
    odd = [text for text in peers.difficult("aé中😀 \n1½", 5, 300, 977) if "\0" not in text]
    same = same and all(left == encode(text) for left, text in zip(peers.tokens(quern, out, odd), odd))
    report.check(f"{name}: ids of the saved file", same)


def check_sizes(report, quern, corpus, folder, sizes):
    """Several sizes from one training, a training that goes on from another, and a pruned vocabulary: all are what the
    package learns when it is asked for that size at once."""
    documents = list(peers.texts(corpus))
    small, large = sizes
    models = [json.loads(huggingface(documents, size, "gpt2", None, by_line=False).to_str())["model"] for size in sizes]

    def check(name, path, theirs):
        ours = json.loads(path.read_text())["model"]
        report.check(name, ours["vocab"] == theirs["vocab"]
                     and ours["merges"] == [list(pair) for pair in theirs["merges"]])

    options = ["--pattern", "gpt2", "--special", END]
    peers.run(quern, "train", corpus, "--vocab-size", f"{small},{large}", *options, "--counts", folder / "counts",
              "--out", folder / "nested-{size}.json", "--quiet")
    for size, theirs in zip(sizes, models):
        check(f"nested {size} = tokenizers", folder / f"nested-{size}.json", theirs)
    extended, pruned = folder / "extended.json", folder / "pruned.json"
    peers.run(quern, "train", "--from-counts", folder / "counts", "--vocab-size", large, "--extend",
              folder / f"nested-{small}.json", "--out", extended, "--quiet")
    check(f"{small} extended to {large} = tokenizers", extended, models[1])
    peers.run(quern, "prune", folder / f"nested-{large}.json", "--vocab-size", small, "--out", pruned, "--quiet")
    check(f"{large} pruned to {small} = tokenizers", pruned, models[0])


def check_published(report, quern, shared, corpus, folder):
    """Goes on from cl100k and prunes it; tiktoken and `tokenizers` read both and agree with quern."""
    import numpy
    import tiktoken_ext.openai_public as public
    from tiktoken.load import load_tiktoken_bpe

    source = shared / "vocabs/cl100k_base.tiktoken"
    before = load_tiktoken_bpe(str(source))
    public.load_tiktoken_bpe = lambda *_, **__: {}
    pattern = public.cl100k_base()["pat_str"]
    texts = list(peers.texts(corpus))[:200]
    counts = folder / "counts-cl100k"
    peers.run(quern, "train", corpus, "--extend", source, "--counts-only", "--out", counts, "--quiet")
    jobs = [("extended", ["train", "--from-counts", counts, "--extend", source, "--vocab-size", 102_000]),
            ("pruned", ["prune", source, "--counts", counts, "--vocab-size", 30_000,
                        "--id-map", folder / "map.npy", "--id-map", folder / "map.json"])]
    encoders = {"before": peers.tiktoken_pattern(source, pattern)}
    for name, arguments in jobs:
        json_file, ranks = folder / f"{name}.json", folder / f"{name}.tiktoken"
        peers.run(quern, *arguments, "--out", json_file, "--tiktoken", ranks, "--quiet")
        encoders[name] = peers.tiktoken_pattern(ranks, pattern)
        encode = peers.tokenizers_encoder(json_file)
        ours = peers.tokens(quern, json_file, texts)
        same = all(left == encode(text) == encoders[name](text) for left, text in zip(ours, texts))
        report.check(f"cl100k {name}: ids of tiktoken and tokenizers", same)
    after = load_tiktoken_bpe(str(folder / "extended.tiktoken"))
    report.check("cl100k extended: old ids stay", all(after[token] == rank for token, rank in before.items()))
    ids = numpy.load(folder / "map.npy")
    said = json.loads((folder / "map.json").read_text())
    pruned = load_tiktoken_bpe(str(folder / "pruned.tiktoken"))
    report.check("cl100k pruned: map", ids.tolist() == said["map"] and all(
        pruned.get(token, -1) == ids[rank] for token, rank in before.items()))
    spelt = {rank: token for token, rank in pruned.items()}
    report.check("cl100k pruned: what dropped tokens become", all(
        b"".join(spelt[id] for id in token["becomes"]) == old
        for token, old in ((token, {rank: text for text, rank in before.items()}.get(token["id"]))
                           for token in said["dropped"][:50]) if old))
    whole = [(ids[encoders["before"](text)].tolist(), encoders["pruned"](text)) for text in texts]
    report.check("cl100k pruned: ids are mapped", any(min(left) >= 0 for left, _ in whole) and all(
        left == right for left, right in whole if min(left) >= 0))


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
        if not full:
            peers.write_corpus(corpus, peers.head(peers.texts(shared / "data/corpus/multi_perm.jsonl.zst"), 1_500_000))
        check_options(report, quern, corpus, folder, 16_000 if full else 6_000)
        check_sizes(report, quern, corpus, folder, (2_000, 6_000))
        check_published(report, quern, shared, corpus, folder)
    report.finish()


main()
