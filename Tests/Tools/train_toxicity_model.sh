#!/usr/bin/env bash
# Trains the toxicity model of Docs/ToxicityModel.md into the file MODEL, with the quern of QUERN; with --check it
# says whether the committed model is the same to the byte.
set -euo pipefail
model=${1:?usage: train_toxicity_model.sh MODEL [--check]}
folder=$(cd "$(dirname "$0")/../.." && pwd)
quern=${QUERN:-$folder/.build/release/quern}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$folder/Tests/Tools/make_toxicity_rows.py" --shared "${QUERN_SHARED:-../shared}" --out "$work/rows.jsonl"
"$quern" classify train "$work/rows.jsonl" --label toxic --positive 1 --threshold 0.6 --rate 0.1 --epochs 8 \
  --min-letters 3 --max-letters 6 --min-count 6 --buckets 650000 --quantize --dimension 2 --code-width 1 --out "$model"
if [ "${2:-}" = --check ]; then
  cmp "$model" "$folder/Models/toxicity.ftz"
  echo "the committed model is the same"
fi
