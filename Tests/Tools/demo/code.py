"""Source code bank: a language is a list of units, parted by `%%` lines.

Slots are written «a|b» or «noun» here, because braces belong to the code.
The first part of a language, above `====`, is its file heads, the second its
units. C and Swift are in code_compiled.py.
"""

from .code_compiled import C, SWIFT

PYTHON = r'''
"""«Helpers|Small tools» for «NOUN» records from the «place»."""

import csv
import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
%%
#!/usr/bin/env python3
# Reads «NOUN» files from the «DIR» folder and «prints|writes» a summary.
from __future__ import annotations

import argparse
import csv
import json
import logging
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

log = logging.getLogger("«NOUN»")
====
@dataclass(frozen=True)
class «CLASS»:
    """One «NOUN», as it stands in the file."""

    «LABEL»: str
    «FIELD»: float
    note: str | None = None

    def is_«large|heavy|due»(self, limit: float = «10-500».0) -> bool:
        return self.«FIELD» >= limit
%%
def read_«NOUN»s(path: Path) -> list[dict]:
    """Read a CSV file and turn its «FIELD» column into numbers."""
    rows = []
    with path.open(newline="", encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            rows.append(row)
    for row in rows:
        row["«FIELD»"] = float(row["«FIELD»"] or 0)
    return rows
%%
def total_by_«LABEL»(«NOUN»s):
    totals = defaultdict(float)
    for «NOUN» in «NOUN»s:
        totals[«NOUN»["«LABEL»"]] += «NOUN»["«FIELD»"]
    return dict(sorted(totals.items(), key=lambda pair: «-pair[1]|pair[0]»))
%%
def moving_average(values, width=«3-12»):
    """Average over the last `width` values; shorter at the start."""
    window, out, running = [], [], 0.0
    for value in values:
        window.append(value)
        running += value
        if len(window) > width:
            running -= window.pop(0)
        out.append(running / len(window))
    return out
%%
class «NounCache|SmallCache|Recent»:
    """Keeps the last «16-256» results; the oldest leaves first."""

    def __init__(self, capacity=«16-256»):
        self._items = {}
        self._capacity = capacity

    def get(self, key, compute):
        if key in self._items:
            value = self._items.pop(key)
        else:
            value = compute(key)
            if len(self._items) >= self._capacity:
                self._items.pop(next(iter(self._items)))
        self._items[key] = value
        return value
%%
def retry(action, attempts=«3-6», pause=«1-9».5):
    import time

    for attempt in range(1, attempts + 1):
        try:
            return action()
        except OSError as error:
            if attempt == attempts:
                raise
            print(f"attempt {attempt} failed: {error}", file=sys.stderr)
            time.sleep(pause * attempt)
%%
def chunks(items, size):
    """Cut a sequence into lists of at most `size` items."""
    batch = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
%%
def write_report(«NOUN»s, path):
    path = Path(path)
    temporary = path.with_suffix(".part")
    with temporary.open("w", encoding="utf-8") as out:
        for «NOUN» in «NOUN»s:
            out.write(json.dumps(«NOUN», ensure_ascii=False, sort_keys=True) + "\n")
    temporary.replace(path)  # readers never see half a file
%%
def test_«moving_average|smoothing»():
    assert moving_average([2, 4, 6], width=2) == [2.0, 3.0, 5.0]
    assert moving_average([]) == []
%%
def parse_duration(text):
    """'1h30m' -> 5400. Raises ValueError on anything else."""
    units = {"h": 3600, "m": 60, "s": 1}
    seconds, digits = 0, ""
    for char in text.strip():
        if char.isdigit():
            digits += char
        elif char in units and digits:
            seconds += int(digits) * units[char]
            digits = ""
        else:
            raise ValueError(f"not a duration: {text!r}")
    if digits:
        raise ValueError(f"unit missing in {text!r}")
    return seconds
%%
def topological(graph):
    """Order the nodes so that each comes after what it depends on."""
    done, active, order = set(), set(), []

    def visit(node):
        if node in done:
            return
        if node in active:
            raise RuntimeError(f"cycle through {node}")
        active.add(node)
        for other in sorted(graph.get(node, ())):
            visit(other)
        active.discard(node)
        done.add(node)
        order.append(node)

    for node in sorted(graph):
        visit(node)
    return order
%%
def main(argv=None):
    parser = argparse.ArgumentParser(description="«Summarise|Check» «NOUN» files")
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--limit", type=float, default=«5-90»)
    options = parser.parse_args(argv)
    for path in options.paths:
        rows = read_«NOUN»s(path)
        over = [row for row in rows if row["«FIELD»"] > options.limit]
        print(f"{path.name}: {len(rows)} rows, {len(over)} over {options.limit}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
'''

SHELL = r'''
#!/bin/sh
# «Rotates|Packs» the «NOUN» logs in «DIR»/ and keeps «5-60» days of them.
set -eu
%%
#!/usr/bin/env bash
# Nightly job of the «place»: «copy|check|compress» «NOUN» files.
set -euo pipefail
IFS=$'\n\t'
====
root=${1:-/srv/«DIR»}
keep=${KEEP:-«5-90»}
if [ ! -d "$root" ]; then
    echo "$0: no such folder: $root" >&2
    exit 66
fi
%%
log() {
    printf '%s %s\n' "$(date -u +%FT%TZ)" "$*" >&2
}
%%
find "$root" -type f -name '*.«log|csv|json»' -mtime +"$keep" -print0 |
    while IFS= read -r -d '' file; do
        gzip -9 -- "$file"
    done
%%
cleanup() {
    rm -rf -- "$work"
}
work=$(mktemp -d)
trap cleanup EXIT INT TERM
%%
for file in "$root"/*.csv; do
    [ -e "$file" ] || continue
    rows=$(($(wc -l <"$file") - 1))
    case $rows in
        0) echo "empty: $file" ;;
        *) echo "$(basename "$file" .csv) $rows" ;;
    esac
done | sort -k2,2nr | head -n «5-30»
%%
awk -F'«,|;»' 'NR > 1 { sum[$«2-6»] += $«1-5» }
     END { for (k in sum) printf "%-20s %10.2f\n", k, sum[k] }' "$root/«NOUN»s.csv"
%%
if command -v zstd >/dev/null 2>&1; then
    pack="zstd -q -«3-19» --rm"
else
    pack="gzip -9"
fi
%%
until ping -c 1 -W 2 "«place».example.org" >/dev/null 2>&1; do
    tries=$((${tries:-0} + 1))
    [ "$tries" -lt «4-20» ] || { echo "host is down" >&2; exit 69; }
    sleep «2-30»
done
%%
exec 9>"$root/.lock"
if ! flock -n 9; then
    log "another run is busy; leaving"
    exit 75
fi
%%
sha256sum -- "$root"/*.gz >"$work/sums"
if ! cmp -s "$work/sums" "$root/SHA256SUMS"; then
    mv -- "$work/sums" "$root/SHA256SUMS"
    log "check sums renewed"
fi
'''

SQL = r'''
-- «NOUN»s of the «place»: tables and the «monthly|weekly» report.
%%
-- Migration «1-60»: «FIELD» becomes a number, and every «NOUN» gets a «LABEL».
BEGIN;
====
CREATE TABLE «NOUN»s (
    id          INTEGER PRIMARY KEY,
    «LABEL»     TEXT NOT NULL,
    «FIELD»     NUMERIC(10, «1-4») NOT NULL DEFAULT 0 CHECK («FIELD» >= 0),
    created_at  TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);
%%
CREATE INDEX «NOUN»s_by_«LABEL» ON «NOUN»s («LABEL», created_at DESC);
%%
SELECT «LABEL», COUNT(*) AS n, SUM(«FIELD») AS total, AVG(«FIELD») AS mean
FROM «NOUN»s
WHERE created_at >= DATE '«2018-2025»-«10-12»-01'
GROUP BY «LABEL»
HAVING COUNT(*) > «2-50»
ORDER BY total DESC
LIMIT «5-40»;
%%
WITH ranked AS (
    SELECT id, «LABEL», «FIELD»,
           ROW_NUMBER() OVER (PARTITION BY «LABEL» ORDER BY «FIELD» DESC, id) AS place
    FROM «NOUN»s
)
SELECT «LABEL», id, «FIELD» FROM ranked WHERE place <= «1-9»;
%%
UPDATE «NOUN»s
SET «FIELD» = ROUND(«FIELD» * 1.«01|02|05|10», 2)
WHERE «LABEL» IN ('north', 'south', '«place»')
  AND created_at < CURRENT_DATE;
%%
CREATE VIEW late_«NOUN»s AS
SELECT o.id, o.«LABEL», c.name, c.town
FROM «NOUN»s AS o
JOIN customers AS c ON c.id = o.customer_id
LEFT JOIN deliveries AS d ON d.«NOUN»_id = o.id
WHERE d.id IS NULL AND o.created_at < CURRENT_DATE - INTERVAL '«3-30»' DAY;
%%
DELETE FROM «NOUN»s
WHERE id NOT IN (SELECT MIN(id) FROM «NOUN»s GROUP BY «LABEL», «FIELD», created_at);
%%
INSERT INTO «NOUN»s («LABEL», «FIELD») VALUES
    ('«place»', «1-90».«10-99»),
    ('«place» annex', «1-90».«10-99»),
    ('it''s a quoted one', 0);
%%
EXPLAIN SELECT * FROM «NOUN»s WHERE «LABEL» LIKE '«a|b|m|w»%' AND «FIELD» BETWEEN «1-9» AND «20-400»;
'''

SCRIPT = r'''
// «NOUN» list for the «place» page: no framework, no build step.
"use strict";
%%
/* Works out the «FIELD» of each «NOUN» in the browser. */
const API = "/api/«NOUN»s";
====
export async function load«CLASS»s(signal) {
  const reply = await fetch(`/api/«NOUN»s?limit=«10-200»`, { signal });
  if (!reply.ok) {
    throw new Error(`«NOUN»s: ${reply.status} ${reply.statusText}`);
  }
  return (await reply.json()).items ?? [];
}
%%
function debounce(action, wait = «100-900») {
  let timer;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...args), wait);
  };
}
%%
const groupBy = (items, key) =>
  items.reduce((groups, item) => {
    (groups[item[key]] ||= []).push(item);
    return groups;
  }, {});
%%
function row({ «LABEL», «FIELD» }) {
  const tr = document.createElement("tr");
  for (const text of [«LABEL», «FIELD».toFixed(«1-4»)]) {
    const td = document.createElement("td");
    td.textContent = text;
    tr.append(td);
  }
  return tr;
}
%%
document.querySelector("#filter").addEventListener("input", debounce((event) => {
  const wanted = event.target.value.trim().toLowerCase();
  for (const tr of document.querySelectorAll("tbody tr")) {
    tr.hidden = !tr.textContent.toLowerCase().includes(wanted);
  }
}));
%%
export class Emitter {
  #listeners = new Map();

  on(name, listener) {
    const list = this.#listeners.get(name) ?? [];
    this.#listeners.set(name, [...list, listener]);
    return () => this.off(name, listener);
  }

  off(name, listener) {
    this.#listeners.set(name, (this.#listeners.get(name) ?? []).filter((l) => l !== listener));
  }

  emit(name, ...values) {
    for (const listener of this.#listeners.get(name) ?? []) listener(...values);
  }
}
%%
test("groupBy keeps the order", () => {
  const groups = groupBy([{ «LABEL»: "b" }, { «LABEL»: "a" }], "«LABEL»");
  expect(Object.keys(groups)).toEqual(["b", "a"]);
});
'''

LANGUAGES = {"python": PYTHON, "c": C, "swift": SWIFT, "shell": SHELL, "sql": SQL, "javascript": SCRIPT}
EXTENSIONS = {"python": "py", "c": "c", "swift": "swift", "shell": "sh", "sql": "sql", "javascript": "js"}


def units(name):
    """The heads and the units of one programming language."""
    heads, body = LANGUAGES[name].split("\n====\n")
    return [[part.strip("\n") for part in text.split("\n%%\n")] for text in (heads, body)]
