import QuernBytes

/// The exceptions of ``EnglishWords`` as tables to look words up in; shared by all threads.
final class EnglishRules: @unchecked Sendable {  // never changed after init
  static let shared = EnglishRules()

  /// A chunk that is cut in its own way.
  struct Exception {
    /// The place of its bytes in ``bytes``.
    var start: Int
    var length: Int
    /// Where its words end, counted from its first byte.
    var ends: [Int]
  }

  /// Words that the affix rules leave of an exception, which are one again where they stand side by side.
  struct Pattern {
    /// The hashes of its words.
    var words: [UInt64]
    /// The exception that they come from.
    var exception: Int
    /// Whether the exception has the same words.
    var same: Bool
  }

  /// In ``marks``: a word with such a hash may be an exception.
  static var exceptional: UInt8 { 1 }
  /// In ``marks``: it may be the first word of a pattern.
  static var first: UInt8 { 2 }
  /// In ``marks``: it may be the second word of a pattern.
  static var second: UInt8 { 4 }
  static var markBits: Int { 14 }

  /// No exception and no unit is longer, in bytes.
  let longest: Int
  private(set) var exceptions: [Exception] = []
  /// The patterns by their first two words.
  private(set) var patterns: [UInt64: [Pattern]] = [:]
  /// By the lowest bits of a word's hash, what it may be.
  let marks: UnsafeMutablePointer<UInt8>

  private let bytes: UnsafeMutablePointer<UInt8>
  private let slots: UnsafeMutablePointer<Slot>
  private static let slotMask = 8191

  private struct Slot {
    var hash: UInt64 = 0
    /// Of an exception its place plus 1, of a unit -1; 0 when the slot is free.
    var value: Int32 = 0
    /// Of a unit, the place of its bytes.
    var start: Int32 = 0
    var length: Int32 = 0
  }

  private init() {
    let all = EnglishExceptions.all()
    let units = EnglishUnits.all()
    let texts = all.map { $0.joined() } + units
    let room = texts.reduce(0) { $0 + $1.utf8.count }
    // Words are hashed by loads of 16 bytes.
    bytes = .allocate(capacity: room + 16)
    bytes.initialize(repeating: 0, count: room + 16)
    marks = .allocate(capacity: 1 << EnglishRules.markBits)
    marks.initialize(repeating: 0, count: 1 << EnglishRules.markBits)
    slots = .allocate(capacity: EnglishRules.slotMask + 1)
    slots.initialize(repeating: Slot(), count: EnglishRules.slotMask + 1)
    longest = texts.reduce(0) { max($0, $1.utf8.count) }
    var at = 0
    for (place, text) in texts.enumerated() {
      let start = at
      for byte in text.utf8 {
        bytes[at] = byte
        at += 1
      }
      let hash = WordList.hash(bytes + start, length: at - start, readable: room + 16 - start)
      if place < all.count {
        var ends: [Int] = []
        for word in all[place] { ends.append((ends.last ?? 0) + word.utf8.count) }
        exceptions.append(Exception(start: start, length: at - start, ends: ends))
        insert(Slot(hash: hash, value: Int32(place + 1), start: Int32(start), length: Int32(at - start)))
        mark(hash, EnglishRules.exceptional)
      } else {
        insert(Slot(hash: hash ^ EnglishRules.unitKey, value: -1, start: Int32(start), length: Int32(at - start)))
      }
    }
    findPatterns()
  }

  // Units and exceptions share the slots; some are both.
  private static let unitKey: UInt64 = 0x5DEE_CE66_D1CE_4E5B

  private func insert(_ slot: Slot) {
    var place = Int(truncatingIfNeeded: slot.hash >> 40) & EnglishRules.slotMask
    while slots[place].value != 0 { place = (place + 1) & EnglishRules.slotMask }
    slots[place] = slot
  }

  private func mark(_ hash: UInt64, _ bit: UInt8) {
    marks[Int(truncatingIfNeeded: hash) & ((1 << EnglishRules.markBits) - 1)] |= bit
  }

  /// What the word of this hash may be.
  @inline(__always)
  func marks(of hash: UInt64) -> UInt8 {
    marks[Int(truncatingIfNeeded: hash) & ((1 &<< EnglishRules.markBits) &- 1)]
  }

  /// The exception that the `length` bytes at `text` are, or -1.
  func exception(_ text: UnsafePointer<UInt8>, _ length: Int, hash: UInt64) -> Int {
    Int(find(text, length, hash)) - 1
  }

  /// Whether the `length` bytes at `text` are a unit.
  func isUnit(_ text: UnsafePointer<UInt8>, _ length: Int, hash: UInt64) -> Bool {
    find(text, length, hash ^ EnglishRules.unitKey) != 0
  }

  private func find(_ text: UnsafePointer<UInt8>, _ length: Int, _ hash: UInt64) -> Int32 {
    var place = Int(truncatingIfNeeded: hash &>> 40) & EnglishRules.slotMask
    while true {
      let slot = slots[place]
      if slot.value == 0 { return 0 }
      if slot.hash == hash && Int(slot.length) == length {
        var same = true
        for at in 0..<length where text[at] != bytes[Int(slot.start) + at] { same = false }
        if same { return slot.value }
      }
      place = (place &+ 1) & EnglishRules.slotMask
    }
  }

  /// Cuts every exception by the affix rules alone; those that more than one word is left of are patterns.
  private func findPatterns() {
    var cutter = EnglishChunks(self, exceptions: false)
    var words = WordList()
    for (place, exception) in exceptions.enumerated() {
      let text = UnsafeRawBufferPointer(start: bytes + exception.start, count: exception.length)
      words.removeAll()
      cutter.cut(text, 0, exception.length, into: &words)
      guard words.count > 1 else { continue }
      var hashes: [UInt64] = []
      var ends: [Int] = []
      for index in 0..<words.count {
        // The same hash as in a text, where more bytes can be read.
        let start = Int(words.starts[index])
        let end = Int(words.ends[index])
        hashes.append(words.hashes[index])
        ends.append(end)
        precondition(start == (index == 0 ? 0 : Int(words.ends[index - 1])))
      }
      // Whole chunks are looked up before they are cut, so only words that start with an affix, or that one ends, or
      // that hold an infix, can be left in pieces.
      patterns[EnglishRules.pair(hashes[0], hashes[1]), default: []].append(
        Pattern(words: hashes, exception: place, same: ends == exception.ends))
      mark(hashes[0], EnglishRules.first)
      mark(hashes[1], EnglishRules.second)
    }
  }

  /// What patterns are found by.
  static func pair(_ first: UInt64, _ second: UInt64) -> UInt64 { WordList.combine(first, second) }
}
