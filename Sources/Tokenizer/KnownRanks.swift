import QuernBytes

/// Published rank files, known by the hash of their content: what they do not say of themselves.
struct KnownRanks {
  /// The name of the file as it was published.
  let name: String
  /// The pattern that text is split with.
  let pattern: SplitPattern
  /// The special tokens that were published with it.
  let specials: [AddedToken]

  /// The file with the content `bytes`, if it is one of them.
  init?(_ bytes: UnsafeRawBufferPointer) {
    // Hashing is only worth while for files of the right size.
    guard let known = KnownRanks.all.first(where: { $0.bytes == bytes.count }),
      XXH3.hash128(bytes) == Hash128(hex: known.hash)
    else { return nil }
    name = known.name
    pattern = known.pattern
    specials = known.specials().map { AddedToken(content: $0.0, id: $0.1) }
  }

  private typealias Entry = (
    name: String, bytes: Int, hash: String, pattern: SplitPattern, specials: @Sendable () -> [(String, UInt32)]
  )

  /// Sources: tiktoken 0.14 (`openai_public.py`), llama-models (`llama3/tokenizer.py`), Qwen (`tokenization_qwen.py`; later
  /// Qwens give ids from 151646 on to other tokens, so that only the three that all have are here).
  private static let all: [Entry] = [
    ("r50k_base", 835_554, "aa5ef69a716d8a563cb2fbe95939bd2d", .gpt2, { [("<|endoftext|>", 50256)] }),
    ("p50k_base", 836_186, "1bfe2eadd49e9688f2d3fa62565e6e17", .gpt2, { [("<|endoftext|>", 50256)] }),
    (
      "cl100k_base", 1_681_126, "7cdb781bb5d59657aa5d7bf38900641a", .cl100k,
      {
        [
          ("<|endoftext|>", 100257), ("<|fim_prefix|>", 100258), ("<|fim_middle|>", 100259),
          ("<|fim_suffix|>", 100260), ("<|endofprompt|>", 100276),
        ]
      }
    ),
    (
      "o200k_base", 3_613_922, "dee5d4ced09a2db672a095e82ca109d6", .o200k,
      { [("<|endoftext|>", 199999), ("<|endofprompt|>", 200018)] }
    ),
    ("llama3", 2_183_982, "22e6ee98364f2a1fe7339703bb9e9d7b", .llama3, { llama3Specials }),
    (
      "qwen", 2_561_218, "d68162fbd6d3acb39f288efcb5368aab", .qwen2,
      { [("<|endoftext|>", 151643), ("<|im_start|>", 151644), ("<|im_end|>", 151645)] }
    ),
  ]

  /// 256 tokens from 128000 on.
  private static var llama3Specials: [(String, UInt32)] {
    let named = [
      "begin_of_text", "end_of_text", "reserved_special_token_0", "reserved_special_token_1", "finetune_right_pad_id",
      "step_id", "start_header_id", "end_header_id", "eom_id", "eot_id", "python_tag", "image",
    ]
    let reserved = (0..<(256 - named.count)).map { "reserved_special_token_\($0 + 2)" }
    return (named + reserved).enumerated().map { ("<|\($0.element)|>", UInt32(128_000 + $0.offset)) }
  }
}

extension SplitPattern {
  /// The pattern of the published rank file with the content `bytes`; nil when it is none that is known.
  public init?(ofKnownRanks bytes: UnsafeRawBufferPointer) {
    guard let known = KnownRanks(bytes) else { return nil }
    self = known.pattern
  }
}
