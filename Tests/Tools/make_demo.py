#!/usr/bin/env python3
"""Writes the demo corpus: Fixtures/demo/*.jsonl{,.zst,.gz}, MANIFEST.json and lexicon.txt.

    python3 Tests/Tools/make_demo.py [FOLDER]

Standard library only, and the `zstd` command for compression. The seed is
fixed: two runs give the same uncompressed bytes. Text banks are in demo/.
"""

import hashlib
import json
import random
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

from demo import extras, plant, records
from demo.compose import Composer

SEED = 20240229
BOM = b"\xef\xbb\xbf"

# Pages composed for each shard, by language; copies and junk pages come on top.
PLAN = {
    "web-00.jsonl.zst": {"en": 70, "de": 18, "fr": 12, "es": 12},
    "web-01.jsonl.zst": {"zh": 50, "ar": 26, "hi": 26, "ja": 20, "ru": 20},
    "web-02.jsonl.gz": {"en": 60, "de": 34, "zh": 14, "ar": 14},
    "news-00.jsonl.zst": {"en": 60, "de": 22, "ar": 20, "hi": 20, "zh": 18, "fr": 8, "es": 8},
    "code-00.jsonl.zst": {"code": 90},
    "notes-00.jsonl": {"en": 50, "de": 14, "zh": 12, "hi": 12, "ar": 10},
}
HOSTS = ["www.example.com", "bread.example.org", "news.example.net", "forum.example.com", "wiki.example.org", "river.example"]

# Lines that a reader must reject: reason, what is wrong, bytes. No newline inside.
REJECTED = {
    "web-00.jsonl.zst": [("not_json", "plain text", b"<!-- crawl resumed after a pause of 40 s -->")],
    "web-01.jsonl.zst": [
        ("bad_escape", "lone high surrogate", rb'{"id":"bad-01","text":"half a loaf \ud800 is better than none"}'),
        ("invalid_utf8", "Latin-1 byte", b'{"id":"bad-02","text":"caf\xe9 by the river, open at noon"}'),
        ("invalid_utf8", "bytes that never occur", b'{"id":"bad-03","text":"a page with \xff\xfe in it"}'),
        ("not_json", "two objects on one line", b'{"id":"bad-04","text":"first"} {"id":"bad-05","text":"second"}'),
    ],
    "web-02.jsonl.gz": [("no_text", "no text field", b'{"id":"bad-06","url":"https://www.example.com/empty"}')],
    "news-00.jsonl.zst": [
        ("not_json", "unclosed brace", b'{"id":"bad-07","text":"the council met on","meta":{"page":1'),
        ("text_not_string", "text is a number", b'{"id":"bad-08","text":20240229}'),
    ],
    "code-00.jsonl.zst": [("not_json", "single quotes", b"{'id': 'bad-09', 'text': 'import this'}")],
    "notes-00.jsonl": [
        ("no_text", "another field only", b'{"id":"bad-10","body":"the text is under another name"}'),
        ("text_not_string", "text is a list", b'{"id":"bad-11","text":["one","two"]}'),
        ("bad_escape", "lone low surrogate", rb'{"id":"bad-12","text":"ends badly \udc1e"}'),
    ],
}


@dataclass
class Doc:
    """One page of the corpus; `kinds` names what was planted in it."""

    lang: str
    text: str
    shard: str
    url: str
    date: str
    kinds: list = field(default_factory=list)
    id: str = ""

    def copy(self, text, shard):
        return Doc(self.lang, text, shard, self.url.replace("://", "://mirror."), self.date)


def compose(rng):
    """All pages before anything is planted in them."""
    composer, docs = Composer(rng), []
    for shard, languages in PLAN.items():
        kind = shard.split("-")[0]
        for lang, count in languages.items():
            for _ in range(count):
                wanted = rng.choice(["notes", "forum"]) if kind == "notes" else kind
                if kind == "web" and rng.random() < 0.12 and lang in ("en", "de", "zh", "ar", "hi", "ru"):
                    wanted = "forum"
                docs.append(page(rng, lang, composer.document(lang, wanted), shard))
    return docs


def page(rng, lang, text, shard, *kinds):
    url = f"https://{rng.choice(HOSTS)}/{lang or 'raw'}/{rng.randint(1000, 99999)}"
    date = f"{rng.randint(2016, 2024)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    return Doc(lang, text, shard, url, date, list(kinds))


def plant_all(rng, docs):
    """Plants every kind; returns the final documents and the groups of copies."""
    shards = list(PLAN)
    prose = [shard for shard in shards if not shard.startswith("code")]
    plant.boilerplate(rng, docs, 46)
    plant.mojibake(rng, docs, 10)
    plant.not_nfc(rng, docs, 14)
    plant.toxic(rng, docs, 22)
    plant.contacts(rng, docs, 34)
    new, groups = plant.copies(rng, docs, prose, exact=20, near=20)
    junk = plant.junk_pages(rng, lambda lang, text, kind: page(rng, lang, text, rng.choice(prose), kind))
    return docs + new + junk, groups


def number(rng, docs):
    """Shuffles each shard, gives ids, and repeats a few of them."""
    shards = {}
    for doc in docs:
        shards.setdefault(doc.shard, []).append(doc)
    for name, members in shards.items():
        rng.shuffle(members)
        for n, doc in enumerate(members):
            doc.id = f"{name.split('.')[0]}/{n:04}"
    for name in ("web-00.jsonl.zst", "notes-00.jsonl", "news-00.jsonl.zst"):
        first, second = plant.pick(rng, shards[name], 2, lambda doc: True)
        second.id = first.id
        first.kinds.append("duplicate_id")
        second.kinds.append("duplicate_id")
    return shards


def lines_of(rng, name, docs):
    """The lines of a shard without ends, and (line number, reason, what) of the bad ones."""
    lines = [("", "", records.encode(rng, doc)) for doc in docs]
    for bad in REJECTED[name]:
        lines.insert(rng.randrange(5, len(lines) - 5), bad)
    if name.startswith(("web-00", "news-00")):
        for _ in range(3):
            lines.insert(rng.randrange(5, len(lines) - 5), ("", "", b""))
    rejected = [
        {"line": n, "reason": reason, "what": what} for n, (reason, what, _) in enumerate(lines, 1) if reason
    ]
    return [line for _, _, line in lines], rejected


def pack(name, lines):
    """The shard's plain bytes, its file bytes and a word on its framing."""
    end = b"\r\n" if name.startswith("web-02") else b"\n"
    plain = end.join(lines) + (b"" if name.startswith("notes") else end)
    if name.startswith("web-00"):
        plain = BOM + plain
    if name.startswith("web-01"):
        # Five frames: three cuts after a line, one in the middle of a record.
        cuts = [plain.index(b"\n", len(plain) * part // 5) + 1 for part in (1, 2, 3, 4)]
        cuts[2] -= 101
        parts = [plain[a:b] for a, b in zip([0] + cuts, cuts + [len(plain)])]
        frames = [records.zstd_frame(part) for part in parts]
        frames.insert(2, records.skippable_frame(b"seek table of the demo"))
        return plain, b"".join(frames), {"frames": 5, "skippable_frames": 1, "frame_borders_inside_records": 1}
    if name.endswith(".zst"):
        return plain, records.zstd_frame(plain, sized=name.startswith("news")), {"frames": 1}
    if name.endswith(".gz"):
        cut = plain.index(b"\n", len(plain) // 2) + 1
        return plain, records.gzip_members(plain[:cut], plain[cut:]), {"members": 2}
    return plain, plain, {}


def describe(docs, lines, rejected, plain, packed, framing):
    """The manifest entry of one shard."""
    planted, languages, reasons = {}, {}, {}
    for doc in docs:
        languages[doc.lang or "none"] = languages.get(doc.lang or "none", 0) + 1
        for kind in doc.kinds:
            planted.setdefault(kind, []).append(doc.id)
    for bad in rejected:
        reasons[bad["reason"]] = reasons.get(bad["reason"], 0) + 1
    return {
        "records": len(docs) + len(rejected),
        "accepted": len(docs),
        "rejected": reasons,
        "rejected_lines": rejected,
        "blank_lines": lines.count(b""),
        "bytes": len(packed),
        "uncompressed_bytes": len(plain),
        "uncompressed_sha256": hashlib.sha256(plain).hexdigest(),
        "framing": framing,
        "bom": plain.startswith(BOM),
        "line_end": "crlf" if b"\r\n" in plain else "lf",
        "final_newline": plain.endswith(b"\n"),
        "languages": dict(sorted(languages.items())),
        "planted": {kind: {"count": len(ids), "ids": ids} for kind, ids in sorted(planted.items())},
    }


def lexicon():
    lines = ["# Mild and invented insults, written for this project's demo corpus.", "# One word or phrase a line."]
    for lang, listed in extras.LEXICON.items():
        lines += [f"# {lang}"] + listed
    return "\n".join(lines) + "\n"


def write_json(value, path):
    """Indented JSON, with lists of strings on one line."""
    text = json.dumps(value, indent=1, ensure_ascii=False)
    text = re.sub(r'\[\s+("[^\[\]{}]*")\s+\]', lambda m: "[" + re.sub(r"\s*\n\s*", " ", m[1]) + "]", text)
    path.write_text(text + "\n", encoding="utf-8")


def main():
    default = Path(__file__).resolve().parents[2] / "Fixtures" / "demo"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(SEED)
    docs, groups = plant_all(rng, compose(rng))
    shards, entries = number(rng, docs), {}
    for name in PLAN:
        lines, rejected = lines_of(rng, name, shards[name])
        plain, packed, framing = pack(name, lines)
        (folder / name).write_bytes(packed)
        entries[name] = describe(shards[name], lines, rejected, plain, packed, framing)
    totals, planted = {}, {}
    for entry in entries.values():
        for key in ("records", "accepted", "blank_lines", "bytes", "uncompressed_bytes"):
            totals[key] = totals.get(key, 0) + entry[key]
        for kind, listed in entry["planted"].items():
            planted[kind] = planted.get(kind, 0) + listed["count"]
    totals["rejected"] = totals["records"] - totals["accepted"]
    totals["planted"] = dict(sorted(planted.items()))
    named = {kind: [[doc.id for doc in group] for group in sets] for kind, sets in groups.items()}
    write_json({"seed": SEED, "totals": totals, "shards": entries, "groups": named}, folder / "MANIFEST.json")
    (folder / "lexicon.txt").write_text(lexicon(), encoding="utf-8")


if __name__ == "__main__":
    main()
