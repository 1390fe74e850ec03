import QuernBytes

/// Finds added tokens in text, the leftmost first, of those that start at one place the longest.
struct AddedTokenMatcher: Sendable {
  /// One set of tokens that is looked for together.
  struct Pass: Sendable {
    /// Tokens by first byte, the longest first.
    private var candidates: [[(bytes: [UInt8], id: UInt32)]] = Array(repeating: [], count: 256)
    private(set) var isEmpty = true

    init(_ tokens: [AddedToken]) {
      for token in tokens {
        let bytes = Array(token.content.utf8)
        candidates[Int(bytes[0])].append((bytes, token.id))
        isEmpty = false
      }
      for first in 0..<256 { candidates[first].sort { $0.bytes.count > $1.bytes.count } }
    }

    /// The first token at or after `from`; O(n), times the tokens that share a first byte.
    func next(in text: UnsafeRawBufferPointer, from: Int) -> (start: Int, end: Int, id: UInt32)? {
      candidates.withUnsafeBufferPointer { candidates in
        for start in from..<text.count {
          for candidate in candidates[Int(text[start])] {
            let end = start + candidate.bytes.count
            guard end <= text.count else { continue }
            let same = candidate.bytes.withUnsafeBytes { $0.hasSameBytes(as: text.slice(start, end)) }
            if same { return (start, end, candidate.id) }
          }
        }
        return nil
      }
    }
  }

  /// What is looked for when special tokens are plain text: the others, first those that are not normalised.
  let plain: [Pass]
  /// What is looked for when special tokens are allowed.
  let all: [Pass]

  init(_ tokens: [AddedToken]) {
    func passes(_ tokens: [AddedToken]) -> [Pass] {
      [Pass(tokens.filter { !$0.isNormalized }), Pass(tokens.filter { $0.isNormalized })].filter { !$0.isEmpty }
    }
    all = passes(tokens)
    plain = passes(tokens.filter { !$0.isSpecial })
  }
}
