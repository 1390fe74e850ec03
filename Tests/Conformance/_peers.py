"""What the tokenizer checks share: corpora, vocabularies, and the real tools from PyPI as oracles."""
import itertools
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
LLAMA3 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"
          r"|\s*[\r\n]+|\s+(?!\S)|\s+")


def o200k():
    """The pattern of o200k_base, whose plain quantifiers every engine reads alike."""
    import tiktoken_ext.openai_public as public

    public.load_tiktoken_bpe = lambda *_, **__: {}
    return public.o200k_base()["pat_str"]


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


def sample(documents, step):
    """Every `step`-th document."""
    return itertools.islice(documents, 0, None, step)


def first_difference(left, right):
    """Where two lists part."""
    return next((at for at, pair in enumerate(zip(left, right)) if pair[0] != pair[1]), min(len(left), len(right)))


def write_corpus(path, documents):
    """Writes `documents` as JSON Lines that `texts` and quern read."""
    with open(path, "w", encoding="utf-8") as file:
        for number, text in enumerate(documents):
            file.write(json.dumps({"id": str(number), "text": text}, ensure_ascii=False) + "\n")


def difficult(pool, seed, count, every, between="", after=""):
    """`count` random strings of `pool`, and each `every`th code point beside what patterns care for."""
    generator = random.Random(seed)
    for _ in range(count):
        yield "".join(generator.choice(pool) for _ in range(generator.randint(1, 14)))
    for code in range(0, 0x110000, every):
        if not 0xD800 <= code < 0xE000:
            character = chr(code)
            yield (f"a{character}b {character}1 {character}! '{character} "
                   f"A{character}B{character}{between}{character}{after}")


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


def tokens(quern, tokenizer, documents, *options):
    """The ids of each of `documents`, texts or bytes without NUL, as `quern tokens` prints them, in order."""
    with tempfile.TemporaryFile() as file:
        for text in documents:
            file.write((text.encode() if isinstance(text, str) else text) + b"\0")
        file.seek(0)
        command = [quern, "tokens", "--tokenizer", str(tokenizer), "--null", *options]
        with subprocess.Popen(command, stdin=file, stdout=subprocess.PIPE) as process:
            for line in process.stdout:
                yield [int(id) for id in line.split()]
        if process.returncode != 0:
            sys.exit(f"{' '.join(command)}: exit {process.returncode}")


def refusal(quern, tokenizer):
    """Why quern does not load a vocabulary; None when it does."""
    done = subprocess.run([quern, "tokens", "--tokenizer", str(tokenizer), ""], capture_output=True, text=True)
    return done.stderr.strip() if done.returncode != 0 else None


def specials(quern, tokenizer):
    """The special tokens that a vocabulary names, with their ids."""
    done = subprocess.run([quern, "audit", str(tokenizer), "--json"], capture_output=True, check=True)
    added = json.loads(done.stdout)["vocabulary"]["added"]
    return {token["text"]: token["id"] for token in added if token["special"]}


def tiktoken_encoding(ranks, pattern, special_tokens=()):
    """tiktoken with the rank file `ranks`."""
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
    return tiktoken.Encoding("peer", pat_str=patterns[pattern], mergeable_ranks=mergeable,
                             special_tokens=dict(special_tokens))


def tiktoken_encoder(ranks, pattern):
    """tiktoken with the rank file `ranks`; special tokens are plain text."""
    return tiktoken_encoding(ranks, pattern).encode_ordinary


def tokenizers_encoder(path, allows_specials=False):
    """The `tokenizers` package with the file `path`; special tokens are plain text, or those tokens."""
    import tokenizers

    tokenizer = tokenizers.Tokenizer.from_file(str(path))
    tokenizer.encode_special_tokens = not allows_specials
    return lambda text: tokenizer.encode(text, add_special_tokens=False).ids


def byte_alphabet():
    """The characters that stand for the 256 bytes in the files of `tokenizers`."""
    own = [*range(0x21, 0x7f), *range(0xa1, 0xad), *range(0xae, 0x100)]
    others = [byte for byte in range(256) if byte not in own]
    return {**{byte: chr(byte) for byte in own}, **{byte: chr(0x100 + at) for at, byte in enumerate(others)}}


def parts(token, rank, ranks):
    """The two tokens that `token` is merged from: its bytes merged by all lower ranks."""
    pieces = [token[at:at + 1] for at in range(len(token))]
    while len(pieces) > 2:
        found = [ranks.get(left + right, rank) for left, right in zip(pieces, pieces[1:])]
        at = found.index(min(found))
        if found[at] >= rank:
            return None
        pieces[at:at + 2] = [pieces[at] + pieces[at + 1]]
    return pieces


def write_tokenizer_json(path, ranks_file, regex, special_tokens):
    """Writes the ranks of a tiktoken file as a tokenizer.json with special tokens.

    They get the ids behind the ranks: `tokenizers` numbers added tokens itself, whatever the file says.
    """
    from tiktoken.load import load_tiktoken_bpe

    ranks = load_tiktoken_bpe(str(ranks_file))
    alphabet = byte_alphabet()
    spelt = {token: "".join(alphabet[byte] for byte in token) for token in ranks}
    merges = (parts(token, rank, ranks) for token, rank in sorted(ranks.items(), key=lambda item: item[1])
              if len(token) > 1)
    added = [{"id": id, "content": text, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False,
              "special": True} for id, text in enumerate(special_tokens, max(ranks.values()) + 1)]
    split = {"type": "Split", "pattern": {"Regex": regex}, "behavior": "Isolated", "invert": False}
    level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False}
    model = {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None,
             "end_of_word_suffix": None, "fuse_unk": False, "byte_fallback": False, "ignore_merges": False,
             "vocab": {spelt[token]: rank for token, rank in ranks.items()},
             "merges": [[spelt[left], spelt[right]] for left, right in merges]}
    content = {"version": "1.0", "truncation": None, "padding": None, "added_tokens": added, "normalizer": None,
               "pre_tokenizer": {"type": "Sequence", "pretokenizers": [split, level]}, "post_processor": None,
               "decoder": level, "model": model}
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


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
