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
  /// Qwen 3.5 and 3.6, without their normalisation.
  case qwen35 = "qwen3.5"
  /// DeepSeek V3 and later: three splits one after the other.
  case deepseekV3 = "deepseek-v3"
  /// Mistral's Tekken.
  case tekken
  /// nanochat.
  case nanochat

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
    case .o200k: O200KScanner<O200KBaseRules>.end(bytes, start, text.count)
    case .qwen35: Qwen35Scanner.end(bytes, start, text.count)
    case .deepseekV3: DeepSeekV3Scanner.end(bytes, start, text.count)
    case .tekken: O200KScanner<TekkenRules>.end(bytes, start, text.count)
    case .nanochat: CL100KScanner<NanochatRules>.end(bytes, start, text.count)
    }
  }

  /// The kernel that finds many ends at once, if there is one.
  var kernel: CutKernel? {
    switch self {
    case .gpt2: GPT2Scanner.kernel
    case .cl100k: CL100KScanner<CL100KBaseRules>.kernel
    case .llama3: CL100KScanner<Llama3Rules>.kernel
    case .qwen2: CL100KScanner<Qwen2Rules>.kernel
    case .o200k: O200KScanner<O200KBaseRules>.kernel
    case .qwen35: Qwen35Scanner.kernel
    case .deepseekV3: DeepSeekV3Scanner.kernel
    case .tekken: O200KScanner<TekkenRules>.kernel
    case .nanochat: CL100KScanner<NanochatRules>.kernel
    }
  }
}
