#!/usr/bin/env python3
"""Holds the verdicts of the profiles gopher, c4, c4-paragraphs, fineweb-quality and fineweb-heuristics against datatrove's.

usage: QUERN=BINARY [QUERN_SHARED=FOLDER] [FULL=1] cleaning_datatrove.py
The recorded verdicts lie in the shared folder: of synthetic documents, which must all agree, and of English web pages,
of which 99.5 % must. With FULL=1 datatrove itself judges English pages of another corpus.
"""
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import _peers as peers

# The filter's name in the recorded verdicts, our profile, and the step of it that the filter is.
FILTERS = [("gopher_repetition", "gopher", "gopher-repetition"), ("gopher_quality", "gopher", "gopher-quality"),
           ("c4_quality", "c4", "c4"), ("c4_quality_noterm", "fineweb-heuristics", "c4"),
           ("c4_paragraph", "c4-paragraphs", "c4-paragraphs"),
           ("fineweb_quality", "fineweb-quality", "fineweb-quality"),
           ("fineweb_chain", "fineweb-heuristics", None)]
# The rules of later steps, which a document may fail after earlier ones, by datatrove's names.
LATER = {"c4.lorem_ipsum": "lorem_ipsum", "c4.curly_bracket": "curly_bracket", "c4.sentences": "too_few_sentences",
         "gopher.min_words": "gopher_short_doc", "gopher.max_words": "gopher_long_doc",
           "gopher.min_mean_word_length": "gopher_below_avg_threshold",
           "gopher.max_mean_word_length": "gopher_above_avg_threshold", "gopher.hash_ratio": "gopher_too_many_hashes",
           "gopher.ellipsis_ratio": "gopher_too_many_ellipsis", "gopher.bullet_ratio": "gopher_too_many_bullets",
           "gopher.end_ellipsis_ratio": "gopher_too_many_end_ellipsis",
           "gopher.alpha_ratio": "gopher_below_alpha_threshold", "gopher.stop_words": "gopher_enough_stop_words"}
# Where the reference itself fails or contradicts itself. "empty": it divides by zero; ours drops the document.
DEVIATIONS = {("gopher_repetition", "empty"), ("fineweb_chain", "empty")}


def clean(quern, corpus, profile):
    """The verdict rows of a profile, and the texts that it keeps, by id."""
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "out"
        command = [quern, "clean", corpus, "--profile", profile, "--out", out, "--quiet"]
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"{profile}: {done.stderr}")
        rows = [json.loads(line) for file in sorted(out.glob("verdicts/*.jsonl.zst")) for line in peers.lines(file)]
        texts = {}
        for file in sorted(out.glob("docs/*.jsonl.zst")):
            for line in peers.lines(file):
                row = json.loads(line)
                texts[row["id"]] = row["text"]
        return {row["id"]: row for row in rows}, texts


def ours(row, step):
    """The reason of a filter, or None when it keeps the document."""
    for rule in row["failed"]:
        if step in {"gopher-quality", "c4"}:
            if rule in LATER and rule.startswith(step[:2]):
                return LATER[rule]
        elif step != "gopher-repetition" or rule not in LATER:
            return row["reason"]
    return None


def compare(quern, title, documents, verdicts, bar):
    """Prints the agreement per filter; False where it is under the bar."""
    good = True
    with tempfile.TemporaryDirectory() as folder:
        corpus = pathlib.Path(folder) / "corpus.jsonl"
        with open(corpus, "w", encoding="utf-8") as file:
            for number, (_, text) in enumerate(documents):
                file.write(json.dumps({"id": str(number), "text": text}, ensure_ascii=False) + "\n")
        found = {profile: clean(quern, corpus, profile) for profile in {profile for _, profile, _ in FILTERS}}
    for name, profile, step in FILTERS:
        rows, texts = found[profile]
        total, wrong, reasons = 0, [], collections.Counter()
        for number, ((label, text), theirs) in enumerate(zip(documents, verdicts, strict=True)):
            wanted = theirs.get(name)
            if wanted is None or (name, label) in DEVIATIONS:
                continue
            total += 1
            key = str(number)
            reason = None if wanted.get("keep") else wanted.get("reason", wanted.get("error"))
            given = ours(rows[key], step)
            reasons[reason] += 1
            if given != reason:
                wrong.append((label, given, reason))
            elif reason is None and "text_out" in wanted and key in texts and texts[key] != (wanted["text_out"] or text):
                wrong.append((label, "another text", "kept"))
        if total == 0:
            continue
        share = 1 - len(wrong) / total
        passed = share >= bar
        good = good and passed
        print(f"{'ok' if passed else 'FAIL'} {title} {name}: {100 * share:.3f} % of {total}")
        for reason, count in sorted(reasons.items(), key=str):
            missed = sum(1 for _, _, theirs in wrong if theirs == reason)
            print(f"     {reason or 'kept'}: {count - missed} of {count}")
        for label, given, theirs in wrong[:5]:
            print(f"     {label}: ours {given}, datatrove {theirs}")
    return good


def datatrove_verdicts(texts):
    """What datatrove itself says of texts."""
    from datatrove.data import Document
    from datatrove.pipeline import filters

    quality = {"gopher_repetition": filters.GopherRepetitionFilter(), "gopher_quality": filters.GopherQualityFilter(),
               "c4_quality": filters.C4QualityFilter(), "c4_paragraph": filters.C4ParagraphFilter(),
               "fineweb_quality": filters.FineWebQualityFilter()}
    lenient = filters.C4QualityFilter(filter_no_terminal_punct=False)

    def judge(rule, document):
        try:
            result = rule.filter(document)
        except ZeroDivisionError:
            return {"keep": False, "error": "ZeroDivisionError"}
        keep, reason = result if isinstance(result, tuple) else (result, None)
        return {"keep": bool(keep), "reason": reason}

    for text in texts:
        verdict = {}
        for name, rule in quality.items():
            document = Document(text=text, id="")
            verdict[name] = judge(rule, document)
            if name == "c4_quality" and verdict[name]["keep"]:
                verdict[name]["text_out"] = document.text
        document = Document(text=text, id="")
        chain = {"keep": True}
        for rule in [quality["gopher_repetition"], quality["gopher_quality"], lenient, quality["fineweb_quality"]]:
            chain = judge(rule, document)
            if not chain["keep"]:
                break
        verdict["fineweb_chain"] = chain
        yield verdict


def check_synthetic(quern, shared):
    """The synthetic documents: every verdict and every text."""
    rows = [json.loads(line) for line in peers.lines(shared / "golden/cleaning/datatrove.jsonl.zst")]
    verdicts = [{**row["verdicts"], "fineweb_chain": row["fineweb_chain"]} for row in rows]
    return compare(quern, "synthetic", [(row["id"], row["text"]) for row in rows], verdicts, 1)


def check_pages(quern, shared):
    """The English web pages."""
    recorded = {}
    for line in peers.lines(shared / "golden/cleaning/web_dev_en.jsonl.zst"):
        row = json.loads(line)
        verdicts = {**row["verdicts"], "fineweb_chain": row["chain"]}
        # It was recorded without the rule on the ends of lines.
        verdicts["c4_quality_noterm"] = verdicts.pop("c4_quality")
        if verdicts["fineweb_chain"]["keep"]:
            verdicts["c4_quality_noterm"]["text_out"] = row.get("c4_text")
        recorded[row["id"]] = verdicts
    pages = {}
    for line in peers.lines(shared / "data/corpus/web_dev.jsonl.zst"):
        row = json.loads(line)
        if row["id"] in recorded:
            pages[row["id"]] = row["text"]
    return compare(quern, "web pages", list(pages.items()), [recorded[label] for label in pages], 0.995)


def check_others(quern, shared):
    """English pages of a corpus that no verdicts are recorded for."""
    texts = []
    for line in peers.lines(shared / "data/corpus/multi_100mb.jsonl.zst"):
        row = json.loads(line)
        words = row["text"].split()
        # Wherever the corpus names no language, stop words tell English.
        if row.get("lang", "en") == "en" and sum(word in ("the", "of", "and", "to") for word in words) > len(words) / 15:
            texts.append(row["text"])
        if len(texts) == 1500:
            break
    documents = [(str(number), text) for number, text in enumerate(texts)]
    return compare(quern, "other pages", documents, list(datatrove_verdicts(texts)), 0.995)


def main():
    quern, shared = peers.setting()
    checks = [check_synthetic, check_pages] + ([check_others] if os.environ.get("FULL") == "1" else [])
    results = [check(quern, shared) for check in checks]
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
