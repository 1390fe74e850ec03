"""What the tokenizer checks share: corpora, vocabularies, and the real tools from PyPI as oracles."""
import json
import os
import pathlib
import subprocess
import sys

os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
LLAMA3 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"
          r"|\s*[\r\n]+|\s+(?!\S)|\s+")


def setting():
    """The quern to check (QUERN) and the folder of shared data (QUERN_SHARED, default ../shared).

    Without that folder the check is skipped, or fails where QUERN_REQUIRE_SHARED=1.
    """
    shared = pathlib.Path(os.environ.get("QUERN_SHARED", "../shared")).resolve()
    if not (shared / "data").is_dir():
        if os.environ.get("QUERN_REQUIRE_SHARED") == "1":
            sys.exit(f"{shared} is missing")
        print(f"skipped: {shared} is missing")
        sys.exit(0)
    return os.path.abspath(os.environ["QUERN"]), shared


def lines(path):
    """The lines of a file, decompressed if its name ends in .zst."""
    if str(path).endswith(".zst"):
        with subprocess.Popen(["zstd", "-dcq", str(path)], stdout=subprocess.PIPE) as process:
            yield from process.stdout
        if process.returncode != 0:
            sys.exit(f"{path}: zstd failed")
    else:
        with open(path, "rb") as file:
            yield from file


def texts(path):
    """The texts of a JSON Lines corpus."""
    for line in lines(path):
        yield json.loads(line)["text"]


def write_corpus(path, documents):
    """Writes `documents` as JSON Lines that `texts` and quern read."""
    with open(path, "w", encoding="utf-8") as file:
        for number, text in enumerate(documents):
            file.write(json.dumps({"id": str(number), "text": text}, ensure_ascii=False) + "\n")


def head(documents, limit):
    """The first documents that together have at least `limit` bytes."""
    size = 0
    for text in documents:
        yield text
        size += len(text.encode())
        if size >= limit:
            return


def run(quern, *arguments):
    """Runs quern and stops with its messages when it fails."""
    done = subprocess.run([quern, *map(str, arguments)], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"quern {' '.join(map(str, arguments))}: exit {done.returncode}\n{done.stderr}")


def ids(quern, corpus, tokenizer, out):
    """The ids of each document as quern writes them, in order."""
    run(quern, "encode", corpus, "--tokenizer", tokenizer, "--out", out, "--format", "ids", "--quiet")
    parts = sorted(pathlib.Path(out).glob("ids-*.jsonl.zst"))
    if not parts:
        sys.exit(f"{out}: no ids-*.jsonl.zst")
    for part in parts:
        for line in lines(part):
            yield json.loads(line)["ids"]


def tiktoken_pattern(ranks, regex):
    """tiktoken with the rank file `ranks` and a pattern of its own; special tokens are plain text."""
    import tiktoken
    from tiktoken.load import load_tiktoken_bpe

    mergeable = load_tiktoken_bpe(str(ranks))
    return tiktoken.Encoding("peer", pat_str=regex, mergeable_ranks=mergeable, special_tokens={}).encode_ordinary


def tiktoken_encoder(ranks, pattern):
    """tiktoken with the rank file `ranks`; special tokens are plain text."""
    import tiktoken
    import tiktoken_ext.openai_public as public
    from tiktoken.load import load_tiktoken_bpe

    mergeable = load_tiktoken_bpe(str(ranks))
    public.load_tiktoken_bpe = lambda *_, **__: {}
    patterns = {
        "gpt2": public.r50k_pat_str,
        "cl100k": public.cl100k_base()["pat_str"],
        "o200k": public.o200k_base()["pat_str"],
        "llama3": LLAMA3,
        "qwen2": LLAMA3.replace(r"\p{N}{1,3}", r"\p{N}"),
    }
    encoding = tiktoken.Encoding("peer", pat_str=patterns[pattern], mergeable_ranks=mergeable, special_tokens={})
    return encoding.encode_ordinary


def tokenizers_encoder(path):
    """The `tokenizers` package with the file `path`; special tokens are plain text."""
    import tokenizers

    tokenizer = tokenizers.Tokenizer.from_file(str(path))
    tokenizer.encode_special_tokens = True
    return lambda text: tokenizer.encode(text, add_special_tokens=False).ids


class Report:
    """Counts checks and says what differs."""

    def __init__(self):
        self.failed = 0

    def check(self, name, is_same, details=""):
        """Prints one line for a check."""
        print(f"{'same' if is_same else 'DIFFERENT'}  {name}{'' if is_same else ': ' + details}", flush=True)
        self.failed += not is_same

    def finish(self):
        """Ends the script: status 1 when a check failed."""
        sys.exit(1 if self.failed else 0)
