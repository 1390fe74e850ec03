#!/usr/bin/env python3
"""Writes Fixtures/tokenizers/pipelines.jsonl: small random tokenizers, and what the `tokenizers` package does with them.

usage: make_tokenizer_golden.py
Needs tokenizers 0.23.3 (PyPI). Each line has a tokenizer.json, texts, their ids with special tokens as text and as
tokens, and the text that the ids decode to. Vocabularies and texts are made up here.
"""
import json
import pathlib
import random
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests/Conformance"))

import tokenizer_pipeline as pipeline  # noqa: E402

COUNT = 40


def line(seed):
    """One line of the file; None where the package fails, or does something else each time."""
    import tokenizers

    generator = random.Random(seed)
    made = pipeline.tokenizer(generator)
    package = tokenizers.Tokenizer.from_str(json.dumps(made))
    sought = [token["content"] for token in made["added_tokens"] if token["normalized"]]
    if made["normalizer"]:
        sought = [package.normalizer.normalize_str(content) for content in sought]
    if len(set(sought)) < len(sought) or "" in sought:
        return None
    # Refused too: a metaspace that goes by where the package believes replaced text to come from.
    if '"first"' in json.dumps(made["pre_tokenizer"]) and '"Replace"' in json.dumps(made["normalizer"]):
        return None
    # And replacements of nothing.
    if "(?=" in json.dumps(made["normalizer"]):
        return None
    texts = [pipeline.text(generator) for _ in range(12)]
    out = {"tokenizer": made, "texts": texts}
    for name, as_text in [("plain", True), ("special", False)]:
        package.encode_special_tokens = as_text
        out[name] = [package.encode(text, add_special_tokens=False).ids for text in texts]
    out["decoded"] = [package.decode(ids, skip_special_tokens=False) for ids in out["special"]]
    out["skipped"] = [package.decode(ids, skip_special_tokens=True) for ids in out["special"]]
    return out


def main():
    found, seed = [], 5000
    while len(found) < COUNT:
        seed += 1
        try:
            made = line(seed)
        except BaseException as error:  # the package ends some combinations with a panic, which is no Exception
            if "Panic" not in type(error).__name__:
                raise
            made = None
        if made:
            found.append(made)
    target = ROOT / "Fixtures/tokenizers/pipelines.jsonl"
    target.parent.mkdir(exist_ok=True)
    target.write_text("".join(json.dumps(each, ensure_ascii=False, separators=(",", ":")) + "\n" for each in found),
                      encoding="utf-8")


main()
