#!/usr/bin/env python3
"""Times language identification of quern and of fasttext-predict (PyPI) in turn, one thread each, on the same texts.

usage: QUERN=BINARY [QUERN_SHARED=FOLDER] compare_languages.py [--rounds N] [--all]
The texts are the English pages of web_dev, with --all every page. Only prediction is timed, on texts in memory. Prints
a Markdown table of medians in MB of text a second, the ratio to fasttext-predict, and how many documents get the same
language and the same score as from it, and on a sample as on the whole text. Fails when the whole text is told less
than 2.5 times as fast as by fasttext-predict, a sample of 1 KiB at less than 80 MB/s, samples agree on less than 99.5 %
of the documents, or a language differs from that of fasttext-predict.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import fasttext


def documents(shared, everything):
    path = shared / "data/corpus/web_dev.jsonl.zst"
    with subprocess.Popen(["zstd", "-dcq", str(path)], stdout=subprocess.PIPE) as process:
        for line in process.stdout:
            row = json.loads(line)
            if everything or row["lang"] == "en":
                yield row["text"]


def bench(quern, corpus, model, *options):
    command = [quern, "bench", "language", corpus, "--model", model, "--json", *options]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)["megabytes_per_second"]


def told(quern, corpus, model, folder, *options):
    out = pathlib.Path(folder) / "told"
    command = [quern, "clean", corpus, "--profile", "toxicity", "--language-model", model, "--out", str(out), "--redo",
               "--keep-dropped", "none", "--quiet", *options]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    found = {}
    for file in sorted((out / "verdicts").glob("*.zst")):
        rows = subprocess.run(["zstd", "-dcq", str(file)], check=True, stdout=subprocess.PIPE).stdout
        for line in rows.splitlines():
            signals = json.loads(line)["signals"]
            found[len(found)] = (signals["language"], signals["language_score"])
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--all", action="store_true")
    arguments = parser.parse_args()
    quern = os.environ["QUERN"]
    shared = pathlib.Path(os.environ.get("QUERN_SHARED", "../shared"))
    path = str(shared / "data/models/lid.176.ftz")
    texts = list(documents(shared, arguments.all))
    size = sum(len(text.encode()) for text in texts)
    model = fasttext.load_model(path)
    with tempfile.TemporaryDirectory() as folder:
        corpus = f"{folder}/corpus.jsonl"
        with open(corpus, "w", encoding="utf-8") as file:
            for text in texts:
                file.write(json.dumps({"text": text}, ensure_ascii=False) + "\n")
        prepared = [text.replace("\n", " ") for text in texts]
        figures = {"fasttext-predict": [], "quern, whole text": [], "quern, 1 KiB": []}
        for _ in range(arguments.rounds):
            start = time.perf_counter()
            predictions = [model.predict(text) for text in prepared]
            figures["fasttext-predict"].append(size / 1e6 / (time.perf_counter() - start))
            figures["quern, whole text"].append(bench(quern, corpus, path))
            figures["quern, 1 KiB"].append(bench(quern, corpus, path, "--sample", "1KiB"))
        whole = told(quern, corpus, path, folder)
        sampled = told(quern, corpus, path, folder, "--language-sample", "1KiB")
    medians = {name: statistics.median(values) for name, values in figures.items()}
    base = medians["fasttext-predict"]
    print(f"{len(texts)} documents, {size / 1e6:.1f} MB")
    print("| | MB/s | ratio |\n|---|---|---|")
    for name, value in medians.items():
        print(f"| {name} | {value:.1f} | {value / base:.1f} |")
    pairs = [(labels[0].removeprefix("__label__") if labels else None, scores[0] if len(scores) else 0)
             for labels, scores in predictions]
    same = sum(whole[i][0] == pair[0] for i, pair in enumerate(pairs)) / len(pairs)
    close = sum(abs(whole[i][1] - pair[1]) < 1e-6 for i, pair in enumerate(pairs)) / len(pairs)
    agree = sum(whole[i][0] == sampled[i][0] for i in whole) / len(whole)
    print(f"same language as fasttext-predict: {same:.4%}, same score: {close:.4%}; sample as whole: {agree:.4%}")
    is_fine = base * 2.5 <= medians["quern, whole text"] and medians["quern, 1 KiB"] >= 80 and agree >= 0.995 and same == 1
    sys.exit(0 if is_fine else 1)


if __name__ == "__main__":
    main()
