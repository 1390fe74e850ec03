import QuernBytes
import QuernJSON

extension BPEModel {
  /// Reads a tokenizer.json whose model is BPE, as the `tokenizers` package (0.23) does.
  /// - Throws: ``TokenizerError/malformedVocabulary(_:)`` when it is not one, ``TokenizerError/unsupported(_:)``,
  ///   naming what, when it asks for something that would change ids and is not done here.
  public convenience init(tokenizerJSON bytes: UnsafeRawBufferPointer) throws(TokenizerError) {
    let document: JSONDocument
    do {
      document = try JSONDocument(bytes)
    } catch {
      throw .malformedVocabulary("not JSON: \(error.message)")
    }
    try self.init(TokenizerJSONParser(root: document.root).draft())
  }

  /// The model as a tokenizer.json: the `tokenizers` package reads it and gives the same ids (with
  /// `encode_special_tokens` set, or in texts without special tokens).
  ///
  /// The same model gives the same bytes. Of a post-processor what it puts around a text is kept, and how it trims
  /// offsets is not.
  /// - Throws: ``TokenizerError/lossy(_:)`` when the components of the package cannot say what the model does.
  public func tokenizerJSON() throws(TokenizerError) -> ByteBuffer {
    _ = try packageNormalizer()
    if ties != nil { throw .lossy("pieces with equal scores: of their merges the leftmost comes first") }
    let listed = try listsAddedTokens()
    var json = JSONWriter()
    json.beginObject()
    json.member("version", "1.0")
    json.key("truncation")
    json.null()
    json.key("padding")
    json.null()
    json.key("added_tokens")
    json.beginArray()
    for token in addedTokens { write(token, to: &json) }
    json.endArray()
    json.key("normalizer")
    writeNormalizer(to: &json)
    json.key("pre_tokenizer")
    writePretokenizer(to: &json)
    json.key("post_processor")
    writePostProcessor(to: &json)
    json.key("decoder")
    writeDecoder(to: &json)
    json.key("model")
    writeModel(to: &json, listed: listed)
    json.endObject()
    var out = ByteBuffer(copying: json.buffer.bytes)
    out.append("\n")
    return out
  }

  private func write(_ token: AddedToken, to json: inout JSONWriter) {
    json.beginObject()
    json.member("id", Int(token.id))
    json.member("content", token.content)
    json.member("single_word", token.isSingleWord)
    json.member("lstrip", token.stripsLeft)
    json.member("rstrip", token.stripsRight)
    json.member("normalized", token.isNormalized)
    json.member("special", token.isSpecial)
    json.endObject()
  }

  private func writeModel(to json: inout JSONWriter, listed: Bool) {
    json.beginObject()
    json.member("type", "BPE")
    var rule = UnknownCharacters()
    if case .characters(let characters) = alphabet { rule = characters }
    json.key("dropout")
    json.null()
    json.key("unk_token")
    if let unknown = rule.unknown { json.string(store[unknown]) } else { json.null() }
    json.key("continuing_subword_prefix")
    json.null()
    json.key("end_of_word_suffix")
    json.null()
    json.member("fuse_unk", rule.fusesUnknown)
    json.member("byte_fallback", !rule.byteTokens.isEmpty)
    json.member("ignore_merges", wholeWordsMatter)
    json.key("vocab")
    writeVocabulary(to: &json, listed: listed)
    json.key("merges")
    json.beginArray()
    for merge in merges {
      json.beginArray()
      for id in [merge.left, merge.right] {
        var spelling = ByteBuffer()
        appendSpelling(ofWord: id, to: &spelling)
        json.string(spelling.bytes)
      }
      json.endArray()
    }
    json.endArray()
    json.endObject()
  }

  /// Appends the word `id` as a file spells it.
  private func appendSpelling(ofWord id: UInt32, to spelling: inout ByteBuffer) {
    if alphabet == .bytes { spelling.append(spelling: store[id]) } else { spelling.append(store[id]) }
  }

  /// Writes the words, and with `listed` the added tokens too.
  private func writeVocabulary(to json: inout JSONWriter, listed: Bool) {
    let added = Dictionary(uniqueKeysWithValues: addedTokens.map { ($0.id, $0.content) })
    json.beginObject()
    for id in 0..<UInt32(store.count) {
      if isWord(id) {
        var spelling = ByteBuffer()
        appendSpelling(ofWord: id, to: &spelling)
        json.key(spelling.bytes)
      } else if let content = added[id] {
        if !listed { continue }
        json.key(name: content)
      } else if store[id].count > 0 {
        json.key(store[id])
      } else {
        continue
      }
      json.number(Int(id))
    }
    json.endObject()
  }

  /// Whether added tokens have to be in `vocab` to have their ids. Where they follow the others, the package numbers
  /// them so by itself, and their texts can never be taken for words.
  /// - Throws: ``TokenizerError/lossy(_:)`` when they would be.
  private func listsAddedTokens() throws(TokenizerError) -> Bool {
    let added = Set(addedTokens.map(\.id))
    let size = (0..<UInt32(store.count)).count { isWord($0) || (store[$0].count > 0 && !added.contains($0)) }
    var highest: Int?
    let follow = addedTokens.allSatisfy { token in
      let next = highest.map { $0 >= size || size == 0 ? $0 + 1 : size } ?? size
      let given = isWord(token.id) ? Int(token.id) : next
      highest = max(highest ?? 0, given)
      return given == Int(token.id)
    }
    if follow { return false }
    let wholeWordsMatter = wholeWordsMatter
    for token in addedTokens where !isWord(token.id) {
      var isTaken = wholeWordsMatter
      if alphabet != .bytes {
        isTaken = isTaken || token.content.unicodeScalars.count == 1
      } else if isTaken {
        isTaken = try canBePretoken(spelling: token.content)
      }
      if isTaken { throw .lossy("added token \(token.content) has an id that it can only have as a word") }
    }
    return true
  }

  /// Whether the text that a file spells as `spelling` may be one pretoken.
  private func canBePretoken(spelling: String) throws(TokenizerError) -> Bool {
    guard let text = Array(spelling.utf8).withUnsafeBytes({ ByteAlphabet.decode($0) }) else { return false }
    var bytes = ByteBuffer()
    for byte in text { bytes.append(byte) }
    var runner = pretokenizerRunner()
    var rewriter = TextRewriter()
    rewriter.begin(bytes.bytes, at: 0, tracking: true)
    try runner.run(&rewriter)
    return runner.pieces.count <= 1
  }
}
