#!/usr/bin/env python3
"""Holds what the rule datatrove-12gram finds against datatrove's own indexer and words.

usage: QUERN=BINARY [QUERN_SHARED=FOLDER] [FULL=1] decontaminate_datatrove.py
datatrove's index needs another package to read benchmarks, so its hashes are asked for directly. The benchmark is the
test part of GSM8K; the documents are model solutions that hold its questions, and pages of many languages, in which runs
of numbers alone are found. With FULL=1 all documents are compared, otherwise every eighth.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import types

import _peers as peers


def main():
    from datatrove.pipeline.decont.n_grams import NGramsDecontConfig, NGramsDecontIndexer
    from datatrove.utils.hashing import HashConfig, create_hash_func
    from datatrove.utils.text import ngrams, simplify_text
    from datatrove.utils.word_tokenizers import load_word_tokenizer

    quern, shared = peers.setting()
    step = 1 if os.environ.get("FULL") == "1" else 8
    indexer = types.SimpleNamespace(config=NGramsDecontConfig(), tokenizer=load_word_tokenizer("en"),
                                    hash_func=create_hash_func(HashConfig()))
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        subprocess.run(f"zstd -dcq '{shared}/data/bench/bench_perm.tar.zst' | tar -x -C '{folder}'", shell=True,
                       check=True)
        benchmark = folder / "bench" / "test.jsonl"
        hashes = set()
        for line in peers.lines(benchmark):
            item = json.loads(line)
            hashes.update(NGramsDecontIndexer.compute_hashes(indexer, item["answer"], item["question"]))
        documents = []
        for line in peers.lines(folder / "bench" / "example_model_solutions.jsonl"):
            item = json.loads(line)
            documents += [item["question"] + "\n" + item["ground_truth"], item["question"],
                          item["175b_finetuning"]["solution"]]
        documents += peers.texts(shared / "data" / "corpus" / "multi_perm.jsonl.zst")
        documents = documents[::step]
        peers.write_corpus(folder / "in.jsonl", documents)
        done = subprocess.run(
            [quern, "decontaminate", folder / "in.jsonl", "--against", benchmark, "--fields", "question", "--answer",
             "answer", "--rule", "datatrove-12gram", "--out", folder / "out", "--dry-run", "--quiet"],
            capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(done.stderr)
        ours = {int(json.loads(line)["id"]) for line in peers.lines(next((folder / "out" / "contamination").glob("*.zst")))}
    theirs = set()
    for number, text in enumerate(documents):
        words = indexer.tokenizer.word_tokenize(simplify_text(text, indexer.config.norm_config))
        if any(indexer.hash_func(" ".join(run)) in hashes for run in ngrams(words, indexer.config.n_grams)):
            theirs.add(number)
    print(f"{len(documents)} documents, {len(theirs)} found by datatrove, {len(ours ^ theirs)} differ")
    for number in sorted(ours ^ theirs)[:5]:
        print(f"{'ours' if number in ours else 'theirs'} only: {documents[number][:200]!r}")
    if ours != theirs or not theirs:
        sys.exit(1)


main()
