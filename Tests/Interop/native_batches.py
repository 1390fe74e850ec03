"""Reads native batches with the reader of the documentation and with plain Python, and compares the two.

Needs numpy (PyPI). usage: QUERN=BINARY native_batches.py
"""

import ast
import json
import os
import pathlib
import struct
import subprocess
import sys
import tempfile


def plain_rows(folder, index):
    """All rows, read without numpy from the layout that Docs/Formats.md states."""
    code, size = {"uint16": ("H", 2), "uint32": ("I", 4)}[index["dtype"]]
    width = index["length"] + 1
    for file in index["files"]:
        data = (folder / file["path"]).read_bytes()
        assert len(data) == file["bytes"] == file["rows"] * width * size
        for start in range(0, len(data), width * size):
            yield list(struct.unpack(f"<{width}{code}", data[start:start + width * size]))


def main():
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "run"
        status = subprocess.run(
            [os.environ["QUERN"], "run", "Fixtures/demo/recipe.yml", "--out", str(out), "--quiet"]).returncode
        assert status == 2, f"quern run exited with {status}"
        index = json.loads((out / "shards/index.json").read_text())
        rows = list(plain_rows(out / "shards", index))
        assert len(rows) == index["rows"]
        for batch in (0, index["batches"] // 2, index["batches"] - 1):
            line = subprocess.run(
                [sys.executable, "Docs/read_batches.py", str(out / "shards"), str(batch)], check=True,
                capture_output=True, text=True).stdout
            first = rows[batch * index["batch"]]
            count = min(index["batch"], index["rows"] - batch * index["batch"])
            inputs, targets = line.split("first row: ")[1].split(" targets: ")
            assert line.startswith(f"({count}, {index['length']}) {index['dtype']}"), line
            assert ast.literal_eval(inputs) == first[:8] and ast.literal_eval(targets) == first[1:9], line
    print(f"native batches: {len(rows)} rows, read alike by numpy and by hand")


main()
