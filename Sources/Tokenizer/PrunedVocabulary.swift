import QuernBytes
import QuernJSON

/// A smaller vocabulary, and what became of the ids of the one that it was made from.
public struct PrunedVocabulary: Sendable {
  /// The vocabulary.
  public let model: BPEModel
  /// By old id the new one; -1 for ids that are dropped, and for holes.
  public let map: [Int32]
  /// The tokens that were dropped, by ascending id, with the new ids that their text has now.
  public let dropped: [(id: UInt32, becomes: [UInt32])]

  init(_ model: BPEModel, _ map: [Int32], of old: BPEModel) throws(TokenizerError) {
    self.model = model
    self.map = map
    var pieces = PieceEncoder(model, cacheBytes: 1 << 20)
    var encoder = Encoder(model: model)
    var dropped: [(id: UInt32, becomes: [UInt32])] = []
    for id in 0..<UInt32(old.store.count) where map[Int(id)] < 0 && !old.store[id].isEmpty {
      let bytes = old.store[id]
      var ids: [UInt32] = []
      if old.isWord(id) {
        pieces.output.removeAll()
        pieces.encodePiece(bytes.baseAddress!.assumingMemoryBound(to: UInt8.self), 0, bytes.count, bytes.count)
        pieces.flush()
        ids = pieces.output
      } else {
        try encoder.encode(bytes, into: &ids)
      }
      dropped.append((id, ids))
    }
    self.dropped = dropped
  }

  /// The map as JSON: `old_size`, `new_size`, `map` as ``map`` is, and `dropped`, a list of `id` and `becomes`.
  public func mapJSON() -> ByteBuffer {
    var json = JSONWriter()
    json.beginObject()
    json.member("old_size", map.count)
    json.member("new_size", model.vocabularySize)
    json.key("map")
    json.beginArray()
    for id in map { json.number(Int(id)) }
    json.endArray()
    json.key("dropped")
    json.beginArray()
    for token in dropped {
      json.beginObject()
      json.member("id", Int(token.id))
      json.key("becomes")
      json.beginArray()
      for id in token.becomes { json.number(Int(id)) }
      json.endArray()
      json.endObject()
    }
    json.endArray()
    json.endObject()
    var out = ByteBuffer(copying: json.buffer.bytes)
    out.append("\n")
    return out
  }

  /// ``map`` as a file of NumPy (`.npy`, version 1.0): little-endian int32, one for each old id.
  public func mapNPY() -> ByteBuffer {
    var header = "{'descr': '<i4', 'fortran_order': False, 'shape': (\(map.count),), }"
    // Magic, version, length and header with its line end fill whole lines of 64 bytes.
    while (10 + header.utf8.count + 1) % 64 != 0 { header += " " }
    header += "\n"
    var out = ByteBuffer()
    for byte: UInt8 in [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0] { out.append(byte) }
    out.append(UInt8(header.utf8.count & 255))
    out.append(UInt8(header.utf8.count >> 8))
    out.append(string: header)
    for id in map {
      withUnsafeBytes(of: id.littleEndian) { out.append($0) }
    }
    return out
  }
}

extension BPEModel {
  /// How often each id is used in `words`, by id.
  /// - Parameter check: called now and then; what it throws ends counting.
  /// - Throws: ``TokenizerError/otherSplit(expected:found:)`` when they were cut otherwise,
  ///   ``TokenizerError/countsTooLarge`` past 63 bits, and what reading them throws.
  public func uses<Words: TrainingWords & ~Copyable>(
    in words: borrowing Words, check: () throws -> Void = {}
  ) throws -> [Int64] {
    guard words.rule.pretokenizer == pretokenizer else {
      throw TokenizerError.otherSplit(
        expected: WordRule(pretokenizer).description, found: WordRule(words.rule.pretokenizer).description)
    }
    var encoder = WordEncoder(self)
    var uses = [Int64](repeating: 0, count: vocabularySize)
    var rows = 0
    try words.forEachWord { word, count in
      if rows % 4096 == 0 { try check() }
      rows += 1
      for id in encoder.encode(word) { uses[Int(id)] = try checkedSum(uses[Int(id)], count) }
    }
    return uses
  }
}
