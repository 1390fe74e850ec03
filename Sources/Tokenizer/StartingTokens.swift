import CKernels

/// From which tokens the words of a corpus start when merges are learned.
struct StartingTokens: ~Copyable {
  /// Marks a place that no merge may cross.
  @inline(__always) static var cut: UInt32 { .max }

  private enum Unit {
    case bytes
    case characters
    case tokens
  }

  private let unit: Unit
  /// The token of each byte, or of each code point; ``cut`` where there is none.
  private let ids: TrivialVector<UInt32>
  /// Makes the tokens of an existing vocabulary.
  private var encoder: WordEncoder?

  /// Words start from bytes: `byteIDs` has the token of each of the 256.
  init(byteIDs: [UInt32]) {
    unit = .bytes
    ids = TrivialVector(copying: byteIDs)
  }

  /// Words start from characters; those without a token, and malformed bytes, are places that no merge crosses.
  init(characterIDs: [(scalar: UInt32, id: UInt32)]) {
    unit = .characters
    ids = TrivialVector(repeating: StartingTokens.cut, count: 0x110000)
    for (scalar, id) in characterIDs { ids[Int(scalar)] = id }
  }

  /// Words start from what `model` makes of them; tokens that stand for characters without one are places that no merge
  /// crosses.
  init(model: BPEModel) {
    unit = .tokens
    ids = TrivialVector(copying: (0..<UInt32(model.vocabularySize)).map { $0 })
    if case .characters(let rule) = model.alphabet {
      for id in rule.byteTokens + [rule.unknown ?? BPEModel.UnknownCharacters.noToken]
      where id != BPEModel.UnknownCharacters.noToken {
        ids[Int(id)] = StartingTokens.cut
      }
    }
    encoder = WordEncoder(model)
  }

  /// Appends the tokens of `word`, which has at least one byte; O(n).
  mutating func append(_ word: UnsafeRawBufferPointer, to tokens: inout TrivialVector<UInt32>) throws {
    switch unit {
    case .bytes:
      let start = tokens.count
      tokens.resize(to: start + word.count)
      let bytes = word.baseAddress!.assumingMemoryBound(to: UInt8.self)
      for at in 0..<word.count { tokens[start &+ at] = ids[Int(bytes[at])] }
    case .characters:
      let bytes = word.baseAddress!.assumingMemoryBound(to: UInt8.self)
      var at = 0
      while at < word.count {
        let scalar = quern_decode(bytes + at, word.count &- at)
        tokens.append(scalar.value == QUERN_MALFORMED ? StartingTokens.cut : ids[Int(scalar.value)])
        at &+= Int(scalar.length)
      }
    case .tokens:
      for id in encoder!.encode(word) { tokens.append(ids[Int(id)]) }
    }
  }
}
