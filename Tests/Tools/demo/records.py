"""Turns documents into JSON lines, in many spellings, and lines into shard bytes."""

import gzip
import json
import struct
import subprocess

META = [
    '{{"score":1e-3,"rank":-0,"note":null}}',
    '{{"big":12345678901234567890,"small":-0.0,"ok":true}}',
    '{{ "path": "a\\/b\\/{n}", "tags": ["x", "\\u00e9t\\u00e9"], "depth": {{ "inner": [1, 2.50, -3E+2] }} }}',
    '{{"views":{n},"ratio":0.{n},"quote":"say \\"mill\\"\\n","empty":{{}},"list":[]}}',
    '{{"emoji":"\\ud83c\\udf5e","raw":"🍞","tab":"\\t","n":1.0E5}}',
    '{{"len":{n},"len2":{n}.0,"exp":1E+30,"tiny":5e-324,"flag":false}}',
    '{{"rows":[{n},null,[[]],{{"k":"\\u000b is an escape"}}]}}',
]


def meta(rng):
    """A nested field, as raw JSON, that no parser-and-printer would return unchanged."""
    return rng.choice(META).format(n=rng.randint(10, 9999))


def encode(rng, doc):
    """One JSON object on one line; key order, spacing and escapes vary."""
    ascii_only = rng.random() < 0.25
    fields = [("id", json.dumps(doc.id)), ("text", json.dumps(doc.text, ensure_ascii=ascii_only))]
    for name, value in (("url", doc.url), ("lang", doc.lang), ("date", doc.date)):
        if value and rng.random() < 0.8:
            fields.append((name, json.dumps(value)))
    if rng.random() < 0.5:
        fields.append(("meta", meta(rng)))
    if rng.random() < 0.4:
        rng.shuffle(fields)
    colon, comma = rng.choice([(":", ","), (": ", ", "), (": ", ","), (" : ", " , ")])
    return ("{" + comma.join(f'"{name}"{colon}{raw}' for name, raw in fields) + "}").encode()


def zstd_frame(data, sized=False):
    """One zstd frame made by the command line tool."""
    command = ["zstd", "-q", "-c", "-19", "--single-thread"] + ([f"--stream-size={len(data)}"] if sized else [])
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout


def skippable_frame(payload):
    """A frame that every decoder must pass over (RFC 8878, 3.1.2)."""
    return struct.pack("<II", 0x184D2A50, len(payload)) + payload


def gzip_members(*parts):
    """Several gzip members in one file, with no time stamp."""
    return b"".join(gzip.compress(part, 9, mtime=0) for part in parts)
