#!/usr/bin/env bash
# Fails when a program that links every library of levels 1 to 4 needs Foundation at run time.
set -euo pipefail
cd "$(dirname "$0")/../.."

swift build --product foundation-free-probe
needed=$(ldd "$(swift build --show-bin-path)/foundation-free-probe")
if grep Foundation <<<"$needed" >&2; then
  echo "a library below level 5 pulls in Foundation" >&2
  exit 1
fi
echo "foundation: none of $(wc -l <<<"$needed") linked libraries"
