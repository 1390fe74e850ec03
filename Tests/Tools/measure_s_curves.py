#!/usr/bin/env python3
"""Measures how often pairs of documents of a known similarity agree in a band, and plots that beside the theory.

usage: QUERN=BINARY measure_s_curves.py [OUTPUT.svg]
Makes pairs of documents of random words whose Jaccard similarity (of 5-word shingles) is computed here, gives each pair a
scope of its own, and counts those of which `quern dedup near --no-verify` removes one.
"""
import collections
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

PROFILES = [("quern", "#1f77b4"), ("datatrove", "#d62728"), ("dolma3", "#2ca02c"), ("dclm", "#9467bd"),
            ("refinedweb", "#ff7f0e")]
WORDS, PAIRS, NGRAM = 300, 3000, 5


def shingles(words):
    return {tuple(words[at:at + NGRAM]) for at in range(len(words) - NGRAM + 1)}


def make_pairs(path):
    """Writes the pairs; returns the similarity of each."""
    chance = random.Random(7)
    similarities = []
    with open(path, "w") as out:
        for pair in range(PAIRS):
            # Letters only: datatrove takes all numbers for one.
            def word():
                return "".join(chance.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(9))
            one = [word() for _ in range(WORDS)]
            two = list(one)
            for _ in range(chance.randrange(0, 22)):
                two[chance.randrange(WORDS)] = word()
            left, right = shingles(one), shingles(two)
            similarities.append(len(left & right) / len(left | right))
            for side, words in enumerate((one, two)):
                row = {"id": f"{pair}-{side}", "pair": f"p{pair}", "text": " ".join(words)}
                out.write(json.dumps(row) + "\n")
    return similarities


def removed(quern, folder, profile):
    out = folder / profile
    subprocess.run([quern, "dedup", "near", folder / "pairs.jsonl", "--no-verify", "--scope", "field:pair", "--profile",
                    profile, "--out", out, "--quiet"], check=True)
    found = set()
    for path in (out / "removed").iterdir():
        for line in subprocess.run(["zstd", "-dc", path], check=True, capture_output=True).stdout.splitlines():
            found.add(int(json.loads(line)["id"].split("-")[0]))
    return found


def theory(quern, profile):
    answer = subprocess.run([quern, "dedup", "estimate", "--json", "--profile", profile], check=True, capture_output=True)
    return [(point["jaccard"], point["compared"]) for point in json.loads(answer.stdout)["curve"]]


def main():
    quern = os.path.abspath(os.environ["QUERN"])
    target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        similarities = make_pairs(folder / "pairs.jsonl")
        parts = []
        for number, (profile, colour) in enumerate(PROFILES):
            found = removed(quern, folder, profile)
            buckets = collections.defaultdict(lambda: [0, 0])
            for pair, similarity in enumerate(similarities):
                bucket = buckets[round(similarity * 20) / 20]
                bucket[0] += 1
                bucket[1] += pair in found
            curve = theory(quern, profile)
            line = " ".join(f"{60 + 500 * x:.1f},{330 - 300 * y:.1f}" for x, y in curve)
            parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
            for jaccard, (count, agreed) in sorted(buckets.items()):
                if count < 20:
                    continue
                share = agreed / count
                print(f"{profile} {jaccard:.2f} {count} pairs, {100 * share:.1f} % compared")
                parts.append(f'<circle cx="{60 + 500 * jaccard:.1f}" cy="{330 - 300 * share:.1f}" r="3" fill="{colour}"/>')
            parts.append(f'<text x="72" y="{50 + 18 * number}" fill="{colour}">{profile}</text>')
    for step in range(0, 11, 2):
        parts.append(f'<text x="{60 + 50 * step}" y="350" text-anchor="middle">{step / 10:.1f}</text>')
        parts.append(f'<text x="52" y="{334 - 30 * step}" text-anchor="end">{10 * step} %</text>')
        parts.append(f'<path d="M60 {330 - 30 * step}H560M{60 + 50 * step} 30V330" stroke="#888" stroke-opacity="0.3"/>')
    parts.append('<text x="310" y="370" text-anchor="middle">Jaccard similarity of 5-word shingles</text>')
    svg = ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 380" font-family="sans-serif" font-size="12">'
           '<title>Share of pairs that are compared, by similarity: lines by theory, points as measured</title>'
           '<rect width="600" height="380" fill="white"/>' + "".join(parts) + "</svg>\n")
    if target:
        target.write_text(svg)


if __name__ == "__main__":
    main()
