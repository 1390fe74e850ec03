import CKernels
import QuernBytes

/// How text is cut into pretokens before merges are counted or applied.
///
/// The raw values are the names that users write. Letters, numbers and white space are those of Unicode
/// ``unicodeVersion``.
public enum SplitPattern: String, CaseIterable, Sendable {
  /// GPT-2, r50k_base, and `ByteLevel` of the `tokenizers` package.
  case gpt2
  /// cl100k_base as tiktoken 0.14 defines it: white space at the end of a text is one piece.
  case cl100k
  /// Llama 3; also cl100k_base in its older form.
  case llama3
  /// Qwen 2 and 3, without their normalisation.
  case qwen2
  /// o200k_base.
  case o200k

  /// The version of Unicode whose character classes are used.
  public static var unicodeVersion: String { QUERN_UNICODE_VERSION }

  /// The end of the pretoken of `text` that starts at `start`: more than `start`, at most `text.count`.
  ///
  /// Text is UTF-8. A malformed byte counts as one character that is no letter, number or white space, so any bytes
  /// are cut, and the pieces together are the text. O(length of the piece and of the white space after it).
  /// - Precondition: `0 <= start < text.count`.
  public func endOfPretoken(in text: UnsafeRawBufferPointer, from start: Int) -> Int {
    precondition(start >= 0 && start < text.count)
    let bytes = text.baseAddress!.assumingMemoryBound(to: UInt8.self)
    return switch self {
    case .gpt2: GPT2Scanner.end(bytes, start, text.count)
    case .cl100k: CL100KScanner<CL100KBaseRules>.end(bytes, start, text.count)
    case .llama3: CL100KScanner<Llama3Rules>.end(bytes, start, text.count)
    case .qwen2: CL100KScanner<Qwen2Rules>.end(bytes, start, text.count)
    case .o200k: O200KScanner.end(bytes, start, text.count)
    }
  }

  /// The kernel that finds many ends at once, if there is one.
  var kernel: CutKernel? {
    switch self {
    case .gpt2: GPT2Scanner.kernel
    case .cl100k: CL100KScanner<CL100KBaseRules>.kernel
    case .llama3: CL100KScanner<Llama3Rules>.kernel
    case .qwen2: CL100KScanner<Qwen2Rules>.kernel
    case .o200k: O200KScanner.kernel
    }
  }

  /// The regular expression to write into a tokenizer.json, where Oniguruma reads it; nil for ``gpt2``, which is what
  /// `ByteLevel` does by itself.
  ///
  /// Oniguruma takes `{1,3}+` for a repeated group and `$` for the end of a line, so cl100k is spelt with plain
  /// quantifiers and `\z`.
  public var regex: String? {
    switch self {
    case .gpt2: nil
    case .cl100k:
      #"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s+\z|\s*[\r\n]|\s+(?!\S)|\s"#
    case .llama3: SplitPattern.contractions + #"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}"# + SplitPattern.classicTail
    case .qwen2: SplitPattern.contractions + #"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"# + SplitPattern.classicTail
    case .o200k:
      SplitPattern.o200kWord(#"*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+"#) + "|"
        + SplitPattern.o200kWord(#"+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*"#)
        + #"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
    }
  }

  /// The pattern that an expression found in a tokenizer.json stands for; nil when it is none of ours.
  static func named(byRegex bytes: UnsafeRawBufferPointer) -> SplitPattern? {
    if bytes.equals(#"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#) { return .gpt2 }
    // cl100k_base as tiktoken wrote it before 0.14; both spellings cut the same pieces.
    if bytes.equals(
      #"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+"#)
    {
      return .llama3
    }
    for pattern in allCases {
      guard var regex = pattern.regex else { continue }
      if regex.withUTF8({ UnsafeRawBufferPointer($0).hasSameBytes(as: bytes) }) { return pattern }
    }
    return nil
  }

  private static var contractions: String { #"(?i:'s|'t|'re|'ve|'m|'ll|'d)"# }
  private static var classicTail: String { #"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"# }
  private static func o200kWord(_ quantifiers: String) -> String {
    #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]"# + quantifiers + contractions + "?"
  }
}
