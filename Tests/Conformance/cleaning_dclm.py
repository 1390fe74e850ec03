"""Compares dclm-heuristics with plain functions after DCLM's filters and modifiers, and with the words of `uniseg`.

The texts are those of golden/cleaning/datatrove.jsonl.zst, English pages of web_dev and hostile lines. Prints the
agreement per value and of the edited texts; fails below 99.9 %.
"""
import collections
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

from uniseg.wordbreak import words as annex_words

from _peers import lines, setting

STOP = {"the", "be", "to", "of", "and", "that", "have", "with"}
COUNTED = "likes shares comments retweets reposts quotes bookmarks upvotes downvotes downloads views followers"
COUNTER = re.compile(r"^\W*\d(?:,|\.|\d)*[kmb]?\s+(?:" + "|".join(COUNTED.split()) + r")\W*$")
BAR = 99.9


def fasttext_words(text):
    """The words that fastText's tokenizer finds and that begin with a letter or number."""
    return [word for word in re.split(r"[ \n\r\t\v\f\0]+", text) if word and word[0].isalnum()]


def words_values(text):
    words = text.split()
    count = len(words)
    symbols = sum(text.count(symbol) for symbol in ("#", "...", ". . .", "…"))
    return {
        "word_count": len(fasttext_words(text)),
        "mean_word_length": sum(map(len, words)) / count if words else 0,
        "symbol_to_word_ratio": symbols / count if words else 1,
        "non_alphabetic_word_ratio": sum(not any(map(str.isalpha, w)) for w in words) / count if words else 1,
        "stop_word_count": sum(word.lower() in STOP for word in words),
    }


def lines_values(text):
    def copies(parts):
        if len(parts) < 2: return 1 - len(parts), 1 - len(parts)
        counts = collections.Counter(parts)
        again = {part: n for part, n in counts.items() if n > 1}
        return (sum(again.values()) / len(parts), sum(len(p) * n for p, n in again.items()) / sum(map(len, parts)))

    cut = [line.strip() for line in text.split("\n") if line.strip()]
    paragraphs = [part.strip() for part in re.split("\n\n", text) if part.strip()]
    share = lambda n: n / len(cut) if cut else 0
    found = {
        "line_count": len(cut),
        "bullet_line_ratio": share(sum(line.startswith(("●", "•", "*", "-")) for line in cut)),
        "ellipsis_line_ratio": share(sum(line.endswith(("...", ". . .", "…")) for line in cut)),
    }
    found["repeated_lines"], found["repeated_line_characters"] = copies(cut)
    found["repeated_paragraphs"], found["repeated_paragraph_characters"] = copies(paragraphs)
    return found


def runs_values(text):
    words = [word for word in annex_words(text) if word[0].isalnum()]
    total = sum(map(len, words))
    found = {}
    for length in range(2, 11):
        runs = list(zip(*(words[start:] for start in range(length))))
        counts = collections.Counter(runs)
        top = max(counts.values(), default=0)
        value = 0
        if top > 1 and length < 5:
            value = top * max(sum(map(len, run)) for run, n in counts.items() if n == top) / total
        elif top > 1:
            inside = {at + place for at, run in enumerate(runs) if counts[run] > 1 for place in range(length)}
            value = sum(len(words[at]) for at in inside) / total
        found[f"most_common_{length}gram" if length < 5 else f"repeated_{length}gram"] = value
    return found


def cut(text):
    """The text after the line modifiers."""
    def keep(holds, strips=True):
        nonlocal text
        text = "\n".join(line for line in text.split("\n") if not line or holds(line))
        if strips: text = text.strip()

    def without(pattern):
        nonlocal text
        left = []
        for line in text.split("\n"):
            if len(line.split()) <= 10:
                shorter = pattern.sub("", line)
                if line and not shorter.strip(): continue
                line = shorter
            left.append(line)
        text = "\n".join(left).strip()

    keep(lambda line: sum(map(str.isupper, line)) / len(line) <= 0.5)
    keep(lambda line: sum(map(str.isdigit, line)) / len(line) <= 0.999999)
    keep(lambda line: not COUNTER.search(line.lower()))
    keep(lambda line: len(line.split()) >= 2, strips=False)
    without(re.compile(r"\s?items in cart", re.I))
    without(re.compile(r"\s?read more...$", re.I))
    without(re.compile(r"^sign-in\s?", re.I))
    return text


def plain(text):
    """The values of a text and the text that is left."""
    text = re.sub(r"\n{3,}", "\n\n", text)
    values = words_values(text) | lines_values(text) | runs_values(text)
    left = cut(text)
    before = len(fasttext_words(text))
    values["removed_word_ratio"] = (before - len(fasttext_words(left))) / before if before else 1
    return values, left


def hostile(seed, count):
    """Texts of lines that the modifiers speak of."""
    chooser = random.Random(seed)
    pieces = [
        "3 likes", "1,000 views!", "2.5K followers", "12 k likes", "٣ shares", "likes 3", "ABC DEF", "ÀÉ x", "123", "１２３",
        "²", "12 3", "word", "two words", " ", "\t", "", "\u2003", "items in cart", "5 Items In Cart now", "items in cartitems in cart",
        "Read more...", "see it. READ MORE»» ", "read moreabc", "x read more...", "Sign-in", "sign-in please", "SIGN-IN\u00a0",
        "- bullet one", "● two", "The end...", "The end. . .", "and so on…", "the same line of text", "to be of",
        "漢字 かな", "don't stop 3.14", "a" * 70, "x_y z", "# # #", "\x1c", "\u2028",
    ]
    return {f"hostile_{seed}_{n}": "\n".join(
        " ".join(chooser.choice(pieces) for _ in range(chooser.choice((1, 1, 1, 2, 3)))) for _ in range(chooser.randint(0, 25)))
        for n in range(count)}


def clean(quern, texts):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        with open(folder / "in.jsonl", "w") as file:
            for name, text in texts.items():
                file.write(json.dumps({"id": name, "text": text}) + "\n")
        # No rule may drop a document, so that every text comes out.
        options = [f"{rule}={value}" for rule, value in (
            [("empty_after_edits.max", 1)]
            + [("dclm.word_count.min", 0), ("dclm.word_count.max", 1e9), ("dclm.mean_word_length.min", 0),
             ("dclm.mean_word_length.max", 1e9), ("dclm.stop_words.min", 0)]
            + [(f"dclm.{name}.max", 1e9) for name in (
                "symbol_to_word_ratio", "bullets", "ellipses", "non_alphabetic_words", "lines", "paragraphs",
                "line_characters", "paragraph_characters", "removed_words")]
            + [(f"dclm.top_{n}_gram.max", 1e9) for n in (2, 3, 4)]
            + [(f"dclm.repeated_{n}_grams.max", 1e9) for n in range(5, 11)])]
        subprocess.run(
            [quern, "clean", folder / "in.jsonl", "--profile", "dclm-heuristics", "--out", folder / "out",
             *(part for option in options for part in ("--rule", option))],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        rows = {kind: [json.loads(line) for path in sorted((folder / "out" / kind).glob("*.jsonl.zst"))
                       for line in lines(path)] for kind in ("verdicts", "docs")}
        return ({row["id"]: row["signals"] for row in rows["verdicts"]},
                {row["id"]: row["text"] for row in rows["docs"]})


def main():
    quern, shared = setting()
    texts = {row["id"]: row["text"] for row in map(json.loads, lines(shared / "golden/cleaning/datatrove.jsonl.zst"))
             if len(row["text"]) < 20000}
    pages = 0
    for line in lines(shared / "data/corpus/web_dev.jsonl.zst"):
        row = json.loads(line)
        if row["lang"] == "en" and pages < 300 and len(row["text"]) < 20000:
            texts[row["id"]] = row["text"]
            pages += 1
    for seed in range(3): texts |= hostile(seed, 300)
    found, left = clean(quern, texts)
    wrong = collections.defaultdict(list)
    for name, text in texts.items():
        values, expected = plain(text)
        for key, value in values.items():
            if abs(found[name][f"dclm.{key}"] - value) > 1e-9: wrong[key].append(name)
        if left.get(name) != expected: wrong["text"].append(name)
    print(f"dclm-heuristics: {len(texts)} documents")
    for key in (*values, "text"):
        share = 100 * (1 - len(wrong[key]) / len(texts))
        print(f"  {key}: {share:.2f} %" + (f", not {', '.join(wrong[key][:5])}" if wrong[key] else ""))
    worst = max(map(len, wrong.values()))
    sys.exit("cleaning_dclm: too few agree" if 100 * worst / len(texts) > 100 - BAR else 0)


if __name__ == "__main__":
    main()
