import QuernBytes

// Layout, all numbers LEB128: "QUERNWC\0", version, name of the pattern (length, bytes), version of Unicode (length,
// bytes), number of words, then for each word in the order of its bytes length, bytes and count; at the end the
// XXH3-128 of all before it, high half first, each half in little-endian order.

extension WordCounter {
  private static var magic: StaticString { "QUERNWC\0" }
  private static var version: UInt64 { 1 }

  /// The counts as bytes: the same for the same counts, however they came together.
  ///
  /// O(n log n).
  public func serialized() -> ByteBuffer {
    var out = ByteBuffer(capacity: 64 + short.used * 10 + long.arena.count + long.used * 4)
    out.append(WordCounter.magic)
    out.append(varint: WordCounter.version)
    out.append(sized: pattern.rawValue)
    out.append(sized: SplitPattern.unicodeVersion)
    out.append(varint: UInt64(distinct))
    let sorted = SortedWords(self)
    for word in sorted.words {
      out.append(varint: UInt64(word.length))
      out.append(UnsafeRawBufferPointer(start: sorted.arena + word.offset, count: word.length))
      out.append(varint: UInt64(word.count))
    }
    let hash = XXH3.hash128(out.bytes)
    out.append(littleEndian: hash.high)
    out.append(littleEndian: hash.low)
    return out
  }

  /// The counter that was serialised to `bytes`.
  /// - Throws: ``TokenizerError`` when the bytes are no word counts, of another version, or damaged.
  public init(serialized bytes: UnsafeRawBufferPointer) throws(TokenizerError) {
    let header = try WordCounter.checkedHeader(bytes, countSoFar: 0)
    guard let pattern = SplitPattern(rawValue: header.pattern) else {
      throw .unsupported("split pattern \(header.pattern) of the word counts")
    }
    self.init(pattern: pattern)
    addWords(of: bytes, header)
  }

  /// Adds the counts that were serialised to `bytes`; either all of them or, when it throws, none.
  /// - Throws: ``TokenizerError`` as ``init(serialized:)`` does, and when the counts are for another pattern.
  public mutating func add(serialized bytes: UnsafeRawBufferPointer) throws(TokenizerError) {
    let header = try WordCounter.checkedHeader(bytes, countSoFar: total)
    guard header.pattern == pattern.rawValue else {
      throw .differentSplits(expected: "pattern \(pattern.rawValue)", found: "pattern \(header.pattern)")
    }
    addWords(of: bytes, header)
  }

  private mutating func addWords(of bytes: UnsafeRawBufferPointer, _ header: Header) {
    var reader = VarintReader(bytes: bytes, at: header.bodyStart)
    for _ in 0..<header.words {
      guard let word = reader.run(), let count = reader.number() else { return }
      add(word: word, count: Int64(count))
    }
  }

  private struct Header {
    var pattern: String
    var words: UInt64
    var bodyStart: Int
  }

  private static func checkedHeader(
    _ bytes: UnsafeRawBufferPointer, countSoFar: Int64
  ) throws(TokenizerError) -> Header {
    let magic = UnsafeRawBufferPointer(start: magic.utf8Start, count: magic.utf8CodeUnitCount)
    guard bytes.count >= magic.count, bytes.slice(0, magic.count).hasSameBytes(as: magic) else {
      throw .notWordCounts
    }
    var reader = VarintReader(bytes: bytes, at: magic.count)
    guard let version = reader.number() else { throw .damagedCounts("the header is cut short") }
    guard version == WordCounter.version else { throw .unknownCountsVersion(version) }
    guard bytes.count >= reader.at + 16 else { throw .damagedCounts("the end is missing") }
    let body = bytes.slice(0, bytes.count - 16)
    let hash = XXH3.hash128(body)
    guard bytes.loadUnaligned(fromByteOffset: body.count, as: UInt64.self).littleEndian == hash.high,
      bytes.loadUnaligned(fromByteOffset: body.count + 8, as: UInt64.self).littleEndian == hash.low
    else { throw .damagedCounts("the checksum does not match") }
    reader = VarintReader(bytes: body, at: reader.at)
    guard let pattern = reader.run(), let unicode = reader.run(), let words = reader.number() else {
      throw .damagedCounts("the header is cut short")
    }
    guard unicode.text == SplitPattern.unicodeVersion else {
      throw .differentSplits(expected: "Unicode \(SplitPattern.unicodeVersion)", found: "Unicode \(unicode.text)")
    }
    let header = Header(pattern: pattern.text, words: words, bodyStart: reader.at)
    try checkWords(reader, words, countSoFar)
    return header
  }

  /// Holds the words against the rules that ``serialized()`` keeps.
  private static func checkWords(
    _ start: VarintReader, _ words: UInt64, _ countSoFar: Int64
  ) throws(TokenizerError) {
    var reader = start
    var previous = reader.bytes.slice(0, 0)
    var total = countSoFar
    for _ in 0..<words {
      guard let word = reader.run(), let number = reader.number() else {
        throw .damagedCounts("there are fewer words than the header says")
      }
      guard previous.lexicographicallyPrecedes(word) else { throw .damagedCounts("the words are not in order") }
      guard let count = Int64(exactly: number), count > 0 else { throw .damagedCounts("a count is out of range") }
      let (sum, overflow) = total.addingReportingOverflow(count)
      guard !overflow else { throw .damagedCounts("the counts add up to more than 63 bits") }
      total = sum
      previous = word
    }
    guard reader.at == reader.bytes.count else { throw .damagedCounts("there is more than the header says") }
  }
}
