import QuernBytes

extension BPEModel {
  /// Reads a rank file of tiktoken: on each line a token in base 64, a space, and its id.
  ///
  /// The file says nothing of the pattern and the special tokens, so they are given with it. Without `specials` those
  /// that were published with the file count: of r50k_base, p50k_base, cl100k_base, o200k_base, Llama 3 and Qwen, told by
  /// a hash of the whole content; other files have none.
  /// - Throws: ``TokenizerError/malformedVocabulary(_:)`` with the line, when it is not such a file.
  public convenience init(
    tiktoken bytes: UnsafeRawBufferPointer, pattern: SplitPattern, specials: [AddedToken]? = nil
  ) throws(TokenizerError) {
    try self.init(tiktoken: bytes, pretokenizer: .scanner(pattern), specials: specials)
  }

  /// Reads a rank file of tiktoken whose texts are split by `pretokenizer` (see ``Pretokenizer/init(fancyRegex:)``).
  /// - Throws: ``TokenizerError/malformedVocabulary(_:)`` with the line, when it is not such a file;
  ///   ``TokenizerError/unsupported(_:)`` when an expression says what cannot be done exactly.
  public convenience init(
    tiktoken bytes: UnsafeRawBufferPointer, pretokenizer: Pretokenizer, specials: [AddedToken]? = nil
  ) throws(TokenizerError) {
    var draft = BPEModelDraft(pretokenizer: pretokenizer, semantics: .ranks)
    draft.reserve(tokens: bytes.count / 12, bytes: bytes.count / 2)
    var start = 0
    var line = 0
    while start < bytes.count {
      line += 1
      var end = bytes.firstOffset(of: 0x0A, from: start) ?? bytes.count
      let next = end + 1
      if end > start && bytes[end - 1] == 0x0D { end -= 1 }
      let text = bytes.slice(start, end)
      start = next
      if text.isEmpty { continue }
      guard let space = text.firstOffset(of: 0x20), let id = text.slice(space + 1, text.count).decimalNumber,
        try draft.setWord(id, appending: { Base64.decode(text.slice(0, space), into: &$0) })
      else { throw .malformedVocabulary("line \(line) is not a token in base 64, a space and an id") }
    }
    draft.addedTokens = specials ?? KnownRanks(bytes)?.specials ?? []
    try self.init(draft)
  }

  /// The model as a rank file of tiktoken, which gives the same ids under the same pattern.
  ///
  /// Added tokens have no place in it; tiktoken takes them separately.
  /// - Throws: ``TokenizerError/lossy(_:)`` when ranks cannot say what the merges do.
  public func tiktoken() throws(TokenizerError) -> ByteBuffer {
    try checkOnlyRanksMatter()
    if semantics != .ranks { try checkRanksSuffice() }
    var out = ByteBuffer()
    for id in rankedIDs {
      Base64.encode(store[id], into: &out)
      out.append(" ")
      out.append(decimal: UInt64(id))
      out.append("\n")
    }
    return out
  }

  /// tiktoken cuts texts by one expression and merges bytes; special tokens it finds as they are.
  private func checkOnlyRanksMatter() throws(TokenizerError) {
    guard alphabet == .bytes else { throw .lossy("the tokens are of characters, not of bytes") }
    guard normalizer.isEmpty else { throw .lossy("texts are normalised") }
    guard pretokenizer.pattern != nil else { throw .lossy("texts are cut by more than one pattern") }
    for token in addedTokens where token.isSingleWord || token.stripsLeft || token.stripsRight {
      throw .lossy("added token \(token.content) has single_word, lstrip or rstrip")
    }
  }

  /// The ids that a rank file lists: the words that text can become.
  private var rankedIDs: [UInt32] {
    let products = Set(merges.map(\.result))
    let added = Set(addedTokens.map(\.id))
    return wordIDs.filter { store[$0].count == 1 || products.contains($0) || !added.contains($0) }
  }

  /// Ranks do what a list of merges does when each token has one merge, the merges are in the order of their ids, and
  /// the bytes of each token merge to that token (see ``MergeFinder``).
  private func checkRanksSuffice() throws(TokenizerError) {
    var last: UInt32?
    for (rank, merge) in merges.enumerated() {
      if let last, merge.result <= last { throw .lossy("merge \(rank) is not in the order of the ids") }
      last = merge.result
    }
    if let id = firstUnreachable(amongSinglePretokens: false, of: rankedIDs) {
      throw .lossy("no merges lead to token \(id)")
    }
  }
}

extension UnsafeRawBufferPointer {
  /// The number that the bytes, all of them ASCII digits, write; nil when it is above `UInt32.max`.
  var decimalNumber: UInt32? {
    guard count > 0, count <= 10 else { return nil }
    var value: UInt64 = 0
    for byte in self {
      let digit = byte &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = value &* 10 &+ UInt64(digit)
    }
    return UInt32(exactly: value)
  }
}
