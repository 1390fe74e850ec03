"""A whole run on real web pages, held against the `tokenizers` package and against itself.

Runs a recipe on web_dev.jsonl.zst and checks that the accounting adds up in every file, that tokenizer.json loads in
`tokenizers` and gives the same ids on 1,000 documents, that the batches decode back to the cleaned text of every
document, that the index tells the truth, and that one and two threads give the same bytes.
"""

import json
import pathlib
import subprocess
import tempfile

import numpy
import tokenizers

import _peers as peers

QUERN, SHARED = peers.setting()
RECIPE = """
quern: 1
inputs:
  - {source: web, path: %s}
stages: [exact, clean]
clean:
  - {when: {source: web}, profiles: [basic]}
tokenizer: {train: {vocab_size: 16000, pattern: cl100k, special: ["<|endoftext|>"]}}
shards: {length: 512, batch: 64}
"""


def rows(path):
    return [json.loads(line) for line in peers.lines(path)]


def run(recipe, out, jobs):
    status = subprocess.run([QUERN, "run", recipe, "--out", out, "--jobs", str(jobs), "--quiet"]).returncode
    assert status in (0, 2), f"quern run exited with {status}"


def check_accounting(out):
    report = json.loads((out / "report/report.json").read_text())
    verdicts = [row for path in sorted((out / "verdicts").iterdir()) for row in rows(path)]
    documents = [row for path in sorted((out / "docs").glob("*.zst")) for row in rows(path)]
    rejected = [row for path in sorted((out / "rejected").iterdir()) for row in rows(path)]
    removed = [row for path in sorted((out / "removed").iterdir()) for row in rows(path)]
    kept = [row for row in verdicts if row["keep"]]
    assert report["balanced"] and report["read"] == len(verdicts) + len(rejected)
    assert report["kept"] == len(kept) == len(documents)
    assert sum(report["dropped"].values()) == len(verdicts) - len(kept)
    assert sum(report["rejected"].values()) == len(rejected)
    assert [row["id"] for row in kept] == [row["id"] for row in documents]
    assert len(removed) == report["dropped"].get("exact_duplicate", 0)
    stayed = {row["id"] for row in verdicts if row["reason"] != "exact_duplicate"}
    assert all(row["kept_id"] in stayed for row in removed)
    print(f"accounting: {report['read']} read, {report['kept']} kept, {sum(report['dropped'].values())} dropped")
    return documents


def check_ids(out, documents):
    reference = tokenizers.Tokenizer.from_file(str(out / "tokenizer/tokenizer.json"))
    reference.encode_special_tokens = True
    with tempfile.TemporaryDirectory() as folder:
        command = [QUERN, "encode", str(out / "docs"), "--tokenizer", str(out / "tokenizer/tokenizer.json"),
                   "--format", "ids", "--out", folder, "--quiet"]
        subprocess.run(command, check=True)
        ours = [row["ids"] for path in sorted(pathlib.Path(folder).glob("ids-*")) for row in rows(path)]
    assert len(ours) == len(documents)
    for document, ids in list(zip(documents, ours))[:1000]:
        assert reference.encode(document["text"]).ids == ids, f"other ids for {document['id']}"
    print(f"ids: {min(1000, len(ours))} documents equal to tokenizers {tokenizers.__version__}")
    return reference, ours


def check_batches(out, documents, ids, reference):
    index = json.loads((out / "shards/index.json").read_text())
    length = index["length"]
    stored = numpy.concatenate([
        numpy.memmap(out / "shards" / file["path"], dtype=index["dtype"], mode="r").reshape(-1, length + 1)
        for file in index["files"]])
    assert list(stored.shape) == index["shape"] and index["batch"] == 64
    stream = numpy.concatenate([stored[0], stored[1:, 1:].ravel()])[:index["tokens"]]
    assert (stored[1:, 0] == stored[:-1, -1]).all(), "rows do not overlap by one"
    assert index["tokens"] == stored.size - index["overlap"] - index["padding"]
    starts = numpy.fromfile(out / "shards" / index["document_map"]["path"], dtype="<u8").reshape(-1, 2)[:, 1].astype(int)
    ends = numpy.append(starts[1:], index["tokens"])
    assert len(starts) == index["documents"] == len(documents)
    for document, expected, start, end in zip(documents, ids, starts, ends):
        found = stream[start:end]
        assert found[-1] == index["eos_id"]
        assert found[:-1].tolist() == expected, f"other ids in the batches for {document['id']}"
        assert reference.decode(found[:-1].tolist(), skip_special_tokens=False) == document["text"], document["id"]
    print(f"batches: {index['shape'][0]} rows decode back to {len(documents)} documents")


def same_bytes(left, right):
    for path in sorted(left.rglob("*")):
        part = path.relative_to(left)
        if path.is_dir() or part.parts[0] in ("done", "events.jsonl", "plan.json"):
            continue
        assert path.read_bytes() == (right / part).read_bytes(), f"{part} depends on the number of threads"
    print("threads: the same bytes with one and with two")


def main():
    corpus = SHARED / "data/corpus/web_dev.jsonl.zst"
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        recipe = folder / "recipe.yml"
        recipe.write_text(RECIPE % corpus.resolve())
        run(recipe, folder / "one", 1)
        documents = check_accounting(folder / "one")
        reference, ids = check_ids(folder / "one", documents)
        check_batches(folder / "one", documents, ids, reference)
        run(recipe, folder / "two", 2)
        same_bytes(folder / "one", folder / "two")


main()
