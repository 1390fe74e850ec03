"""Reads the native batches of a folder: python3 Docs/read_batches.py demo-run/shards [BATCH]"""
import json, pathlib, sys
import numpy as np

folder = pathlib.Path(sys.argv[1])
index = json.loads((folder / "index.json").read_text())
width, per_file = index["length"] + 1, index["batches_per_file"] * index["batch"]

def batch(n):
    """Inputs and targets of batch n, each (rows, T); a memory map, so only this batch is read."""
    first = n * index["batch"]
    file = np.memmap(folder / index["files"][first // per_file]["path"], index["dtype"], "r").reshape(-1, width)
    rows = file[first % per_file:][:index["batch"]]
    return rows[:, :-1], rows[:, 1:]

inputs, targets = batch(int(sys.argv[2]) if len(sys.argv) > 2 else 0)
print(inputs.shape, inputs.dtype, "first row:", inputs[0, :8].tolist(), "targets:", targets[0, :8].tolist())
