import QuernBytes

/// The searches for the added tokens of a model, under the two policies that need no names.
struct AddedTokenMatcher: Sendable {
  let text: SpecialTokenSelection
  let allowed: SpecialTokenSelection

  /// - Parameter normalized: the normalised contents of the tokens that are looked for in normalised text, by id.
  init(_ tokens: [AddedToken], _ normalized: [UInt32: [UInt8]]) {
    func selection(_ skips: Bool) -> SpecialTokenSelection {
      SpecialTokenSelection(
        raw: AddedTokenMatcher.search(tokens, normalized: false, normalized, skips: skips),
        normalized: AddedTokenMatcher.search(tokens, normalized: true, normalized, skips: skips))
    }
    text = selection(true)
    allowed = selection(false)
  }

  /// The search for those of `tokens` that are looked for in normalised text, or for the others.
  static func search(
    _ tokens: [AddedToken], normalized: Bool, _ contents: [UInt32: [UInt8]], skips: Bool
  ) -> AddedTokenSearch? {
    let sought = tokens.filter { $0.isNormalized == normalized }
    let texts = sought.map { normalized ? contents[$0.id] ?? [] : Array($0.content.utf8) }
    return AddedTokenSearch(sought, contents: texts, skips: skips)
  }

  /// What `normalizer` makes of the contents of the tokens that are looked for in normalised text, by id.
  ///
  /// - Throws: ``TokenizerError/unsupported(_:)`` when it leaves nothing of a token, which the package then finds between
  ///   any two bytes, or the same of two, of which the package finds now the one and now the other.
  static func normalizedContents(
    _ tokens: [AddedToken], _ normalizer: [NormalizerStep]
  ) throws(TokenizerError) -> [UInt32: [UInt8]] {
    let runner = try NormalizerRunner(normalizer)
    var rewriter = TextRewriter()
    var contents: [UInt32: [UInt8]] = [:]
    var found: [[UInt8]: String] = [:]
    for token in tokens where token.isNormalized {
      if case .sentencePiece? = normalizer.first {
        // Its pieces are text that is normalised already, and no text of their own.
        contents[token.id] = Array(token.content.utf8)
        continue
      }
      var content = ByteBuffer()
      content.append(string: token.content)
      rewriter.begin(content.bytes, at: 0, tracking: false)
      try runner.run(&rewriter)
      let normalized = Array(rewriter.text)
      contents[token.id] = normalized
      guard !normalized.isEmpty else {
        throw .unsupported("added token \(token.content), of which normalising leaves nothing")
      }
      if let other = found.updateValue(token.content, forKey: normalized) {
        throw .unsupported("added tokens \(other) and \(token.content), which normalising makes the same")
      }
    }
    return contents
  }
}
