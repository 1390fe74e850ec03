/// What a value of `tokenizer.ggml.pre` stands for, where llama.cpp and the vocabulary that it was made from cut text in
/// the same way as we do.
struct GGUFPretokenizer {
  let pretokenizer: Pretokenizer
  /// Whether a pretoken that is a token stays whole.
  var ignoresMerges = false
  /// Whether a token for the beginning is put before a text when the file does not say.
  var addsBeginning = false

  /// The names by the split pattern that they stand for.
  private static let patterns: [(pattern: String, names: [String])] = [
    ("gpt2", ["gpt-2", "phi-2", "mpt", "olmo"]),
    ("llama3", ["llama-bpe", "llama3", "llama-v3", "smaug-bpe", "dbrx", "glm4", "chatglm-bpe"]),
    ("qwen2", ["qwen2", "deepseek-r1-qwen", "stablelm2", "megrez"]),
    ("qwen3.5", ["qwen35"]),
    ("o200k", ["gpt-4o", "llama4"]),
    ("tekken", ["tekken"]),
    ("deepseek-v3", ["deepseek-v3"]),
  ]
  /// The names for which single digits are cut out first, and then the text as for GPT-2.
  private static let digitNames = ["starcoder", "refact", "smollm", "codeshell"]
  private static let keepWords = ["llama-bpe", "llama3", "llama-v3", "tekken"]

  /// All names that are known.
  static var names: [String] {
    patterns.filter { SplitPattern(rawValue: $0.pattern) != nil }.flatMap(\.names) + digitNames
  }

  static func named(_ name: String?) -> GGUFPretokenizer? {
    guard let name else { return nil }
    if digitNames.contains(name) {
      return GGUFPretokenizer(
        pretokenizer: .steps([.digits(individually: true), .byteLevel(addsPrefixSpace: false, splits: true)]))
    }
    for (pattern, names) in patterns where names.contains(name) {
      guard let pattern = SplitPattern(rawValue: pattern) else { return nil }
      let keeps = keepWords.contains(name)
      return GGUFPretokenizer(pretokenizer: .scanner(pattern), ignoresMerges: keeps, addsBeginning: keeps)
    }
    return nil
  }
}
