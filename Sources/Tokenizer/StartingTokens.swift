/// From which tokens the words of a corpus start before the first merge.
struct StartingTokens: ~Copyable {
  /// Stands among tokens for a place that no merge may cross.
  static var cut: UInt32 { .max }

  private let byteIDs: [UInt32]

  /// Every byte `b` is the token `byteIDs[b]`.
  init(byteIDs: [UInt32]) { self.byteIDs = byteIDs }

  /// Appends the tokens of `word`.
  mutating func append(_ word: UnsafeRawBufferPointer, to tokens: inout TrivialVector<UInt32>) throws {
    let start = tokens.count
    tokens.resize(to: start + word.count)
    let bytes = word.baseAddress!.assumingMemoryBound(to: UInt8.self)
    byteIDs.withUnsafeBufferPointer { ids in
      for at in 0..<word.count { tokens[start &+ at] = ids[Int(bytes[at])] }
    }
  }
}
