#!/usr/bin/env python3
"""Holds ids against recorded ones: those of kitoken's and llama.cpp's test suites.

usage: QUERN=BINARY [QUERN_SHARED=FOLDER] tokenizer_golden.py
The recorded ids lie in the shared folder, some with their vocabularies. tokenizer_formats.py checks llama.cpp's own
vocabularies.
"""
import pathlib
import subprocess
import tempfile

import _peers as peers

END = "<|endoftext|>"
# Vocabularies of kitoken's archive, and how their ids are called there.
KITOKEN = [("tiktoken/cl100k_base.tiktoken", "cl100k"), ("tiktoken/o200k_base.tiktoken", "o200k"),
           ("tiktoken/p50k_base.tiktoken", "gpt2"), ("tokenizers/gpt2.json", None)]
# Texts of llama.cpp whose vocabulary lies among the shared ones.
LLAMA_CPP = [("gpt-2", "gpt2.json"), ("llama-bpe", "llama3.tiktoken:llama3"), ("qwen2", "qwen.tiktoken:qwen2")]


def unpack(archive, folder):
    """The content of a .tar.zst in a folder of its own."""
    target = folder / archive.name.split(".")[0]
    target.mkdir()
    with subprocess.Popen(["zstd", "-dcq", str(archive)], stdout=subprocess.PIPE) as process:
        subprocess.run(["tar", "-x", "-C", str(target)], stdin=process.stdout, check=True)
    return target


def compare(report, quern, name, tokenizer, texts, wanted):
    """Checks the ids of every text; those with a special token only where the vocabulary names it."""
    why = peers.refusal(quern, tokenizer)
    if why:
        return report.check(name, False, why)
    named = peers.specials(quern, tokenizer)
    pairs = [pair for pair in zip(texts, wanted, strict=True) if END not in pair[0] or END in named]
    options = ["--special", "allow"] if named else []
    found = list(peers.tokens(quern, tokenizer, (text for text, _ in pairs), *options))
    wrong = [text for (text, ids), ours in zip(pairs, found, strict=True) if ids != ours]
    report.check(f"{name} ({len(pairs)} of {len(texts)} texts)", not wrong, f"{len(wrong)}, first {wrong[:1]!r}")


def numbers(line):
    """The ids of a line, parted by commas or spaces."""
    return [int(word) for word in line.replace(",", " ").split()]


def check_kitoken(report, quern, folder):
    """One text a line, or one file; lines spell some white space."""
    tests = next(folder.rglob("tests"))
    for file, pattern in KITOKEN:
        vocabulary = tests / "models" / file
        tokenizer = f"{vocabulary}:{pattern}" if pattern else vocabulary
        for kind in ["small", "mixed", "utf8"]:
            text = (tests / f"data/{kind}_input.txt").read_bytes().decode()
            recorded = tests / "data" / file.split("/")[0] / f"{kind}_tokens_{vocabulary.stem}.txt"
            ids = recorded.read_text()
            if kind == "utf8":
                texts, wanted = [text], [numbers(ids)]
            else:
                texts = text.split("\n")[:-1]
                wanted = [numbers(line) for line in ids.split("\n")[:-1]]
            if kind == "small":
                texts = [line.replace("\\n", "\n").replace("\\s", " ") for line in texts]
            compare(report, quern, f"kitoken {kind} {vocabulary.name}", tokenizer, texts, wanted)


def check_llama_cpp(report, quern, folder, vocabularies):
    """Texts between marks."""
    def recorded(name):
        inputs = next(folder.rglob(f"ggml-vocab-{name}.gguf.inp")).read_bytes().decode()
        texts = inputs.split("\n__ggml_vocab_test__\n")
        lines = next(folder.rglob(f"ggml-vocab-{name}.gguf.out")).read_text().split("\n")
        return texts[:46], [numbers(line) for line in lines[:46]]

    for name, vocabulary in LLAMA_CPP:
        compare(report, quern, f"llama.cpp {name} {vocabulary}", vocabularies / vocabulary, *recorded(name))


def main():
    quern, shared = peers.setting()
    report = peers.Report()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        check_kitoken(report, quern, unpack(shared / "data/tok/kitoken_golden.tar.zst", folder))
        check_llama_cpp(report, quern, unpack(shared / "data/tok/llamacpp_golden.tar.zst", folder), shared / "vocabs")
    report.finish()


main()
