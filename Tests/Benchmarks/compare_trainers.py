#!/usr/bin/env python3
"""Times the trainers of quern, gigabpe, rustbpe and tokenizers in turn on the same texts, two threads each.

usage: QUERN=BINARY [QUERN_SHARED=FOLDER] compare_trainers.py [--rounds N] [--size N]… [--corpus NAME]… [--peer NAME]…
       [--slow] [--hard]
Every measurement is a process of its own. Quern and gigabpe read the files themselves; for the others only training is
timed, with the texts in memory. gigabpe trains on lines, so it is held against `quern train --by-line`, the others
against `quern train` on whole documents, by their conventions; merges must be the same. Prints a Markdown table of
medians: seconds on the clock, seconds of the processor, and peak memory, and the ratio to quern of the same row.
tokenizers and rustbpe take minutes and run once, only with --slow. With --hard: texts without spaces, quern and gigabpe.
"""
import argparse
import base64
import json
import os
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import time

GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
THREADS = "2"
# Longer training is not waited for.
PATIENCE = 600


def build(folder, shared, name):
    """The documents as JSON Lines, as JSON Lines that end like lines of a file, and as that file."""
    source = shared / f"data/corpus/{name}.jsonl.zst"
    with subprocess.Popen(["zstd", "-dcqf", str(source)], stdout=subprocess.PIPE) as process:
        write(folder, name, (json.loads(line)["text"] for line in process.stdout))


def write(folder, name, documents):
    with open(folder / f"{name}.jsonl", "w", encoding="utf-8") as whole, \
            open(folder / f"{name}.lines.jsonl", "w", encoding="utf-8") as lines, \
            open(folder / f"{name}.txt", "w", encoding="utf-8", newline="") as plain:
        for text in documents:
            whole.write(json.dumps({"text": text}, ensure_ascii=False) + "\n")
            lines.write(json.dumps({"text": text + "\n"}, ensure_ascii=False) + "\n")
            plain.write(text + "\n")


def build_hard(folder, shared):
    """Texts whose words are long, or that have no words."""
    generator = random.Random(7)
    letters = "".join(generator.choices("ACGT", k=20_000_000))
    documents = []
    with subprocess.Popen(["zstd", "-dcqf", str(shared / "data/corpus/multi_100mb.jsonl.zst")],
                          stdout=subprocess.PIPE) as process:
        for line in process.stdout:
            record = json.loads(line)
            if record.get("lang") in ("zh", "ja", "th"):
                documents.append("".join(record["text"].split()))
    hard = {
        "Chinese, Japanese and Thai without spaces": documents,
        "20 MB of A, C, G and T as one line": [letters],
        "100 MB as one line": ["".join(documents)[:30_000_000] + letters],
        "one letter, 20 MB": ["a" * 20_000_000],
    }
    for name, texts in hard.items():
        write(folder, name, texts)
    return list(hard)


def peer(name, folder, corpus, size, out):
    """In a process of its own: trains with a peer, writes its merges and prints the seconds that training took."""
    def texts():
        with open(f"{folder}/{corpus}.jsonl", encoding="utf-8", newline="\n") as lines:
            return [json.loads(line)["text"] for line in lines]

    if name == "tokenizers":
        from tokenizers import Tokenizer, models, pre_tokenizers, trainers
        documents = texts()
        start = time.perf_counter()
        tokenizer = Tokenizer(models.BPE())
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        tokenizer.train_from_iterator(documents, trainers.BpeTrainer(
            vocab_size=size, special_tokens=[], show_progress=False,
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
        took = time.perf_counter() - start
        merges = [" ".join(pair) for pair in json.loads(tokenizer.to_str())["model"]["merges"]]
    elif name == "rustbpe":
        import rustbpe
        documents = texts()
        start = time.perf_counter()
        tokenizer = rustbpe.Tokenizer()
        tokenizer.train_from_iterator(iter(documents), size, pattern=GPT2)
        took = time.perf_counter() - start
        merges = [base64.b64encode(bytes(token)).decode() for token, _ in tokenizer.get_mergeable_ranks()]
    else:
        import gigabpe
        start = time.perf_counter()
        _, pairs = gigabpe.train_bpe([f"{folder}/{corpus}.txt"], vocab_size=size, pretokenizer="bytelevel",
                                     special_tokens=[])
        took = time.perf_counter() - start
        merges = [" ".join(base64.b64encode(part).decode() for part in pair) for pair in pairs]
    pathlib.Path(out).write_text("\n".join(merges))
    print(took)


def alphabet():
    """The bytes behind the letters of GPT-2's alphabet."""
    plain = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in plain]
    return {chr(byte): byte for byte in plain} | {chr(256 + at): byte for at, byte in enumerate(others)}


def run_quern(quern, folder, corpus, size, ties, by_line):
    """Trains with quern; gives the command and what reads its merges in the form of the peer."""
    out, ranks = folder / "quern.json", folder / "quern.tiktoken"
    command = [quern, "train", folder / f"{corpus}{'.lines' if by_line else ''}.jsonl", "--vocab-size", str(size),
               "--pattern", "gpt2", "--ties", ties, "--jobs", THREADS, "--quiet", "--out", out, "--tiktoken", ranks,
               "--special-place", "last", *(["--by-line"] if by_line else [])]

    def merges():
        if ties == "rustbpe":
            return [line.split()[0] for line in ranks.read_text().splitlines()]
        pairs = json.loads(out.read_text())["model"]["merges"]
        if not by_line:
            return [" ".join(pair) for pair in pairs]
        bytes_of = alphabet()
        return [" ".join(base64.b64encode(bytes(bytes_of[c] for c in part)).decode() for part in pair)
                for pair in pairs]

    return command, merges


def timed(command):
    """Seconds on the clock, of the processor, peak megabytes, and the output; None when it failed or took too long."""
    start = time.perf_counter()
    environment = {**os.environ, "RAYON_NUM_THREADS": THREADS, "TOKENIZERS_PARALLELISM": "true"}
    with subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, env=environment) as process:
        killer = subprocess.Popen(["sh", "-c", f"sleep {PATIENCE}; kill {process.pid}"], stderr=subprocess.DEVNULL)
        output = process.stdout.read().decode()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        killer.kill()
        killer.wait()
    if process.returncode != 0:
        return None
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1e3, output


def row(cells):
    print("| " + " | ".join(map(str, cells)) + " |", flush=True)


def compare(options, quern, folder, corpus, size, name):
    """One row: a peer beside quern, in turn; False when merges differ."""
    ties, by_line = ("rustbpe" if name == "rustbpe" else "huggingface"), name == "gigabpe"
    command, merges = run_quern(quern, folder, corpus, size, ties, by_line)
    ours, theirs = [], []
    out = folder / "peer.merges"
    for _ in range(options.rounds if name == "gigabpe" else 1):
        ours.append(timed(command) or sys.exit("quern failed"))
        found = timed([sys.executable, __file__, "--run", name, folder, corpus, size, out])
        if found:
            theirs.append((float(found[3]), *found[1:3]))
    figures = [statistics.median(run[at] for run in ours) for at in range(3)]
    shown = "{:.2f} s / {:.1f} s / {:.0f} MB"
    if not theirs:
        row([corpus, size, name, shown.format(*figures), f"failed, or more than {PATIENCE} s", "–", "–"])
        return True
    others = [statistics.median(run[at] for run in theirs) for at in range(3)]
    ratio = statistics.median(b[0] / a[0] for a, b in zip(ours, theirs))
    same = merges() == out.read_text().splitlines()
    row([corpus, f"{size:,}", name, shown.format(*figures), shown.format(*others), f"{ratio:.1f}",
         "same" if same else "DIFFERENT"])
    return same


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--size", type=int, action="append")
    parser.add_argument("--corpus", action="append")
    parser.add_argument("--peer", action="append")
    parser.add_argument("--slow", action="store_true")
    parser.add_argument("--hard", action="store_true")
    parser.add_argument("--run", nargs=5, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        name, folder, corpus, size, out = options.run
        return peer(name, folder, corpus, int(size), out)
    quern = os.environ.get("QUERN") or sys.exit("QUERN names the binary")
    shared = pathlib.Path(os.environ.get("QUERN_SHARED", "../shared"))
    same = True
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        row(["text", "ids", "peer", "quern: clock / processor / peak", "peer", "peer : quern, clock", "merges"])
        row(["---"] * 7)
        if options.hard:
            corpora, peers = build_hard(folder, shared), ["gigabpe"]
        else:
            corpora = options.corpus or ["multi_100mb", "web_dev"]
            for corpus in corpora:
                build(folder, shared, corpus)
            peers = options.peer or ["gigabpe", *(["rustbpe", "tokenizers"] if options.slow else [])]
        for corpus in corpora:
            for size in options.size or [32_000]:
                for name in peers:
                    same &= compare(options, quern, folder, corpus, size, name)
    sys.exit(0 if same else 1)


main()
