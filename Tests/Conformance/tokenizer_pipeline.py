#!/usr/bin/env python3
"""Holds quern against the `tokenizers` package on random small tokenizer.json files.

usage: QUERN=BINARY tokenizer_pipeline.py [SEED]
Needs tokenizers 0.23 (PyPI).
Each file has its own normalizers, pre-tokenizers, decoder, added tokens and ways with unknown characters. Compared are
the ids, with special tokens as text and as tokens, and the text that ids decode to. A small form makes 150 files;
FULL=1 in the environment makes 3,000.
"""
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import unicodedata

import _peers as peers

POOL = ["'", "s", "S", "ſ", "t", "'s", "a", "b", "Z", "é", "É", "e\u0301", "ǅ", "ʰ", "あ", "か\u3099", "中", "א", "한",
        "ᄒ", "ᅡ", "ᆫ", "\u0301", "\u0327", "1", "2", "½", "٣", "Ⅷ", " ", " ", "  ", "   ", "\n", "\r\n", "\t", "\u00a0",
        "\u2003", "\u2028", "\u0085", "!", "?!", "/", "-", "—", "😀", "\u200d", "_", "\ufffd", "𝒜", "ß", "ﬁ", "İ", "Å",
        "Ⓐ", "▁", "▁▁", "Ġ", "ĳ", "the", "hello", " world", "ab", "abc", "xy", "<s>", "</s>", "[T]", "tok", "Tok", "<unk>",
        "<0x41>", "\U00011938", "㋿"]
WORDS = ["hello", "world", "the", "a", "ab", "abc", "abab", "tok", "12", "1234", "été", "café", "naïve", "あか", "中文",
         "xyxy", "it's", "x-y", "foo_bar", "Straße", "ﬁne", "한국"]
FORMS = ["NFC", "NFD", "NFKC", "NFKD", "Lowercase"]
BEHAVIORS = ["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"]
EXPRESSIONS = [peers.GPT2, peers.LLAMA3, peers.LLAMA3.replace(r"\p{N}{1,3}", r"\p{N}"), r"\s+", r"\d", r"[^\w\s]+", r"a+|b",
               r"(?=[A-Z])", r"\p{N}{1,3}"]


def text(generator, newlines=True):
    """A random text."""
    pieces = (generator.choice(POOL if generator.random() < 0.7 else WORDS) for _ in range(generator.randint(0, 12)))
    joined = "".join(pieces)
    return joined if newlines else joined.replace("\r\n", "\r").replace("\n", "\t")


def pattern(generator):
    """What a split or a replacement looks for."""
    if generator.random() < 0.5:
        return {"String": generator.choice([" ", "a", "ab", "é", "-", "▁", "'s", "  ", "中"])}
    return {"Regex": generator.choice(EXPRESSIONS)}


def normalizer(generator):
    """One normalizer."""
    kind = generator.randrange(10)
    if kind < 6:
        return {"type": generator.choice(FORMS)}
    if kind == 6:
        return {"type": "Prepend", "prepend": generator.choice(["▁", " ", "ab"])}
    if kind == 7:
        return {"type": "Strip", "strip_left": generator.random() < 0.7, "strip_right": generator.random() < 0.7}
    return {"type": "Replace", "pattern": pattern(generator), "content": generator.choice(["▁", " ", "", "xy"])}


def pretokenizer(generator):
    """One pre-tokenizer."""
    kind = generator.randrange(9)
    flag = generator.random() < 0.5
    if kind == 0:
        return {"type": "ByteLevel", "add_prefix_space": flag, "trim_offsets": True,
                "use_regex": generator.random() < 0.5}
    if kind < 3:
        return {"type": "Split", "pattern": pattern(generator), "behavior": generator.choice(BEHAVIORS), "invert": flag}
    if kind == 3:
        return {"type": "Digits", "individual_digits": flag}
    if kind == 4:
        return {"type": generator.choice(["Whitespace", "WhitespaceSplit"])}
    if kind == 5:
        return {"type": "Punctuation", "behavior": generator.choice(BEHAVIORS)}
    if kind == 6:
        return {"type": "CharDelimiterSplit", "delimiter": generator.choice("a-▁ ")}
    return {"type": "Metaspace", "replacement": generator.choice("▁▁_"), "split": flag,
            "prepend_scheme": generator.choice(["always", "first", "never"])}


def decoder(generator):
    """One decoder of a sequence."""
    kind = generator.randrange(6)
    if kind == 0:
        return {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True}
    if kind == 1:
        return {"type": "ByteFallback"}
    if kind == 2:
        return {"type": "Fuse"}
    if kind == 3:
        # Content that start and stop could take together makes the package panic.
        return {"type": "Strip", "content": generator.choice("a ▁"), "start": 1, "stop": 0}
    if kind == 4:
        return {"type": "Metaspace", "replacement": "▁", "split": True,
                "prepend_scheme": generator.choice(["always", "first", "never"])}
    return {"type": "Replace", "pattern": {"String": generator.choice(["▁", "a", "é"])},
            "content": generator.choice([" ", "", "xy"])}


def several(generator, make, name, most):
    """None, one, or a sequence of what `make` makes."""
    count = generator.randint(0, most)
    if count == 0:
        return None
    parts = [make(generator) for _ in range(count)]
    return parts[0] if count == 1 else {"type": "Sequence", name: parts}


def last_is_byte_level(component):
    """Whether texts come to the model as bytes."""
    while component and component["type"] == "Sequence":
        component = component["pretokenizers"][-1]
    return bool(component) and component["type"] == "ByteLevel"


def added_tokens(generator, vocabulary):
    """Added tokens with random flags, with the ids that the package gives them."""
    names = generator.sample(["<s>", "</s>", "[T]", "tok", "Tok", "ab", "hello", " ", "  ", "é", "e\u0301", "<unk>", "s>", "12",
                              "▁", "a b", "한", "-y", "ß", "ﬁ"], generator.randint(0, 6))
    tokens, following = [], len(vocabulary)
    for name in names:
        number = vocabulary.get(name)
        if number is None:
            number, following = following, following + 1
        special = generator.random() < 0.4
        tokens.append({"id": number, "content": name, "single_word": generator.random() < 0.2,
                       "lstrip": generator.random() < 0.2, "rstrip": generator.random() < 0.2,
                       "normalized": generator.random() < (0.2 if special else 0.6), "special": special})
    # The package numbers the tokens as they come; where ids of the vocabulary come in between, it counts differently.
    return sorted(tokens, key=lambda token: token["id"])


def tokenizer(generator):
    """The JSON of a random tokenizer."""
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    parts = {"normalizer": several(generator, normalizer, "normalizers", 3),
             "pre_tokenizer": several(generator, pretokenizer, "pretokenizers", 3)}
    if generator.random() < 0.35:
        level = {"type": "ByteLevel", "add_prefix_space": generator.random() < 0.3, "trim_offsets": True,
                 "use_regex": generator.random() < 0.5}
        before = parts["pre_tokenizer"]
        parts["pre_tokenizer"] = {"type": "Sequence", "pretokenizers": [before, level]} if before else level
    empty = json.loads(Tokenizer(models.BPE()).to_str())
    trained = Tokenizer.from_str(json.dumps({**empty, **parts}))
    is_bytes = last_is_byte_level(parts["pre_tokenizer"]) and generator.random() < 0.9
    alphabet = pre_tokenizers.ByteLevel.alphabet() if is_bytes else list("abcdehlotwxy12▁ é")
    fallback = [f"<0x{byte:02X}>" for byte in range(256) if generator.random() < generator.choice([1, 0.95])]
    specials = (fallback if generator.random() < 0.4 else []) + (["<unk>"] if generator.random() < 0.5 else [])
    trainer = trainers.BpeTrainer(vocab_size=len(alphabet) + len(specials) + generator.randint(0, 120),
                                  initial_alphabet=alphabet, special_tokens=specials, show_progress=False,
                                  limit_alphabet=1000 if is_bytes else generator.choice([20, 40, 1000]))
    trained.train_from_iterator([text(generator) for _ in range(60)] + [" ".join(WORDS)] * 3, trainer)
    made = json.loads(trained.to_str())
    model = made["model"]
    model["unk_token"] = "<unk>" if "<unk>" in model["vocab"] and generator.random() < 0.9 else None
    model["fuse_unk"] = generator.random() < 0.5
    model["byte_fallback"] = generator.random() < 0.6
    model["ignore_merges"] = generator.random() < 0.3
    made["added_tokens"] = added_tokens(generator, model["vocab"])
    made["decoder"] = several(generator, decoder, "decoders", 4)
    if generator.random() < 0.4:
        made["decoder"] = {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True}
    return made


def lines(quern, arguments, texts):
    """The lines that `quern tokens` makes of `texts`."""
    done = subprocess.run([quern, "tokens", *map(str, arguments)], input="".join(f"{line}\n" for line in texts).encode(),
                          capture_output=True, check=False)
    return done.returncode, done.stdout.decode(errors="replace").split("\n")[:-1], done.stderr.decode().strip()


def check(report, quern, path, made, texts, seed):
    """Compares one tokenizer; False when quern refuses it."""
    import tokenizers

    package = tokenizers.Tokenizer.from_str(json.dumps(made))
    for mode, policy in [("text", "text"), ("tokens", "allow")]:
        package.encode_special_tokens = mode == "text"
        status, found, message = lines(quern, ["--tokenizer", path, "--special", policy], texts)
        if status != 0:
            return message
        for line, each in zip(found, texts):
            wanted = package.encode(each, add_special_tokens=False).ids
            if [int(number) for number in line.split()] != wanted:
                report.check(f"{seed}: ids, specials as {mode}", False, f"{ascii(each)}: {line} for {wanted}")
                return None
        decodable = [line for line in found if line]
        _, decoded, message = lines(quern, ["--tokenizer", path, "--decode"], decodable)
        for line, each in zip(decodable, decoded):
            wanted = package.decode([int(number) for number in line.split()], skip_special_tokens=False)
            if each != wanted and "\n" not in wanted:
                report.check(f"{seed}: text", False, f"{line}: {ascii(each)} for {ascii(wanted)}")
                return None
    return None


def pairs():
    """The characters that canonical decomposition makes of one, together."""
    for code in range(0x110000):
        parts = unicodedata.decomposition(chr(code)).split()
        if parts and not parts[0].startswith("<"):
            yield "".join(chr(int(part, 16)) for part in parts)


def characters(report, quern, path, every):
    """Compares what single components make of every character, alone and with others around it."""
    import tokenizers

    level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False}
    alphabet = sorted(tokenizers.pre_tokenizers.ByteLevel.alphabet())
    made = json.loads(tokenizers.Tokenizer(tokenizers.models.BPE()).to_str())
    made["model"]["vocab"] = {letter: number for number, letter in enumerate(alphabet)}
    # Merges of letters show where texts are cut.
    made["model"]["vocab"].update({"aa": 256, "ab": 257, "ba": 258})
    made["model"]["merges"] = [["a", "a"], ["a", "b"], ["b", "a"]]
    scalars = [chr(code) for code in range(1, 0x110000, every) if not 0xD800 <= code < 0xE000 and code not in (0x0A, 0x0D)]
    marks = ["\u0301", "\u0327", "\u0345", "\u05b0", "\u09be", "\u1161", "\u11a8", "\u3099", "\U00011930", "\U0001611e"]
    for kind in [*FORMS, "Digits", "Punctuation", "Whitespace", "WhitespaceSplit"]:
        if kind in FORMS:
            made["normalizer"], made["pre_tokenizer"] = {"type": kind}, level
            texts = [f"{each}a{each}{marks[number % len(marks)]}\u0323{each}" for number, each in enumerate(scalars)]
            texts += [f"{pair}\u0323{mark}" for pair in pairs() for mark in marks]
        else:
            part = {"type": kind, **({"individual_digits": True} if kind == "Digits" else {}),
                    **({"behavior": "Isolated"} if kind == "Punctuation" else {})}
            made["normalizer"] = None
            made["pre_tokenizer"] = {"type": "Sequence", "pretokenizers": [part, level]}
            # A piece of its own hides a merge: "a" and "a" around a character that is dropped, "ab" beside one that is not.
            texts = [f"a{each}ab{each}{each}ba" for each in scalars]
        path.write_text(json.dumps(made), encoding="utf-8")
        package = tokenizers.Tokenizer.from_file(str(path))
        status, found, message = lines(quern, ["--tokenizer", path], texts)
        report.check(f"{kind}: {len(texts)} texts", status == 0 and len(found) == len(texts), message)
        wrong = [each for line, each in zip(found, texts)
                 if [int(number) for number in line.split()] != package.encode(each, add_special_tokens=False).ids]
        report.check(f"{kind} = tokenizers", not wrong, f"{len(wrong)} differ, such as {ascii(wrong[:3])}")


def main():
    quern = os.path.abspath(os.environ["QUERN"])
    count = 3000 if os.environ.get("FULL") == "1" else 150
    seeds = [int(sys.argv[1])] if len(sys.argv) > 1 else range(count)
    report = peers.Report()
    refused = {}
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "tokenizer.json"
        for seed in seeds:
            generator = random.Random(seed)
            try:
                made = tokenizer(generator)
                path.write_text(json.dumps(made), encoding="utf-8")
                message = check(report, quern, path, made, [text(generator, newlines=False) for _ in range(150)], seed)
            except BaseException as error:  # pylint: disable=broad-exception-caught
                # The package ends some combinations with a panic, which is no Exception.
                if isinstance(error, (KeyboardInterrupt, SystemExit)) or "Panic" not in type(error).__name__:
                    raise
                message = "the package panics"
            if message:
                refused.setdefault(message.split(": ", 2)[-1], []).append(seed)
        if len(sys.argv) == 1:
            characters(report, quern, path, 1 if os.environ.get("FULL") == "1" else 61)
    for message, found in sorted(refused.items()):
        print(f"refused  {len(found)}: {message} (such as {found[0]})")
    report.check(f"{count} tokenizers", report.failed == 0, f"{report.failed} differ")
    report.finish()


if __name__ == "__main__":
    main()
