#!/usr/bin/env python3
"""Holds what `quern dedup` removes from real documents against plain Python and against pairs of known similarity.

usage: QUERN=BINARY [QUERN_SHARED=FOLDER] dedup_data.py
"""
import json
import pathlib
import subprocess
import tempfile

import _peers as peers

# Of pairs with a similarity of 0.85 and more.
LEAST_RECALL = 0.98
THRESHOLD = 0.8


def rows(path):
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        if file.suffix == ".zst":
            for line in subprocess.run(["zstd", "-dc", file], check=True, capture_output=True).stdout.splitlines():
                yield json.loads(line)


def exact(quern, path, folder):
    out = folder / "exact"
    subprocess.run([quern, "dedup", "exact", path, "--out", out, "--quiet"], check=True)
    seen, expected = {}, {}
    for number, row in enumerate(rows(path)):
        first = seen.setdefault(row["text"], number)
        if first != number:
            expected[number] = first
    found = {row["doc"]: row["kept_doc"] for row in rows(out / "removed")}
    assert found == expected, f"{len(found)} found, {len(expected)} expected"
    print(f"{path.name}: {len(found)} exact duplicates of {number + 1} documents, all found, none false")


def near(quern, shared, folder):
    pairs = [line.split("\t") for line in (shared / "data/neardup/django_pairs.tsv").read_text().splitlines()[1:]]
    for profile in ("quern", "datatrove", "dolma3"):
        out = folder / profile
        subprocess.run([quern, "dedup", "near", shared / "data/neardup/django_rev.jsonl.zst", "--profile", profile,
                        "--threshold", str(THRESHOLD), "--out", out, "--quiet"], check=True)
        removed = {row["id"]: row for row in rows(out / "removed")}
        least = min(row["similarity"] for row in removed.values())
        assert least >= THRESHOLD, f"{profile}: a document went at a similarity of {least}"
        stayed = {row["id"] for row in rows(out / "docs")}
        assert all(row["kept_id"] in stayed for row in removed.values()), profile
        wanted = [(one, two) for one, two, similarity, _ in pairs if float(similarity) >= 0.85]
        found = sum(one in removed or two in removed for one, two in wanted)
        print(f"{profile}: {len(removed)} documents went, least similarity {least:.3f}, "
              f"{found} of {len(wanted)} pairs found ({100 * found / len(wanted):.2f} %)")
        assert found >= LEAST_RECALL * len(wanted), profile


def main():
    quern, shared = peers.setting()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        exact(quern, shared / "data/corpus/web_dev.jsonl.zst", folder)
        near(quern, shared, folder)


if __name__ == "__main__":
    main()
