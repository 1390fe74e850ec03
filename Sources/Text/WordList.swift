#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What a word of a ``WordList`` consists of.
public struct WordTraits: OptionSet, Sendable, BitwiseCopyable {
  public let rawValue: UInt8

  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// At least one code point of general category L (Python's `isalpha`).
  @inlinable public static var alphabetic: WordTraits { WordTraits(rawValue: 1) }
  /// At least one code point that is no symbol: outside datatrove's PUNCTUATION_SET (ASCII punctuation, control
  /// characters but tab and newline, terminal marks, some quotes, dashes and brackets).
  @inlinable public static var nonSymbol: WordTraits { WordTraits(rawValue: 2) }
  /// Bytes below 0x80 only.
  @inlinable public static var ascii: WordTraits { WordTraits(rawValue: 4) }
  /// At least one code point of general category Nd, Nl or No.
  @inlinable public static var numeric: WordTraits { WordTraits(rawValue: 8) }
}

/// The words of one text, in the order of the text: one column per property, 21 bytes per word.
///
/// A segmenter fills it, measurements read its columns. Its memory is reused from text to text. What is a word is the
/// segmenter's matter; words do not overlap, but there may be bytes between them.
public struct WordList: ~Copyable {
  /// The number of words.
  @inlinable public var count: Int { used }
  /// The offset of each word's first byte. Valid, as all columns are, until the list changes.
  @inlinable public var starts: UnsafePointer<UInt32> { UnsafePointer(startColumn) }
  /// The offset behind each word's last byte.
  @inlinable public var ends: UnsafePointer<UInt32> { UnsafePointer(endColumn) }
  /// The ``hash(_:length:readable:)`` of each word's bytes.
  @inlinable public var hashes: UnsafePointer<UInt64> { UnsafePointer(hashColumn) }
  /// The code points of each word.
  @inlinable public var codePoints: UnsafePointer<UInt32> { UnsafePointer(codePointColumn) }
  /// What each word consists of.
  @inlinable public var traits: UnsafePointer<WordTraits> { UnsafePointer(traitColumn) }

  @usableFromInline var used = 0
  @usableFromInline var room = 0
  @usableFromInline var startColumn: UnsafeMutablePointer<UInt32>
  @usableFromInline var endColumn: UnsafeMutablePointer<UInt32>
  @usableFromInline var hashColumn: UnsafeMutablePointer<UInt64>
  @usableFromInline var codePointColumn: UnsafeMutablePointer<UInt32>
  @usableFromInline var traitColumn: UnsafeMutablePointer<WordTraits>

  /// An empty list with room for `capacity` words.
  public init(capacity: Int = 64) {
    startColumn = WordList.resize(nil, capacity)
    endColumn = WordList.resize(nil, capacity)
    hashColumn = WordList.resize(nil, capacity)
    codePointColumn = WordList.resize(nil, capacity)
    traitColumn = WordList.resize(nil, capacity)
    room = capacity
  }

  deinit {
    free(startColumn)
    free(endColumn)
    free(hashColumn)
    free(codePointColumn)
    free(traitColumn)
  }

  private static func resize<Value>(
    _ column: UnsafeMutablePointer<Value>?, _ capacity: Int
  ) -> UnsafeMutablePointer<Value> {
    guard let moved = realloc(column, max(1, capacity) * MemoryLayout<Value>.stride) else {
      fatalError("out of memory: \(capacity) words")
    }
    return moved.bindMemory(to: Value.self, capacity: max(1, capacity))
  }

  private mutating func changeRoom(to capacity: Int) {
    startColumn = WordList.resize(startColumn, capacity)
    endColumn = WordList.resize(endColumn, capacity)
    hashColumn = WordList.resize(hashColumn, capacity)
    codePointColumn = WordList.resize(codePointColumn, capacity)
    traitColumn = WordList.resize(traitColumn, capacity)
    room = capacity
  }

  @usableFromInline
  mutating func grow(toHold needed: Int) { changeRoom(to: max(needed, room + room / 2, 64)) }

  /// Makes room for `extra` more words; amortised O(1) per word.
  @inlinable
  public mutating func reserve(_ extra: Int) {
    if used &+ extra > room { grow(toHold: used &+ extra) }
  }

  /// Adds a word that lies behind all others.
  @inlinable
  public mutating func append(start: Int, end: Int, hash: UInt64, codePoints: Int, traits: WordTraits) {
    if used == room { grow(toHold: used &+ 1) }
    appendReserved(start: start, end: end, hash: hash, codePoints: codePoints, traits: traits)
  }

  /// As ``append(start:end:hash:codePoints:traits:)``, for a word that ``reserve(_:)`` made room for.
  @inlinable @inline(__always)
  public mutating func appendReserved(start: Int, end: Int, hash: UInt64, codePoints: Int, traits: WordTraits) {
    startColumn[used] = UInt32(truncatingIfNeeded: start)
    endColumn[used] = UInt32(truncatingIfNeeded: end)
    hashColumn[used] = hash
    codePointColumn[used] = UInt32(truncatingIfNeeded: codePoints)
    traitColumn[used] = traits
    used &+= 1
  }

  /// Forgets every word and keeps the room.
  @inlinable public mutating func removeAll() { used = 0 }

  /// Frees room beyond `limit` words when the list is empty, so that one huge text does not stay in memory.
  public mutating func shrink(to limit: Int) {
    if used == 0 && room > limit { changeRoom(to: limit) }
  }
}

// The columns have one owner; moving the owner to another thread moves them.
extension WordList: @unchecked Sendable {}

extension WordList {
  // The factors hold bytes that UTF-8 never has, so that no words of a text make one of them zero.
  @usableFromInline static var low: UInt64 { 0xF8FF_5A1B_C0FD_93E7 }
  @usableFromInline static var high: UInt64 { 0xFFC1_3D8E_F96B_FE4D }

  /// The high and low half of a product, folded into one.
  @inlinable @inline(__always)
  public static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }

  /// The hash of a run of words from the hash of all but the last and that of the last: an n-gram's identity.
  @inlinable @inline(__always)
  public static func combine(_ before: UInt64, _ word: UInt64) -> UInt64 {
    mix(before ^ 0xFF9E_3779_B97F_4A7D, (word &<< 1) ^ before.byteSwapped ^ 0xC1A5_F8D3_6E4B_2F19)
  }

  /// The hash of a word's bytes, the same wherever the word stands; not for use outside one run of the program.
  /// - Parameters:
  ///   - bytes: the word's first byte.
  ///   - length: its number of bytes.
  ///   - readable: how many bytes may be read from `bytes` on, at least `length`.
  /// - Complexity: O(length); a few cycles for words up to 16 bytes that have 16 bytes to read.
  @inlinable @inline(__always)
  public static func hash(_ bytes: UnsafePointer<UInt8>, length: Int, readable: Int) -> UInt64 {
    if length <= 16 && readable >= 16 {
      let raw = UnsafeRawPointer(bytes)
      let first = raw.loadUnaligned(as: UInt64.self).littleEndian
      if length <= 8 {
        // Smart shifts give 0 for a word without bytes.
        return mixed(first & (~0 >> UInt64(64 &- 8 &* length)), 0, length)
      }
      let second = raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self).littleEndian
      return mixed(first, second & (~0 >> UInt64(128 &- 8 &* length)), length)
    }
    return hashLong(bytes, length)
  }

  @inlinable @inline(__always)
  static func mixed(_ first: UInt64, _ second: UInt64, _ length: Int) -> UInt64 {
    mix(first ^ low, second ^ high ^ UInt64(truncatingIfNeeded: length) &<< 56)
  }

  /// The hash of a word that is long or at the end of its text.
  @usableFromInline @inline(never)
  static func hashLong(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> UInt64 {
    let raw = UnsafeRawPointer(bytes)
    var state: UInt64 = 0
    var at = 0
    while length &- at > 16 {
      let first = raw.loadUnaligned(fromByteOffset: at, as: UInt64.self).littleEndian
      let second = raw.loadUnaligned(fromByteOffset: at &+ 8, as: UInt64.self).littleEndian
      state = combine(state, mixed(first, second, 16))
      at &+= 16
    }
    var first: UInt64 = 0
    var second: UInt64 = 0
    for place in at..<length {
      let byte = UInt64(bytes[place]) &<< UInt64(8 &* ((place &- at) & 7))
      if place &- at < 8 { first |= byte } else { second |= byte }
    }
    let last = mixed(first, second, length &- at)
    return at == 0 ? last : combine(state ^ UInt64(truncatingIfNeeded: length), last)
  }
}
