#!/usr/bin/env python3
"""Times the encoders of quern, gigatoken, quicktok and tiktoken in turn on the same documents, one thread each.

usage: QUERN=BINARY [QUERN_SHARED=FOLDER] compare_encoders.py [--rounds N] [--megabytes N] [--vocabulary NAME]…
       [--corpus NAME]… [--peer NAME]… [--wall] [--worst]
Every measurement is a process of its own that has the texts in memory and encodes each once, so caches are cold and
what they cost is counted; vocabularies are loaded before. Times are processor time, for machines that others use too.
Documents with the text of a special token are left out, because gigatoken makes a control token of it. Prints Markdown
tables of medians and of the medians of the ratios in each round; token counts must agree. With --worst: 1 MB of what
is hard to encode, by the time it takes in units of the time for ordinary text.
"""
import argparse
import json
import os
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import time

PATTERNS = {"cl100k_base": "cl100k", "r50k_base": "gpt2", "o200k_base": "o200k"}
PEERS = ["quern", "gigatoken", "quicktok", "tiktoken"]
# What quicktok has built in.
QUICKTOK = ["cl100k_base", "o200k_base"]
CORPORA = {"English": "en", "code": "code", "Chinese": "zh", "mixed": None}
SPECIAL = "<|endof"
# Longer encoding of 1 MB is not waited for.
PATIENCE = 120


def texts(path):
    """The texts of JSON Lines; ids and languages with them."""
    with subprocess.Popen(["zstd", "-dcqf", str(path)], stdout=subprocess.PIPE) as process:
        for line in process.stdout:
            record = json.loads(line)
            if SPECIAL not in record["text"]:
                yield record["text"], record.get("lang")


def write(path, documents, limit):
    """Writes documents until they have `limit` bytes together; gives how many bytes they have."""
    size = 0
    with open(path, "w", encoding="utf-8") as file:
        for text in documents:
            if size >= limit:
                break
            file.write(json.dumps({"text": text}, ensure_ascii=False) + "\n")
            size += len(text.encode())
    return size


def build(name, path, shared, limit):
    """One of the corpora: by language from both collections, or the beginning of the one in many languages."""
    def documents():
        wanted = CORPORA[name]
        for collection in ["web_dev", "multi_100mb"] if wanted else ["multi_100mb"]:
            for text, language in texts(shared / f"data/corpus/{collection}.jsonl.zst"):
                if wanted is None or language == wanted:
                    yield text

    return write(path, documents(), limit)


def build_worst(folder, shared):
    """1 MB each of ordinary text and of what is hard to encode, as one document."""
    generator = random.Random(3)
    english = (text for text, language in texts(shared / "data/corpus/web_dev.jsonl.zst") if language == "en")
    ordinary = ""
    while len(ordinary) < 1_000_000:
        ordinary += next(english) + "\n"
    hard = {
        "ordinary English": ordinary[:1_000_000], "one letter": "a" * 1_000_000, "one emoji": "😀" * 250_000,
        "random letters": "".join(generator.choices("abcdefghijklmnopqrstuvwxyz", k=1_000_000)),
        "random Han": "".join(chr(generator.randint(0x4e00, 0x9fa5)) for _ in range(333_333)),
        "digits": "".join(generator.choices("0123456789", k=1_000_000)), "spaces": " " * 1_000_000,
        "line ends": "\n" * 1_000_000, "punctuation": "".join(generator.choices("!?.,;:-_#*/", k=1_000_000)),
    }
    for name, text in hard.items():
        write(folder / f"{name}.jsonl", [text], 1)
    return list(hard)


def encode(peer, vocabulary, path, vocabularies):
    """In a process of its own: times a peer and prints a JSON object."""
    with open(path, encoding="utf-8") as file:
        documents = [json.loads(line)["text"] for line in file]
    if peer == "gigatoken":
        import awkward
        import gigatoken
        tokenizer = gigatoken.Tokenizer.from_tiktoken(f"{vocabularies}/{vocabulary}.tiktoken")
        given = [text.encode() for text in documents]

        def work():
            return int(awkward.sum(awkward.num(tokenizer.encode_batch(given, parallel=False))))
    elif peer == "quicktok":
        import quicktok
        tokenizer = quicktok.get_encoding(vocabulary)

        def work():
            return sum(len(tokenizer.encode(text)) for text in documents)
    else:
        import tiktoken
        import tiktoken_ext.openai_public as public
        from tiktoken.load import load_tiktoken_bpe
        public.load_tiktoken_bpe = lambda *_, **__: load_tiktoken_bpe(f"{vocabularies}/{vocabulary}.tiktoken")
        tokenizer = tiktoken.Encoding(**getattr(public, vocabulary)())

        def work():
            return sum(len(tokenizer.encode_ordinary(text)) for text in documents)
    start, processor = time.perf_counter(), time.process_time()
    tokens = work()
    print(json.dumps({"seconds": time.perf_counter() - start, "processor_seconds": time.process_time() - processor,
                      "made": tokens}))


def measure(options, quern, peer, vocabulary, path, vocabularies):
    """Seconds and tokens of one pass in a fresh process; None when the peer cannot, or takes too long."""
    if peer == "quicktok" and vocabulary not in QUICKTOK:
        return None
    if peer == "quern":
        command = [quern, "bench", "encode", str(path), "--tokenizer",
                   f"{vocabularies}/{vocabulary}.tiktoken:{PATTERNS[vocabulary]}", "--jobs", "1", "--json"]
    else:
        command = [sys.executable, __file__, "--encode", peer, vocabulary, str(path), str(vocabularies)]
    environment = {**os.environ, "RAYON_NUM_THREADS": "1"}
    try:
        done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return None
    if done.returncode != 0:
        if peer == "quern":
            sys.exit(done.stderr)
        print(f"{peer} {vocabulary}: {(done.stderr.strip().splitlines() or ['failed'])[-1]}", file=sys.stderr)
        return None
    found = json.loads(done.stdout)
    return found["seconds" if options.wall else "processor_seconds"], found["made"]


def ratio(left, right):
    """The median of left / right over the rounds in which both were measured."""
    pairs = [(a, b) for a, b in zip(left, right) if a and b]
    return f"{statistics.median(a / b for a, b in pairs):.2f}" if pairs else "–"


def row(cells):
    return "| " + " | ".join(map(str, cells)) + " |"


def compare(options, quern, vocabularies, corpora):
    """The table of speeds; False when token counts differ."""
    print(row(["vocabulary", "corpus", "MB", *[f"{peer} MB/s" for peer in options.peer], "quern : gigatoken",
               "quern : tiktoken", "tokens"]))
    print(row(["---"] * (6 + len(options.peer))))
    same = True
    for vocabulary in options.vocabulary:
        for name, (path, size) in corpora.items():
            rates = {peer: [] for peer in PEERS}
            tokens = {}
            for _ in range(options.rounds):
                for peer in options.peer:
                    found = measure(options, quern, peer, vocabulary, path, vocabularies)
                    rates[peer].append(size / 1e6 / found[0] if found else None)
                    if found:
                        tokens.setdefault(found[1], set()).add(peer)
            medians = [statistics.median(filter(None, rates[peer])) if any(rates[peer]) else None
                       for peer in options.peer]
            shown = "/".join(f"{count:,}" for count in tokens)
            print(row([vocabulary, name, f"{size / 1e6:.0f}", *["–" if rate is None else f"{rate:.0f}" for rate in medians],
                       ratio(rates["quern"], rates["gigatoken"]), ratio(rates["quern"], rates["tiktoken"]), shown]),
                  flush=True)
            if len(tokens) > 1:
                same = False
                print(f"DIFFERENT token counts: {tokens}", file=sys.stderr)
    return same


def worst(options, quern, vocabularies, folder, names):
    """The table of hard texts: times in units of ordinary text's, and milliseconds."""
    print(row(["vocabulary", "1 MB of", *[f"{peer}: × ordinary (ms)" for peer in options.peer]]))
    print(row(["---"] * (2 + len(options.peer))))
    for vocabulary in options.vocabulary:
        ordinary = {}
        for name in names:
            cells = []
            for peer in options.peer:
                times = [measure(options, quern, peer, vocabulary, folder / f"{name}.jsonl", vocabularies)
                         for _ in range(options.rounds)]
                if None in times:
                    cells.append("–")
                    continue
                seconds = statistics.median(found[0] for found in times)
                ordinary.setdefault(peer, seconds)
                cells.append(f"{seconds / ordinary[peer]:.2f} ({seconds * 1e3:.1f})")
            print(row([vocabulary, name, *cells]), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--megabytes", type=int, default=40)
    parser.add_argument("--vocabulary", action="append", choices=PATTERNS)
    parser.add_argument("--corpus", action="append", choices=CORPORA)
    parser.add_argument("--peer", action="append", choices=PEERS)
    parser.add_argument("--wall", action="store_true", help="wall time instead of processor time")
    parser.add_argument("--worst", action="store_true")
    options = parser.parse_args()
    options.vocabulary = options.vocabulary or list(PATTERNS)
    options.peer = options.peer or PEERS
    shared = pathlib.Path(os.environ.get("QUERN_SHARED", "../shared")).resolve()
    if not (shared / "data").is_dir():
        sys.exit(f"{shared} is missing: name the folder of corpora and vocabularies in QUERN_SHARED")
    quern = os.path.abspath(os.environ["QUERN"])
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        if options.worst:
            return worst(options, quern, shared / "vocabs", folder, build_worst(folder, shared))
        corpora = {}
        for name in options.corpus or CORPORA:
            path = folder / f"{name}.jsonl"
            corpora[name] = (path, build(name, path, shared, options.megabytes * 1_000_000))
        if not compare(options, quern, shared / "vocabs", corpora):
            sys.exit(1)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--encode"]:
        encode(*sys.argv[2:])
    else:
        main()
