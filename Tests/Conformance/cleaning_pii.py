#!/usr/bin/env python3
"""Holds personal data and lists of addresses against datatrove, and dolma's expressions as Python runs them.

usage: QUERN=BINARY [QUERN_SHARED=FOLDER] [FULL=1] cleaning_pii.py
"""
import ipaddress
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import warnings

import _peers as peers

warnings.filterwarnings("ignore")
FULL = os.environ.get("FULL") == "1"

PIECES = [
    "@", "@", ".", "a", "b-", "-", "_", "x.y", "9", "25", "256", "1.1.1.1", "8.8.8.8", "0.0", "[", "]", ":", "(", ")",
    " ", " ", "\n", ",", "\u00a0", "\u001c", "é", "漢", "?", "a@b.co ", "@@", "555", "1234", "\u0660\u0661\u0662",
    "555-1234", ".@. ", "[1.2.3.4]", "'", "{", "(@", "..", "00.1.2.3", "10.1.1.1", "\u3000", "+", "bob@mail.example.org",
    " 202-555-0147", "\r\n", "\u2028", "ß", "\u0301",
]

DOLMA_EMAIL = re.compile("[.\\s@,?!;:)(]*([^\\s@]+@[^\\s@,?!;:)(]+?)[.\\s@,?!;:)(]?[\\s\n\r]")
DOLMA_PHONE = re.compile("\\s+\\(?(\\d{3})\\)?[-\\. ]*(\\d{3})[-. ]?(\\d{4})")
DOLMA_IP = re.compile("(?:(?:25[0-5]|2[0-4][0-9]|[01]?[0-9][0-9]?)\\.){3}(?:25[0-5]|2[0-4][0-9]|[01]?[0-9][0-9]?)")


def documents(shared):
    """Pages, and strings made of what the expressions look for."""
    corpora = [shared / "data/corpus/web_dev.jsonl.zst"]
    if FULL:
        corpora += sorted(path for path in (shared / "data/corpus").glob("multi*.jsonl.zst"))
    for corpus in corpora:
        if corpus.exists():
            for number, text in enumerate(peers.texts(corpus)):
                if FULL or number % 2 == 0:
                    yield text
    generator = random.Random(11)
    for _ in range(200_000 if FULL else 20_000):
        yield "".join(generator.choice(PIECES) for _ in range(generator.randint(1, 16)))


def clean(quern, corpus, folder, *options):
    """What `quern clean` makes of a corpus: kept texts and verdicts, by id."""
    subprocess.run([quern, "clean", str(corpus), "--out", str(folder), "--quiet", "--keep-dropped", "none", *options],
                   check=True)
    kept, verdicts = {}, {}
    for path in sorted((folder / "docs").glob("*.jsonl.zst")):
        for line in peers.lines(path):
            row = json.loads(line)
            kept[row["id"]] = row["text"]
    for path in sorted((folder / "verdicts").glob("*.jsonl.zst")):
        for line in peers.lines(path):
            row = json.loads(line)
            verdicts[row["id"]] = row
    return kept, verdicts


def same_registry(text):
    """Whether Python's registry of special addresses and ours agree on all that could be an address in the text."""
    for match in DOLMA_IP.finditer(text):
        if re.fullmatch(r"192\.0\.0\.\d+", match.group(0)):
            return False
    return True


def dolma(text):
    """The text that dolma's tagger and mixer leave, and the number of spans; of those that overlap the first goes."""
    spans = []
    if text.count("?") <= 10_000:
        base = 0
        for paragraph in re.findall(r"[^\n]*\n|[^\n]+$", text):
            for match in DOLMA_EMAIL.finditer(paragraph) if "@" in paragraph else ():
                addressee, domain = match.group(1).split("@", 1)
                if addressee.strip() != "(" and "." in domain:
                    spans.append((base + match.start(), 0, base + match.end(), " |||EMAIL_ADDRESS||| "))
            for match in DOLMA_PHONE.finditer(paragraph):
                spans.append((base + match.start(), 1, base + match.end(), " |||PHONE_NUMBER||| "))
            for match in DOLMA_IP.finditer(paragraph):
                spans.append((base + match.start(), 2, base + match.end(), " |||IP_ADDRESS||| "))
            base += len(paragraph)
    out, written = [], 0
    for start, _, end, tag in sorted(spans):
        if start < written:
            continue
        out += [text[written:start], tag]
        written = end
    return "".join(out) + text[written:], len(spans)


def report(name, checked, wrong, first):
    """Prints a line of agreement and whether it is complete."""
    print(f"{name}: {checked - wrong} of {checked} agree ({100 * (checked - wrong) / max(checked, 1):.4f} %)")
    if wrong:
        print(f"  first: {first}")
    return wrong == 0


def check_texts(quern, shared, folder):
    from datatrove.pipeline.formatters import PIIFormatter

    texts = [text for text in documents(shared) if same_registry(text)]
    corpus = folder / "texts.jsonl"
    peers.write_corpus(corpus, texts)
    good = True

    kept, _ = clean(quern, corpus, folder / "datatrove", "--profile", "pii@datatrove")
    wrong, first = 0, None
    for number, text in enumerate(texts):
        # Its turns go on from document to document; ours begin anew.
        expected = PIIFormatter().format(text)
        if kept.get(str(number)) != expected:
            wrong += 1
            first = first or repr((text, kept.get(str(number)), expected))[:600]
    good &= report("pii@datatrove", len(texts), wrong, first)

    kept, verdicts = clean(quern, corpus, folder / "dolma", "--profile", "pii@dolma")
    wrong, first = 0, None
    for number, text in enumerate(texts):
        expected, count = dolma(text)
        row = verdicts[str(number)]
        found = row["signals"]["pii.total"]
        given = kept.get(str(number))
        if found != count or row["keep"] != (count <= 5) or (count <= 5 and given != expected):
            wrong += 1
            first = first or repr((text, given, expected, found, count))[:600]
    return good & report("pii@dolma", len(texts), wrong, first)


def check_addresses(quern, shared, folder):
    import tldextract
    from datatrove.data import Document
    from datatrove.pipeline.filters import URLFilter

    generator = random.Random(12)
    urls = []
    for line in peers.lines(shared / "data/corpus/web_dev.jsonl.zst"):
        url = json.loads(line).get("url")
        if url:
            urls.append(url)
    hosts = ["example", "bad", "www", "a-b", "xn--80ak6aa92e", "co", "github", "blogspot", "x"]
    tails = ["com", "co.uk", "ck", "www.ck", "kawasaki.jp", "city.kawasaki.jp", "рф", "xn--p1ai", "localhost", "org.uk",
             "com.br", "s3.amazonaws.com", "museum", "公司.cn", "bd", "1.2.3.4", "uk"]
    words = ["porn", "free", "hot", "news", "SEX", "sex", "a", "essex", "hard-core", "page", "2024", "índex"]
    for _ in range(20_000 if FULL else 4_000):
        host = ".".join(generator.choices(hosts, k=generator.randint(0, 3)) + [generator.choice(tails)])
        path = "/".join(generator.choice("-_.+ ").join(generator.choices(words, k=generator.randint(1, 3)))
                        for _ in range(generator.randint(0, 3)))
        scheme = generator.choice(["http://", "https://", "", "//", "ftp://user:pw@"])
        port = generator.choice(["", "", "", ":8080", "."])
        urls.append(f"{scheme}{host}{port}/{path}")

    suffixes = pathlib.Path(tldextract.__file__).parent / ".tld_set_snapshot"
    extract = tldextract.TLDExtract(cache_dir=None, suffix_list_urls=(), fallback_to_snapshot=True)
    parts = [extract(url) for url in urls]
    domains = {part.top_domain_under_public_suffix.lower() for part in parts[::7]} | {part.fqdn.lower() for part in parts[::11]}
    domains.discard("")
    pages = urls[::13]
    hard, soft, substrings = ["sex", "porn"], ["free", "hot", "news"], ["essex", "hardcore", "pagea"]

    lists = folder / "lists" / "category"
    lists.mkdir(parents=True)
    (lists / "domains").write_text("\n".join(sorted(domains)) + "\n")
    (lists / "urls").write_text("\n".join(pages) + "\n")
    for name, entries in (("hard", hard), ("soft", soft), ("substrings", substrings)):
        (folder / name).write_text("\n".join(entries) + "\n")
    corpus = folder / "urls.jsonl"
    with open(corpus, "w", encoding="utf-8") as file:
        for number, url in enumerate(urls):
            file.write(json.dumps({"id": str(number), "text": "x", "url": url}) + "\n")
    options = ["--profile", "url@datatrove", "--url-list", str(folder / "lists"), "--url-words", str(folder / "hard"),
               "--url-soft-words", str(folder / "soft"), "--url-substrings", str(folder / "substrings"),
               "--public-suffixes", str(suffixes)]
    _, verdicts = clean(quern, corpus, folder / "urls", *options)

    peer = URLFilter(extra_domains=domains, extra_urls=pages, banned_words=hard, soft_banned_words=soft,
                     banned_subwords=substrings, use_integrated_lists=False)
    peer.tldextractor = extract
    wrong, first = 0, None
    for number, url in enumerate(urls):
        result = peer.filter(Document(text="x", id="0", metadata={"url": url}))
        reason = result[1] if isinstance(result, tuple) else None
        given = verdicts[str(number)]["reason"]
        if given != reason:
            wrong += 1
            first = first or repr((url, given, reason))
    return report("url@datatrove", len(urls), wrong, first)


def main():
    quern, shared = peers.setting()
    assert not ipaddress.ip_address("10.0.0.1").is_global
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        good = check_texts(quern, shared, folder)
        good &= check_addresses(quern, shared, folder)
    if not good:
        sys.exit("personal data or addresses are treated otherwise than by their peers")


if __name__ == "__main__":
    main()
