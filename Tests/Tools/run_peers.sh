#!/usr/bin/env bash
# Runs the checks of a folder against tools from PyPI: every FOLDER/*.py whose name does not begin with '_', with the
# release build's path in QUERN. The tools are those of FOLDER/requirements.txt, in the virtual environment .build-peers.
set -euo pipefail
cd "$(dirname "$0")/../.."

folder=${1:?usage: run_peers.sh FOLDER}
shopt -s nullglob
checks=("$folder"/[!_]*.py)
if [ ${#checks[@]} -eq 0 ]; then
  echo "no checks in $folder" >&2
  exit 1
fi

python=.build-peers/bin/python
if ! [ -x "$python" ]; then
  rm -rf .build-peers
  if ! python3 -m venv .build-peers; then
    echo "python3 cannot make a virtual environment; on Debian: apt-get install python3-venv" >&2
    exit 1
  fi
fi
stamp=.build-peers/$(tr -c 'A-Za-z0-9\n' _ <<<"$folder").txt
if ! cmp -s "$folder/requirements.txt" "$stamp"; then
  "$python" -m pip install --quiet --disable-pip-version-check --requirement "$folder/requirements.txt"
  cp "$folder/requirements.txt" "$stamp"
fi

QUERN=$(swift build -c release --show-bin-path)/quern
export QUERN
failed=0
for check in "${checks[@]}"; do
  start=$SECONDS
  if "$python" "$check"; then
    echo "passed: $check ($((SECONDS - start)) s)"
  else
    echo "FAILED: $check ($((SECONDS - start)) s)" >&2
    failed=$((failed + 1))
  fi
done
[ "$failed" -eq 0 ]
