"""Compares every signal of gopher@dolma and c4@dolma with the attributes that dolma's taggers give.

The attributes are those of golden/cleaning/dolma.jsonl.zst; those of the English pages of web_dev come from the plain
functions below, which are compared with the golden file as well. Prints the agreement per attribute; fails below 100 %.
"""
import collections
import json
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

from _peers import lines, setting

REQUIRED = {"the", "be", "to", "of", "and", "that", "have", "with"}
TOLERANCE = 1e-5  # dolma rounds to five places


def gopher(text, joins):
    """The values of gopher_v1, or of gopher_v2 where several line ends are one."""
    words = text.split()
    size = sum(map(len, words))
    count = max(len(words), 1)
    cut = (re.split(r"\n+", text) if joins else text.split("\n")) if text else []
    copies = collections.Counter(cut)
    found = {
        "word_count": len(words),
        "median_word_length": statistics.median(map(len, words)) if words else 0,
        "symbol_to_word_ratio": sum("#" in word or "…" in word for word in words) / count,
        "fraction_of_words_with_alpha_character": sum(any(map(str.isalpha, word)) for word in words) / count,
        "required_word_count": sum(word in REQUIRED for word in words),
        "fraction_of_lines_starting_with_bullet_point": sum(l[:1] in ("*", "-") for l in cut if l) / max(len(cut), 1),
        "fraction_of_lines_ending_with_ellipsis": sum(line.endswith("…") for line in cut) / max(len(cut), 1),
        "fraction_of_duplicate_lines": sum(n for n in copies.values() if n > 1) / max(len(cut), 1),
        "fraction_of_characters_in_duplicate_lines":
            sum(len(line) * n for line, n in copies.items() if n > 1) / max(size, 1),
    }
    for length in range(2, 11):
        runs = collections.Counter(zip(*(words[start:] for start in range(length))))
        weight = {run: n * sum(map(len, run)) for run, n in runs.items()}
        if length < 5:
            top = max(runs, key=runs.get) if runs else None
            found[f"fraction_of_characters_in_most_common_{length}grams"] = weight.get(top, 0) / max(size, 1)
        else:
            repeated = sum(weight[run] for run, n in runs.items() if n > 1)
            found[f"fraction_of_characters_in_duplicate_{length}grams"] = repeated / max(sum(weight.values()), 1)
    return found


def c4(text):
    """The values of c4_v2, and the javascript of c4_v1."""
    cut = text.split("\n")
    lower = text.lower()
    return {
        "line_count": len(cut),
        "has_curly_brace": int("{" in text),
        "has_lorem_ipsum": int("lorem ipsum" in lower),
        "has_javascript": int("javascript" in lower),
        "v1.has_javascript": int("javascript" in lower.split()),
        "lines_with_no_ending_punctuation": sum(not l.strip().endswith((".", "?", "!", '"')) for l in cut),
        "lines_with_too_few_words": sum(len(line.split()) < 3 for line in cut),
    }


def plain(text):
    values = gopher(text, False) | c4(text)
    second = gopher(text, True)
    return values | {f"v2.{name}": second[name] for name in second if "line" in name}


def golden(attributes):
    """The values of a row of the golden file, by our names; what dolma leaves out is 0."""
    def value(tagger, name):
        spans = attributes[tagger].get(name)
        return spans[0][2] if spans else 0

    values = {name: value("gopher_v1", name) for name in gopher("", False)}
    values |= {f"v2.{name}": value("gopher_v2", name) for name in values if "line" in name}
    for name in ("line_count", "has_curly_brace", "has_lorem_ipsum", "has_javascript"):
        values[name] = value("c4_v2", name)
    values["v1.has_javascript"] = value("c4_v1", "has_javascript")
    for name in ("lines_with_no_ending_punctuation", "lines_with_too_few_words"):
        values[name] = len(attributes["c4_v2"].get(name, []))
    return values


def clean(quern, texts, *options):
    """What quern measures, by document, and the texts that it keeps."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        with open(folder / "in.jsonl", "w") as file:
            for name, text in texts.items():
                file.write(json.dumps({"id": name, "text": text}) + "\n")
        subprocess.run([quern, "clean", folder / "in.jsonl", *options, "--out", folder / "out"],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        rows = {kind: [json.loads(line) for path in sorted((folder / "out" / kind).glob("*.jsonl.zst"))
                       for line in lines(path)] for kind in ("verdicts", "docs")}
        return ({row["id"]: row["signals"] for row in rows["verdicts"]},
                {row["id"]: row["text"] for row in rows["docs"]})


def measured(quern, texts):
    """What quern measures, by document; fails where it does not cut the lines that c4_v2 marks."""
    never = "dolma.v2.fraction_of_duplicate_lines > 2"  # has the values of gopher_v2 measured
    found, _ = clean(quern, texts, "--profile", "gopher@dolma", "--drop-if", never)
    signals, kept = clean(quern, texts, "--profile", "c4@dolma", "--rule", "empty_after_edits.max=1")
    for name, text in kept.items():
        if text != without_marked(texts[name]): sys.exit(f"cleaning_dolma: other lines are cut from {name}")
    print(f"cut lines: the same in {len(kept)} documents")
    return {name: values | signals[name] for name, values in found.items()}


def without_marked(text):
    """The text without the lines that c4_v2 marks."""
    cut = re.findall(r"[^\n]*\n|[^\n]+\Z", text)
    return "".join(l for l in cut if l.strip().endswith((".", "?", "!", '"')) and len(l.split()) >= 3)


def compare(title, expected, found):
    """Prints the agreement of each value; whether all agree."""
    wrong = collections.defaultdict(list)
    for name, values in expected.items():
        for key, value in values.items():
            if abs(found[name][f"dolma.{key}"] - value) > TOLERANCE: wrong[key].append(name)
    keys = next(iter(expected.values()))
    print(f"{title}: {len(expected)} documents, {len(keys) - len(wrong)} of {len(keys)} attributes agree on all")
    for key, bad in wrong.items():
        print(f"  {key}: {100 * (1 - len(bad) / len(expected)):.2f} %, not {', '.join(bad[:5])}")
    return not wrong


def main():
    quern, shared = setting()
    texts = {row["id"]: row["text"] for row in map(json.loads, lines(shared / "golden/cleaning/datatrove.jsonl.zst"))}
    rows = list(map(json.loads, lines(shared / "golden/cleaning/dolma.jsonl.zst")))
    expected = {row["id"]: golden(row["attributes"]) for row in rows}
    found = measured(quern, {name: texts[name] for name in expected})
    agrees = compare("golden file", expected, found)
    agrees &= compare("golden file, plain functions", {name: plain(texts[name]) for name in expected}, found)
    pages = {}
    for line in lines(shared / "data/corpus/web_dev.jsonl.zst"):
        row = json.loads(line)
        if row.get("lang") == "en" and len(pages) < 400: pages[row["id"]] = row["text"]
    found = measured(quern, pages)
    agrees &= compare("English pages of web_dev", {name: plain(text) for name, text in pages.items()}, found)
    sys.exit(0 if agrees else "cleaning_dolma: the signals differ")


if __name__ == "__main__":
    main()
