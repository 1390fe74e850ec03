import QuernText

/// A text as bytes, with the classes that the patterns are made of.
///
/// Reads outside the text give 0, which is in no class.
struct TextBytes {
  let base: UnsafePointer<UInt8>
  let count: Int
  /// The table of ``CharacterClasses``.
  let classes: UnsafePointer<UInt8>

  @inline(__always)
  subscript(at: Int) -> UInt8 { at >= 0 && at < count ? base[at] : 0 }

  @inline(__always)
  static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 <= 9 }

  @inline(__always)
  static func isUpper(_ byte: UInt8) -> Bool { byte &- 0x41 <= 25 }

  @inline(__always)
  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 <= 25 }

  @inline(__always)
  static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }

  /// Letters, digits, `_` and `-`: what keys and names in programs are made of.
  @inline(__always)
  static func isToken(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }

  /// The value of a hexadecimal digit, or nil.
  @inline(__always)
  static func hex(_ byte: UInt8) -> UInt32? {
    if isDigit(byte) { return UInt32(byte &- 0x30) }
    let letter = (byte | 0x20) &- 0x61
    return letter <= 5 ? UInt32(letter) &+ 10 : nil
  }

  /// Whether `literal` stands at `at`.
  func has(_ literal: StaticString, at place: Int) -> Bool {
    let length = literal.utf8CodeUnitCount
    guard place >= 0, length <= count &- place else { return false }
    for offset in 0..<length where base[place &+ offset] != literal.utf8Start[offset] { return false }
    return true
  }

  /// The offset of the first byte at or after `start` that is no ASCII digit.
  @inline(__always)
  func endOfDigits(_ start: Int) -> Int {
    var at = start
    while at < count && TextBytes.isDigit(base[at]) { at &+= 1 }
    return at
  }

  /// The offset after the letter that starts at `at` and is not of ASCII, or nil: letters and marks of scripts that are
  /// written with spaces, since in others a name's border cannot be told.
  func endOfLetter(_ at: Int) -> Int? {
    guard at < count, base[at] >= 0x80 else { return nil }
    var end = at
    return isSpacedLetter(base.decode(&end, count)) ? end : nil
  }

  /// The offset of the letter that ends before `end`, of the same kind as ``endOfLetter(_:)`` finds, or nil.
  func startOfLetter(before end: Int) -> Int? {
    guard end > 0, base[end &- 1] >= 0x80 else { return nil }
    var start = end
    return isSpacedLetter(base.decodeBackwards(&start, 0)) ? start : nil
  }

  private func isSpacedLetter(_ codePoint: UInt32) -> Bool {
    guard codePoint < 0x110000 else { return false }
    let flags = classes[Int(codePoint)]
    return flags & (CharacterClasses.letter | CharacterClasses.mark) != 0 && flags & CharacterClasses.unspaced == 0
  }

  /// Whether a letter or number, of any script, or `_` ends before `at`.
  func hasWordCharacter(before at: Int) -> Bool {
    guard at > 0 else { return false }
    let byte = base[at &- 1]
    if byte < 0x80 { return TextBytes.isAlphanumeric(byte) || byte == 0x5F }
    var start = at
    let codePoint = base.decodeBackwards(&start, 0)
    return codePoint < 0x110000
      && classes[Int(codePoint)] & (CharacterClasses.letter | CharacterClasses.number) != 0
  }
}

extension TextBytes {
  /// The bytes of `text`; an empty text has bytes nowhere.
  static func over(_ text: UnsafeRawBufferPointer, _ classes: CharacterClasses) -> TextBytes {
    let base = text.baseAddress.map { $0.assumingMemoryBound(to: UInt8.self) }
    return TextBytes(base: base ?? nowhere, count: text.count, classes: classes.table)
  }

  private nonisolated(unsafe) static let nowhere = UnsafePointer(UnsafeMutablePointer<UInt8>.allocate(capacity: 1))
}
