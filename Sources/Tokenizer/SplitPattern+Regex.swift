import QuernBytes

extension SplitPattern {
  /// The regular expressions to write into a tokenizer.json, where Oniguruma reads them: of one `Split` after the
  /// other, each seeing what the one before cut. Empty for ``gpt2``, which is what `ByteLevel` does by itself.
  ///
  /// Oniguruma takes `{1,3}+` for a repeated group and `$` for the end of a line, so cl100k is spelt with plain
  /// quantifiers and `\z`.
  public var splits: [String] {
    switch self {
    case .gpt2: []
    case .cl100k:
      [
        #"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s+\z|\s*[\r\n]|\s+(?!\S)|\s"#
      ]
    case .llama3: [SplitPattern.classic(#"\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+"#)]
    case .qwen2: [SplitPattern.classic(#"\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+"#)]
    case .qwen35: [SplitPattern.classic(#"[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+"#)]
    case .o200k: [SplitPattern.cased(contractions: SplitPattern.contractions + "?", numbers: #"\p{N}{1,3}"#)]
    case .tekken: [SplitPattern.cased(contractions: "", numbers: #"\p{N}"#)]
    case .nanochat:
      [
        #"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,2}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+"#
      ]
    case .deepseekV3:
      [
        #"\p{N}{1,3}"#, "[一-龥぀-ゟ゠-ヿ]+",
        // The line ends are written out, as in the files that DeepSeek publishes.
        ##"[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+"##
          + "|[^\r\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\r\n]*|\\s*[\r\n]+|\\s+(?!\\S)|\\s+",
      ]
    }
  }

  /// ``splits``, and for ``gpt2`` what `ByteLevel` splits by.
  var expressions: [String] {
    guard splits.isEmpty else { return splits }
    return [#"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#]
  }

  /// The pattern that the expressions of a tokenizer.json stand for, one `Split` after the other; nil when it is none
  /// of ours.
  static func named(bySplits found: [UnsafeRawBufferPointer]) -> SplitPattern? {
    if found.count == 1, let pattern = synonyms.first(where: { found[0].equals($0.regex) }) { return pattern.pattern }
    return allCases.first { pattern in
      let splits = pattern.splits
      return splits.count == found.count && !splits.isEmpty && zip(splits, found).allSatisfy { same($0, $1) }
    }
  }

  /// The pattern that an expression in the dialect of fancy-regex stands for, as tiktoken is given it; nil when it is
  /// none of ours.
  public static func named(byFancyRegex regex: String) -> SplitPattern? {
    var copy = regex
    return copy.withUTF8 { bytes in
      let found = UnsafeRawBufferPointer(bytes)
      if let pattern = fancySynonyms.first(where: { found.equals($0.regex) }) { return pattern.pattern }
      // Where Oniguruma has no other meaning for them, these read the same in both dialects.
      return named(bySplits: [found])
    }
  }

  private static func same(_ text: String, _ bytes: UnsafeRawBufferPointer) -> Bool {
    var copy = text
    return copy.withUTF8 { UnsafeRawBufferPointer($0).hasSameBytes(as: bytes) }
  }

  /// Other spellings, in either dialect, that cut the same pieces.
  private static var synonyms: [(regex: StaticString, pattern: SplitPattern)] {
    [
      (#"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#, .gpt2),
      (#"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#, .gpt2),
      // cl100k_base as tiktoken wrote it before 0.14.
      (
        #"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+"#,
        .llama3
      ),
    ]
  }

  /// Spellings of fancy-regex that Oniguruma reads otherwise, or not at all.
  private static var fancySynonyms: [(regex: StaticString, pattern: SplitPattern)] {
    [
      // tiktoken 0.14's r50k_base and cl100k_base. In the first `\s++$` changes nothing: `\s+(?!\S)` takes all of the
      // white space that ends a text.
      (#"'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s"#, .gpt2),
      (
        #"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s"#,
        .cl100k
      ),
    ]
  }

  private static var contractions: String { #"(?i:'s|'t|'re|'ve|'m|'ll|'d)"# }

  private static func classic(_ middle: String) -> String {
    contractions + #"|[^\r\n\p{L}\p{N}]?"# + middle + #"[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
  }

  private static func cased(contractions: String, numbers: String) -> String {
    let start = #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]"#
    let lower = #"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"#
    return start + "*" + lower + "+" + contractions + "|" + start + "+" + lower + "*" + contractions + "|" + numbers
      + #"| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
  }
}
