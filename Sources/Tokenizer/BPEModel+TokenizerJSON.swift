import QuernBytes
import QuernJSON

extension BPEModel {
  /// Reads a tokenizer.json of byte-level BPE.
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
  /// The same model gives the same bytes. Of what was loaded only the post-processor and the decoder are not kept:
  /// `ByteLevel` is written for both, so that nothing is added to the ids.
  public func tokenizerJSON() -> ByteBuffer {
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
    json.null()
    json.key("pre_tokenizer")
    writePattern(to: &json)
    json.key("post_processor")
    BPEModel.writeByteLevel(to: &json, trimsOffsets: false, usesRegex: true)
    json.key("decoder")
    BPEModel.writeByteLevel(to: &json, trimsOffsets: true, usesRegex: true)
    json.key("model")
    writeModel(to: &json)
    json.endObject()
    var out = ByteBuffer(copying: json.buffer.bytes)
    out.append("\n")
    return out
  }

  private func write(_ token: AddedToken, to json: inout JSONWriter) {
    json.beginObject()
    json.member("id", Int(token.id))
    json.member("content", token.content)
    for name in ["single_word", "lstrip", "rstrip"] {
      json.key(name: name)
      json.bool(false)
    }
    json.member("normalized", token.isNormalized)
    json.member("special", token.isSpecial)
    json.endObject()
  }

  private func writePattern(to json: inout JSONWriter) {
    guard let splits = pretokenizer.pattern?.splits, !splits.isEmpty else {
      return BPEModel.writeByteLevel(to: &json, trimsOffsets: true, usesRegex: true)
    }
    json.beginObject()
    json.member("type", "Sequence")
    json.key("pretokenizers")
    json.beginArray()
    for regex in splits {
      json.beginObject()
      json.member("type", "Split")
      json.key("pattern")
      json.beginObject()
      json.member("Regex", regex)
      json.endObject()
      json.member("behavior", "Isolated")
      json.member("invert", false)
      json.endObject()
    }
    BPEModel.writeByteLevel(to: &json, trimsOffsets: true, usesRegex: false)
    json.endArray()
    json.endObject()
  }

  private static func writeByteLevel(to json: inout JSONWriter, trimsOffsets: Bool, usesRegex: Bool) {
    json.beginObject()
    json.member("type", "ByteLevel")
    json.member("add_prefix_space", false)
    json.member("trim_offsets", trimsOffsets)
    json.member("use_regex", usesRegex)
    json.endObject()
  }

  private func writeModel(to json: inout JSONWriter) {
    json.beginObject()
    json.member("type", "BPE")
    for name in ["dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix"] {
      json.key(name: name)
      json.null()
    }
    json.member("fuse_unk", false)
    json.member("byte_fallback", false)
    json.member("ignore_merges", wholeWordsMatter)
    json.key("vocab")
    writeVocabulary(to: &json)
    json.key("merges")
    json.beginArray()
    for merge in merges {
      json.beginArray()
      for id in [merge.left, merge.right] {
        var spelling = ByteBuffer()
        spelling.append(spelling: store[id])
        json.string(spelling.bytes)
      }
      json.endArray()
    }
    json.endArray()
    json.endObject()
  }

  /// Writes the words, and the added tokens too unless they follow right after the words: then the package gives them
  /// the same ids by itself, and the text of one can never be taken for a word.
  private func writeVocabulary(to json: inout JSONWriter) {
    var isWord = [Bool](repeating: false, count: store.count)
    for id in wordIDs { isWord[Int(id)] = true }
    let follow =
      addedTokens.count + wordIDs.count == store.count && addedTokens.allSatisfy { Int($0.id) >= wordIDs.count }
    let added = Dictionary(uniqueKeysWithValues: addedTokens.map { ($0.id, $0.content) })
    json.beginObject()
    for id in 0..<store.count {
      if isWord[id] {
        var spelling = ByteBuffer()
        spelling.append(spelling: store[UInt32(id)])
        json.key(spelling.bytes)
      } else if let content = added[UInt32(id)] {
        if follow { continue }
        json.key(name: content)
      } else if store[UInt32(id)].count > 0 {
        json.key(store[UInt32(id)])
      } else {
        continue
      }
      json.number(id)
    }
    json.endObject()
  }
}
