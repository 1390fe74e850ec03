#!/usr/bin/env python3
"""Writes the labelled rows that the toxicity model of Quern is trained on: JSON Lines with text and toxic (0 or 1).

Sources, all below a folder of shared data (default ../shared), rows under MIT, Apache-2.0 or CC BY only:
  data/tox/tox_perm.jsonl.zst     labelled posts and functional tests
  data/tox/wordlists.tar.zst      word lists, each entry a toxic row
  data/corpus/multi_perm.jsonl.zst  sentences of books, manuals and news as rows that are not toxic

    make_toxicity_rows.py --out rows.jsonl                                all rows
    make_toxicity_rows.py --out rows.jsonl --without davidson             leaves a source out, to test on it
    make_toxicity_rows.py --out rows.jsonl --without cold:test --only     writes what was left out instead
    make_toxicity_rows.py --pages pages.jsonl                             clean pages that no row comes from, to test on

The same input gives the same bytes.
"""

import argparse
import csv
import hashlib
import html
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import tarfile

LICENCES = {"MIT", "Apache-2.0", "CC-BY-4.0", "MIT/Apache-2.0"}
# Toxic rows only, and no clean rows of their language: a model would take the language for the offence.
UNUSABLE = {"rude_ru"}
# Constructed languages, and those with too few clean rows to tell a word from its letters.
UNUSED_LISTS = {"tlh", "eo", "kab", "ja", "ko", "th", "README.md", "LICENSE", "USERS.md"}
# Of the list with severities from 1 to 3, what is no name or everyday word as well.
LEAST_SEVERITY = 1.4
# How often an entry of a list is a row: English posts are few, other languages have few clean rows.
ENGLISH_COPIES = 8
OTHER_COPIES = 1
SENTENCES_PER_SOURCE = 10_000
# Functional tests have more toxic rows than others, in languages that have no other rows.
HARD_NEGATIVE_COPIES = 2
SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[。！？।])|\n+")


def lines(path: pathlib.Path):
    """The records of a compressed JSON Lines file."""
    with subprocess.Popen(["zstd", "-dcq", str(path)], stdout=subprocess.PIPE) as process:
        for line in process.stdout:
            yield json.loads(line)
    if process.returncode != 0:
        sys.exit(f"{path}: zstd failed")


def plain(text: str) -> str:
    """A post without what tells only where it comes from: entities, addresses, names, marks of repeats."""
    text = html.unescape(html.unescape(text))
    text = re.sub(r"https?://\S+|www\.\S+", " ", text)
    text = re.sub(r"\bRT\b", " ", text)
    return re.sub(r"@\w+", " ", text)


def key(text: str) -> bytes:
    """Puts texts in an order that has nothing to do with them."""
    return hashlib.blake2b(text.encode(), digest_size=8).digest()


def left_out(row: dict, names: set[str]) -> bool:
    """Whether `names` has the row's source, its source and split, or its source and kind."""
    return not names.isdisjoint({row["source"], f"{row['source']}:{row['split']}", f"{row['source']}:{row['fine']}"})


def posts(shared: pathlib.Path):
    for row in lines(shared / "data/tox/tox_perm.jsonl.zst"):
        if row["source"] not in UNUSABLE and row["licence"] in LICENCES:
            yield row


def list_entries(shared: pathlib.Path):
    """The entries of all word lists, each as often as it is to be a row."""
    path = shared / "data/tox/wordlists.tar.zst"
    packed = subprocess.run(["zstd", "-dcq", str(path)], check=True, stdout=subprocess.PIPE).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        files = {member.name.removeprefix("./"): archive.extractfile(member).read().decode("utf-8-sig")
                 for member in archive.getmembers() if member.isfile()}
    entries = []
    for name in sorted(files):
        folder, _, base = name.partition("/")
        if folder == "tox_ldnoobw" and base not in UNUSED_LISTS:
            copies = ENGLISH_COPIES if base == "en" else OTHER_COPIES
            entries += [line.strip() for line in files[name].splitlines() if line.strip()] * copies
    for row in csv.DictReader(io.StringIO(files["tox_surge_profanity/profanity_en.csv"])):
        if float(row["severity_rating"]) >= LEAST_SEVERITY:
            entries += [row["text"]] * ENGLISH_COPIES
    for entry in json.loads(files["tox_profanity_list/en.json"]):
        if entry["severity"] >= 2:
            entries += entry["match"].split("|") * ENGLISH_COPIES
    return [entry for entry in entries if says_something(entry)]


def says_something(entry: str) -> bool:
    """Whether an entry is more than a number, a mark or a short piece of letters."""
    letters = sum(character.isalpha() for character in entry)
    return letters >= (1 if any(ord(character) >= 0x2E80 for character in entry) else 3)


def snippet(text: str) -> str:
    """One to three words that follow each other: lines of menus and headings are short, and are not toxic."""
    words = text.split()
    seed = int.from_bytes(key(text), "little")
    length = 1 + seed % 3
    start = (seed >> 8) % max(1, len(words) - length + 1)
    return " ".join(words[start : start + length])[:100]


def sentences(text: str):
    for sentence in SENTENCE_END.split(text):
        sentence = sentence.strip()
        if len(sentence) >= 8:
            yield sentence[:600]


def clean_sentences(shared: pathlib.Path):
    """Sentences of each free source, at most SENTENCES_PER_SOURCE of each."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in lines(shared / "data/corpus/multi_perm.jsonl.zst"):
        if row["licence"] in LICENCES:
            found.setdefault((row["source"], row["lang"]), []).extend(sentences(row["text"]))
    for name in sorted(found):
        yield from sorted(found[name], key=key)[:SENTENCES_PER_SOURCE]


def write_rows(shared: pathlib.Path, out: str, without: set[str], only: bool) -> None:
    with open(out, "w", encoding="utf-8") as file:
        count = 0

        def put(text: str, toxic: int) -> None:
            nonlocal count
            json.dump({"id": count, "text": text, "toxic": toxic}, file, ensure_ascii=False)
            file.write("\n")
            count += 1

        for row in posts(shared):
            if left_out(row, without) != only:
                continue
            is_test = row["source"].startswith(("mhc_", "hatecheck"))
            copies = HARD_NEGATIVE_COPIES if is_test and not row["toxic"] and not only else 1
            for _ in range(copies):
                put(plain(row["text"]), row["toxic"])
            if not row["toxic"] and not only:
                put(snippet(plain(row["text"])), 0)
        if not only:
            for entry in list_entries(shared):
                put(entry, 1)
            for sentence in clean_sentences(shared):
                put(sentence, 0)
                put(snippet(sentence), 0)
    print(f"{count} rows in {out}", file=sys.stderr)


# Encyclopaedias, laws and documentation whose licences keep them out of the rows.
PAGE_SOURCES = {
    "wikitext2-vt", "gesetze", "udhr", "thaigov-v2", "peps", "python3.11-doc", "libreoffice-help", "debian-handbook",
    "debian-docs", "debian-misc", "manpages", "manpages-zh", "manpages-ja", "linux-doc-6.1", "pingcap-docs-cn", "git",
    "gnome-docs+fortunes", "gold-miner",
}


def write_pages(shared: pathlib.Path, out: str) -> None:
    with open(out, "w", encoding="utf-8") as file:
        count = 0
        for row in lines(shared / "data/corpus/multi_100mb.jsonl.zst"):
            if row["source"] in PAGE_SOURCES and row["lang"] != "code":
                json.dump({"id": count, "text": row["text"], "source": row["source"], "lang": row["lang"]}, file,
                          ensure_ascii=False)
                file.write("\n")
                count += 1
    print(f"{count} pages in {out}", file=sys.stderr)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", default=os.environ.get("QUERN_SHARED", "../shared"), type=pathlib.Path)
    parser.add_argument("--out")
    parser.add_argument("--without", action="append", default=[])
    parser.add_argument("--only", action="store_true")
    parser.add_argument("--pages")
    arguments = parser.parse_args()
    if arguments.out:
        write_rows(arguments.shared, arguments.out, set(arguments.without), arguments.only)
    if arguments.pages:
        write_pages(arguments.shared, arguments.pages)


if __name__ == "__main__":
    main()
