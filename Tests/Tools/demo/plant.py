"""Plants the known defects: each function marks the documents it touches with its kind."""

import re
import unicodedata

from . import extras
from .bank import Expander
from .compose import shingles, similarity
from .vocabulary import words

NUKTA = {"क़": "\u0958", "ख़": "\u0959", "ग़": "\u095a", "ज़": "\u095b", "ड़": "\u095c", "ढ़": "\u095d", "फ़": "\u095e"}


def pick(rng, docs, count, want):
    """Choose documents that nothing has been planted in yet."""
    free = [doc for doc in docs if not doc.kinds and want(doc)]
    return rng.sample(free, count)


def insert_line(rng, doc, line):
    """Put a line between two paragraphs, or at the end of one."""
    parts = doc.text.split("\n\n")
    at = rng.randrange(1, len(parts))
    if doc.lang in extras.INSULTS and rng.random() < 0.5:
        parts[at] += ("" if doc.lang == "zh" else " ") + line
    else:
        parts.insert(at, line)
    doc.text = "\n\n".join(parts)


def boilerplate(rng, docs, count):
    for doc in pick(rng, docs, count, lambda d: d.lang in extras.BOILERPLATE and d.shard.startswith(("web", "news"))):
        blocks = ["\n".join(block) for block in extras.BOILERPLATE[doc.lang]]
        head, tail = blocks[:1], blocks[1:]
        if rng.random() < 0.7:
            head.append(tail.pop(0))
        doc.text = "\n\n".join(head + [doc.text] + tail)
        doc.kinds.append("boilerplate")


def mojibake(rng, docs, count):
    """UTF-8 bytes read as Windows-1252; only texts where every byte has a letter there."""

    def broken(doc):
        text = doc.text.replace("'", "’") if doc.lang == "en" else doc.text
        try:
            bad = text.encode().decode("cp1252")
        except UnicodeDecodeError:
            return None
        return bad if bad.count("Ã") + bad.count("â€") >= 3 else None

    for doc in pick(rng, docs, count, lambda d: d.lang in ("fr", "es", "de", "en") and broken(d)):
        doc.text = broken(doc)
        doc.kinds.append("mojibake")


def not_nfc(rng, docs, count):
    """Decomposed letters, and for Hindi the composed letters that NFC takes apart."""

    def changed(doc):
        if doc.lang == "hi":
            text = doc.text
            for pair, letter in NUKTA.items():
                text = text.replace(unicodedata.normalize("NFC", pair), letter)
            return text
        return unicodedata.normalize("NFD", doc.text)

    langs = ("fr", "es", "de", "hi", "ja", "ru")
    for doc in pick(rng, docs, count, lambda d: d.lang in langs and changed(d) != d.text):
        doc.text = changed(doc)
        doc.kinds.append("not_nfc")


def toxic(rng, docs, count):
    for doc in pick(rng, docs, count, lambda d: d.lang in extras.INSULTS and "\n\n" in d.text):
        for line in rng.sample(extras.INSULTS[doc.lang], rng.randint(1, 2)):
            insert_line(rng, doc, line.format(word=rng.choice(extras.LEXICON[doc.lang])))
        doc.kinds.append("toxic")


def contacts(rng, docs, count):
    """E-mail addresses and IP numbers from the reserved example ranges."""

    def address(match):
        if match[1] == "mail":
            return f"{rng.choice(extras.MAILBOXES)}@{rng.choice(extras.MAIL_HOSTS)}"
        return f"{rng.choice(extras.ADDRESS_BLOCKS)}{rng.randint(1, 254)}"

    for doc in pick(rng, docs, count, lambda d: d.lang in extras.CONTACTS and "\n\n" in d.text):
        template = rng.choice(extras.CONTACTS[doc.lang])
        line = re.sub(r"\{(mail|ip)\}", address, template)
        if doc.lang == "code":
            mark = "//" if doc.text.startswith(("/", "const")) else "--" if doc.text.startswith("--") else "#"
            doc.text = doc.text.rstrip("\n") + f"\n\n{mark}{line.lstrip('#/')}\n"
        else:
            insert_line(rng, doc, line)
        doc.kinds += [kind for kind, slot in (("email", "{mail}"), ("ip_address", "{ip}")) if slot in template]


def edited(rng, doc):
    """The text with a few words or numbers changed, or None when too little could be."""
    text, changes = doc.text, 0
    edits = extras.EDITS[doc.lang][:]
    rng.shuffle(edits)
    for old, new in edits:
        if old in text and changes < 3:
            if doc.lang == "code":  # a renamed variable, everywhere
                text = re.sub(rf"\b{old}\b", new, text)
            else:
                text = text.replace(old, new, 1)
            changes += 1
    numbers = [m for m in re.finditer(r"(?<![\w.])\d{2,3}(?![\w.])", text)]
    if numbers and changes < 4:
        spot = rng.choice(numbers)
        text = text[: spot.start()] + str(int(spot[0]) + rng.randint(1, 9)) + text[spot.end() :]
        changes += 1
    if rng.random() < 0.3:
        text = text.rstrip("\n") + "\n\n" + Expander(rng, words(doc.lang))(extras.UPDATED[doc.lang])
    close = similarity(shingles(text, doc.lang), shingles(doc.text, doc.lang))
    return text if changes >= 2 and 0.7 <= close < 1 else None


def copies(rng, docs, shards, exact, near):
    """Exact and near duplicates, often in another shard. Returns the new documents and both lists of groups."""

    def target(doc):
        return rng.choice(shards) if rng.random() < 0.6 and doc.lang != "code" else doc.shard

    def mark(kind):
        for doc in (doc for group in groups[kind] for doc in group):
            doc.kinds.append(kind)

    new, groups = [], {"exact_duplicate": [], "near_duplicate": []}
    for doc in pick(rng, docs, exact, lambda d: len(d.text) > 300):
        group = [doc]
        for _ in range(rng.choice([1, 1, 1, 2, 3])):
            group.append(doc.copy(doc.text, target(doc)))
        new += group[1:]
        groups["exact_duplicate"].append(group)
    mark("exact_duplicate")
    for doc in pick(rng, docs, near * 6, lambda d: d.lang in extras.EDITS and len(d.text) > (150 if d.lang == "zh" else 500)):
        text = edited(rng, doc)
        if text is None or len(groups["near_duplicate"]) == near:
            continue
        twin = doc.copy(text, target(doc))
        new.append(twin)
        groups["near_duplicate"].append([doc, twin])
    mark("near_duplicate")
    return new, groups


def junk_pages(rng, make):
    """Too short pages, pages of one repeated line, pages of symbols and numbers."""
    pages = [make(lang, text, "too_short") for lang, text in extras.SHORT]
    for lang, line in extras.REPEATED:
        pages.append(make(lang, "\n".join([line] * rng.randint(14, 60)), "repeated_lines"))
    rule = ["=-" * 30, "*" * 40, "+----" * 12 + "+", "~^" * 20]
    for n in range(9):
        rows = [rng.choice(rule)]
        for row in range(rng.randint(12, 40)):
            if n % 3 == 0:
                rows.append(" | ".join(f"{rng.uniform(-90, 900):.{rng.randint(1, 4)}f}" for _ in range(6)))
            elif n % 3 == 1:
                rows.append("".join(rng.choice("#@%&*/\\<>~=+-.:;|") for _ in range(rng.randint(30, 70))))
            else:
                rows.append(" ".join(f"{rng.getrandbits(16):04x}" for _ in range(12)))
        pages.append(make("", "\n".join(rows), "symbols"))
    return pages
