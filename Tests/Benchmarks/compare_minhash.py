#!/usr/bin/env python3
"""Compares the speed of MinHash signatures: documents in memory, one thread.

usage: QUERN=BINARY compare_minhash.py FILE.jsonl.zst [SECONDS]
The peers, datatrove and rensa, work on as many documents as take about SECONDS (10). rensa is given its shingles by
Python, as its users do, and once more with shingles that are there already.
"""
import json
import os
import subprocess
import sys
import time


def texts(path):
    out = subprocess.run(["zstd", "-dc", path], check=True, capture_output=True).stdout
    return [json.loads(line)["text"] for line in out.splitlines()]


def measure(name, documents, sign, seconds):
    start, size = time.perf_counter(), 0
    for text in documents:
        sign(text)
        size += len(text.encode())
        if time.perf_counter() - start > seconds:
            break
    print(f"{name}: {size / 1e6 / (time.perf_counter() - start):.2f} MB/s, {size:,} bytes")


def main():
    path, seconds = sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 10.0
    quern = os.path.abspath(os.environ["QUERN"])
    for profile in ("quern", "datatrove", "fineweb", "dclm", "refinedweb"):
        print(profile, subprocess.run([quern, "bench", "minhash", path, "--profile", profile], check=True,
                                      capture_output=True, text=True).stdout.strip())
    documents = texts(path)
    from datatrove.pipeline.dedup.minhash import MinhashConfig, MinhashDedupSignature
    signer = MinhashDedupSignature(output_folder="unused", config=MinhashConfig())

    def datatrove(text):
        shingles = signer.get_shingles(text)
        if shingles.size:
            signer.get_signature(shingles)
    datatrove("a first text of some words so that everything is loaded")
    measure("datatrove", documents, datatrove, seconds)
    import rensa

    def shingle(text):
        words = text.lower().split()
        return [" ".join(words[at:at + 5]) for at in range(len(words) - 4)]

    def sign(shingles):
        signature = rensa.RMinHash(num_perm=112, seed=1)
        signature.update(shingles)
        return signature.digest()
    measure("rensa with shingles by Python", documents, lambda text: sign(shingle(text)), seconds)
    ready = {text: shingle(text) for text in documents[:2000]}
    measure("rensa on ready shingles", documents[:2000], lambda text: sign(ready[text]), seconds)


if __name__ == "__main__":
    main()
