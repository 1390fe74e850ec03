#!/usr/bin/env python3
"""Holds vocabularies in other formats than tokenizer.json against the tools that the formats come from.

usage: QUERN=BINARY [QUERN_SHARED=FOLDER] tokenizer_formats.py
Needs sentencepiece 0.2.3, gguf 0.19, tiktoken 0.14 and tokenizers 0.23 (PyPI). Every file is made here: SentencePiece
models are trained, GGUF files and a tekken.json are written from shared vocabularies. Where the GGUF vocabularies of
llama.cpp are among the shared data, its own ids count.
A small form takes a part of each corpus; FULL=1 in the environment takes more.
"""
import base64
import io
import json
import os
import pathlib
import random
import subprocess
import tempfile

import _peers as peers

POOL = [" ", "  ", "\n", "\t", "\u3000", "\u00a0", "\u2581", "a", "b", "the", "ABC", "th", "ﬁ", "é", "e\u0301",
        "中国", "中", "①", "㍿", "ﷺ", "<sep>", "<unk>", "<s>", "</s>", "<0x41>", "<ctl>", "😀",
        "\u200d", "\u200b", "\u00ad", "\ufeff",
        "\0", "\x01", "\x7f", "İ", "ß", "ſ", "Ａ", "１", "½", "カ", "ｶﾞ", "한", "각", "\ufffd", "123", "12", "foo",
        " foo", "▁foo", "Hello world", ".", "...", "?!"]
NAMES = ["<sep>", "ABC", "  ", "the", "th", "ﬁ", "▁foo", "\n", "中国"]
MODELS = {
    "like Llama": dict(byte_fallback=True, normalization_rule_name="identity", remove_extra_whitespaces=False),
    "nmt_nfkc": dict(normalization_rule_name="nmt_nfkc"),
    "nmt_nfkc, bytes": dict(normalization_rule_name="nmt_nfkc", byte_fallback=True, character_coverage=0.98),
    "nfkc_cf": dict(normalization_rule_name="nfkc_cf", character_coverage=0.98),
    "user-defined symbols": dict(normalization_rule_name="nmt_nfkc", user_defined_symbols=NAMES,
                                 control_symbols=["<ctl>"]),
    "no dummy prefix": dict(add_dummy_prefix=False, normalization_rule_name="nmt_nfkc_cf"),
    "all spaces": dict(remove_extra_whitespaces=False, normalization_rule_name="nmt_nfkc",
                       allow_whitespace_only_pieces=True),
    "single digits": dict(split_digits=True, byte_fallback=True, normalization_rule_name="identity",
                          remove_extra_whitespaces=False, split_by_whitespace=False),
    "spaces as suffix": dict(treat_whitespace_as_suffix=True),
    "across words": dict(split_by_whitespace=False, split_by_unicode_script=False, split_by_number=False),
    "other ids": dict(pad_id=3, unk_id=1, bos_id=2, eos_id=0, unk_surface="<?>"),
}
# Vocabularies of llama.cpp that are not read, and what is said of them. The one for StarCoder has no token for some
# bytes.
REFUSED = {"deepseek-coder.gguf": "tokenizer.ggml.pre deepseek-coder", "starcoder.gguf": "no token for byte 192"}


def difficult(documents, count, every):
    """Short strings: random ones, pieces of `documents`, and code points in company."""
    generator = random.Random(5)
    yield from ["", " ", "  ", "\u2581", " a ", "\u3000", "a\u3000\u3000b", "▁ ▁", "a▁ "]
    for _ in range(count):
        yield "".join(generator.choice(POOL) for _ in range(generator.randint(1, 12)))
    for text in documents:
        start = generator.randrange(max(1, len(text) - 300))
        yield text[start:start + 300]
    for code in range(1, 0x110000, every):
        if not 0xD800 <= code < 0xE000:
            yield f"a{chr(code)}b {chr(code)}"


def compare(report, name, quern, texts, vocabulary, encode, folder):
    """Checks the ids of `texts`."""
    corpus = folder / "texts.jsonl"
    peers.write_corpus(corpus, texts)
    out = folder / "ids"
    ours = list(peers.ids(quern, corpus, vocabulary, out))
    for file in out.iterdir():
        file.unlink()
    for place, text in enumerate(texts):
        if place >= len(ours) or ours[place] != encode(text):
            return report.check(name, False, f"text {place}, {text[:60]!r}")
    return report.check(f"{name} ({len(texts)} texts)", len(ours) == len(texts), "there are more texts")


def decoded(quern, vocabulary, rows):
    """The texts of lists of ids, each with a line end after it."""
    lines = "".join(" ".join(map(str, row)) + "\n" for row in rows)
    return subprocess.run([quern, "tokens", "--tokenizer", str(vocabulary), "--decode"], input=lines.encode(),
                          stdout=subprocess.PIPE, check=True).stdout


def sentencepiece_models(report, quern, documents, texts, folder):
    """Trains models and compares ids and decoded text."""
    import sentencepiece

    lines = [line for text in documents for line in text.split("\n") if line.strip()][:15000]
    generator = random.Random(9)
    paths = {}
    for name, options in MODELS.items():
        model = io.BytesIO()
        options = dict(character_coverage=0.995) | options
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(lines), model_writer=model, model_type="bpe", vocab_size=5000,
            hard_vocab_limit=False, minloglevel=2, num_threads=1, **options)
        paths[name] = folder / f"{len(paths)}.model"
        paths[name].write_bytes(model.getvalue())
        peer = sentencepiece.SentencePieceProcessor(model_file=str(paths[name]))
        compare(report, f"{name} = sentencepiece", quern, texts, paths[name], peer.encode, folder)
        size = peer.get_piece_size()
        rows = [ids for ids in map(peer.encode, texts) if ids]
        rows += [[generator.randrange(size if generator.random() < 0.7 else 300)
                  for _ in range(generator.randint(1, 8))] for _ in range(2000)]
        wanted = "".join(peer.decode(row) + "\n" for row in rows).encode()
        report.check(f"{name}, decoded = sentencepiece", decoded(quern, paths[name], rows) == wanted)
    return paths


def write_gguf(path, model, tokens, types, pre=None, merges=None, scores=None, **flags):
    """Writes a GGUF file that holds a vocabulary and one small tensor."""
    import gguf
    import numpy

    writer = gguf.GGUFWriter(str(path), "llama")
    writer.add_tokenizer_model(model)
    if pre:
        writer.add_tokenizer_pre(pre)
    writer.add_token_list(tokens)
    writer.add_token_types(types)
    if merges:
        writer.add_token_merges(merges)
    if scores:
        writer.add_token_scores(scores)
    for name, value in flags.items():
        getattr(writer, f"add_{name}")(value)
    writer.add_tensor("nothing", numpy.zeros(1024, dtype=numpy.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def gguf_files(report, quern, shared, pieces, texts, folder):
    """GGUF files from gpt2.json and from a SentencePiece model."""
    import sentencepiece

    gpt2 = json.loads((shared / "vocabs/gpt2.json").read_text(encoding="utf-8"))
    vocabulary = gpt2["model"]["vocab"]
    added = {token["content"] for token in gpt2["added_tokens"]}
    tokens = sorted(vocabulary, key=vocabulary.get)
    merges = [merge if isinstance(merge, str) else " ".join(merge) for merge in gpt2["model"]["merges"]]
    path = folder / "gpt2.gguf"
    write_gguf(path, "gpt2", tokens, [3 if token in added else 1 for token in tokens], pre="gpt-2", merges=merges)
    encode = peers.tokenizers_encoder(shared / "vocabs/gpt2.json")
    compare(report, "gpt2.gguf = tokenizers", quern, texts, path, encode, folder)

    peer = sentencepiece.SentencePieceProcessor(model_file=str(pieces))
    ids = range(peer.get_piece_size())
    kind = lambda id: 2 if peer.is_unknown(id) else 3 if peer.is_control(id) else 6 if peer.is_byte(id) else 1
    path = folder / "llama.gguf"
    write_gguf(path, "llama", [peer.id_to_piece(id) for id in ids], [kind(id) for id in ids],
               scores=[peer.get_score(id) for id in ids], add_space_prefix=True)
    compare(report, "llama.gguf = sentencepiece", quern, texts, path, peer.encode, folder)


def llama_cpp(report, quern, shared, folder):
    """The vocabularies of llama.cpp with the ids that it gives."""
    archive = shared / "data/tok/llamacpp_golden.tar.zst"
    if not archive.exists():
        print(f"skipped: {archive} is missing")
        return
    subprocess.run(f"zstd -dcq '{archive}' | tar -x -C '{folder}'", shell=True, check=True)
    for path in sorted(folder.glob("**/ggml-vocab-*.gguf")):
        texts = pathlib.Path(f"{path}.inp").read_bytes().decode().split("\n__ggml_vocab_test__\n")
        wanted = [list(map(int, line.split())) for line in pathlib.Path(f"{path}.out").read_text().split("\n")]
        by_text = dict(zip(texts, wanted))
        name = path.name.removeprefix("ggml-vocab-")
        if name in REFUSED:
            done = subprocess.run([quern, "tokens", "--tokenizer", str(path), "a"], capture_output=True, text=True)
            report.check(f"{name} is refused", done.returncode != 0 and REFUSED[name] in done.stderr, done.stderr)
        else:
            compare(report, f"{name} = llama.cpp", quern, list(by_text), path, by_text.get, folder)


def tekken(report, quern, shared, texts, folder):
    """A tekken.json from the ranks of cl100k_base, in the order of bytes first, with fewer tokens than it lists."""
    import tiktoken
    from tiktoken.load import load_tiktoken_bpe

    ranks = load_tiktoken_bpe(str(shared / "vocabs/cl100k_base.tiktoken"))
    words = [bytes([byte]) for byte in range(256)]
    words += [word for word in sorted(ranks, key=ranks.get) if len(word) > 1]
    specials = ["<unk>", "<s>", "</s>", "[INST]"]
    kept = len(words) - 5000
    patterns = {
        "tekken": r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+"
                  r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|\p{N}"
                  r"| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+",
        "other": r"\p{L}+|\p{N}{2}| +",
    }
    for name, pattern in patterns.items():
        path = folder / f"{name}.json"
        path.write_text(json.dumps({
            "config": {"pattern": pattern, "num_vocab_tokens": len(words), "default_vocab_size": kept + 20,
                       "default_num_special_tokens": 20, "version": "v13"},
            "vocab": [{"rank": rank, "token_bytes": base64.b64encode(word).decode(), "token_str": None}
                      for rank, word in enumerate(words)],
            "special_tokens": [{"rank": rank, "token_str": text, "is_control": True}
                               for rank, text in enumerate(specials)],
            "version": 1, "type": "Tekken"}))
        peer = tiktoken.Encoding(name, pat_str=pattern, special_tokens={},
                                 mergeable_ranks={word: rank for rank, word in enumerate(words[:kept])})
        encode = lambda text, peer=peer: [id + 20 for id in peer.encode_ordinary(text)]
        compare(report, f"tekken.json, {name} pattern = tiktoken", quern, texts, path, encode, folder)


def main():
    quern, shared = peers.setting()
    full = os.environ.get("FULL") == "1"
    report = peers.Report()
    documents = list(peers.head(peers.texts(shared / "data/corpus/multi_perm.jsonl.zst"), 6_000_000))
    texts = list(difficult(documents, 20_000 if full else 2_000, 7 if full else 97))
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        models = sentencepiece_models(report, quern, documents, texts, folder)
        gguf_files(report, quern, shared, models["like Llama"], texts, folder)
        llama_cpp(report, quern, shared, folder)
        tekken(report, quern, shared, texts, folder)
    report.finish()


main()
