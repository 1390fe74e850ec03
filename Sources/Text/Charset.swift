import CText
import QuernBytes

/// The encoding of a text file.
public struct Charset: Hashable, Sendable, CustomStringConvertible {
  /// Its name, such as `windows-1252`.
  public let name: String

  /// UTF-8.
  public static let utf8 = Charset(known: "UTF-8")

  /// The encoding of this name, by any of the names that ICU knows; nil when it knows none.
  ///
  /// What calls itself ISO-8859-1 is Windows-1252, as browsers have it: the control characters that differ are never
  /// meant.
  public init?(named name: String) {
    guard let known = quern_charset_name(name) else { return nil }
    self.init(known: String(cString: known))
  }

  private init(known name: String) { self.name = ["ISO-8859-1", "US-ASCII"].contains(name) ? "windows-1252" : name }

  public var description: String { name }

  /// How a guess was made.
  public enum Evidence: String, Sendable {
    /// The text begins with a byte order mark.
    case byteOrderMark = "byte order mark"
    /// All of the text is well-formed UTF-8.
    case validUTF8 = "valid UTF-8"
    /// The text says so itself, as HTML and XML do.
    case declaration
    /// The zero bytes of UTF-16 or UTF-32.
    case zeroBytes = "zero bytes"
    /// ICU's statistics.
    case statistics
    /// Nothing speaks for any encoding; Windows-1252 is the most frequent one.
    case fallback
  }

  /// A guess.
  public struct Guess: Sendable {
    /// The encoding.
    public let charset: Charset
    /// What speaks for it.
    public let evidence: Evidence
    /// From 0 to 100.
    public let confidence: Int
  }

  /// The bytes at the start of a text on which ICU's statistics are made.
  private static let sample = 64 << 10

  /// Guesses the encoding of `text`.
  ///
  /// A byte order mark decides, then whether the text is UTF-8, then what a declaration says, then statistics.
  /// - Parameter isPrefix: whether more follows the text, which may be cut inside a character then.
  /// - Complexity: O(n) for UTF-8, and up to 64 KiB of the text for the rest.
  public static func guess(_ text: UnsafeRawBufferPointer, isPrefix: Bool = false) -> Guess {
    if let mark = byteOrderMark(text) {
      return Guess(charset: mark.charset, evidence: .byteOrderMark, confidence: 100)
    }
    let start = UnsafeRawBufferPointer(rebasing: text.prefix(sample))
    if let wide = wideCharset(start) { return Guess(charset: wide, evidence: .zeroBytes, confidence: 90) }
    if isUTF8(text, isPrefix: isPrefix) { return Guess(charset: .utf8, evidence: .validUTF8, confidence: 100) }
    if let declared = declaredCharset(start), declared != .utf8, !declared.name.hasPrefix("UTF-") {
      return Guess(charset: declared, evidence: .declaration, confidence: 90)
    }
    var name: UnsafePointer<CChar>?
    var confidence: Int32 = 0
    let error = quern_charset_guess(
      start.baseAddress?.assumingMemoryBound(to: UInt8.self), start.count, &name, &confidence)
    guard error == nil, let name, confidence >= 10 else {
      return Guess(charset: Charset(known: "windows-1252"), evidence: .fallback, confidence: 0)
    }
    return Guess(
      charset: Charset(known: String(cString: name)), evidence: .statistics, confidence: Int(confidence))
  }

  /// The byte order mark at the start of `text`.
  fileprivate static func byteOrderMark(_ text: UnsafeRawBufferPointer) -> (charset: Charset, length: Int)? {
    let marks: [([UInt8], String)] = [
      ([0xEF, 0xBB, 0xBF], "UTF-8"), ([0xFF, 0xFE, 0, 0], "UTF-32LE"), ([0, 0, 0xFE, 0xFF], "UTF-32BE"),
      ([0xFF, 0xFE], "UTF-16LE"), ([0xFE, 0xFF], "UTF-16BE"), ([0x84, 0x31, 0x95, 0x33], "gb18030"),
    ]
    for (mark, name) in marks where text.starts(with: mark) {
      return (Charset(known: name), mark.count)
    }
    return nil
  }

  private static func isUTF8(_ text: UnsafeRawBufferPointer, isPrefix: Bool) -> Bool {
    let valid = quern_utf8_prefix(text.baseAddress?.assumingMemoryBound(to: UInt8.self), text.count)
    let rest = text[valid...]
    // A text that was cut inside a character is UTF-8 all the same.
    return rest.isEmpty
      || isPrefix && rest.count < 4 && rest[valid] >= 0xC2 && rest.dropFirst().allSatisfy { $0 & 0xC0 == 0x80 }
  }

  /// UTF-16 or UTF-32 without a mark: Latin text in it is full of zero bytes, always at the same places.
  private static func wideCharset(_ text: UnsafeRawBufferPointer) -> Charset? {
    let count = text.count & ~3
    guard count >= 8 else { return nil }
    var zeros = [0, 0, 0, 0]
    for at in 0..<count where text[at] == 0 { zeros[at & 3] += 1 }
    let quarter = count / 4
    func isFull(_ place: Int) -> Bool { zeros[place] * 10 > quarter * 4 }
    func isEmpty(_ place: Int) -> Bool { zeros[place] * 50 < quarter }
    if isFull(0), isFull(1), isFull(2), isEmpty(3) { return Charset(known: "UTF-32BE") }
    if isFull(1), isFull(2), isFull(3), isEmpty(0) { return Charset(known: "UTF-32LE") }
    if isFull(0), isFull(2), isEmpty(1), isEmpty(3) { return Charset(known: "UTF-16BE") }
    if isFull(1), isFull(3), isEmpty(0), isEmpty(2) { return Charset(known: "UTF-16LE") }
    return nil
  }

  /// What follows `charset=` or `encoding=` in the first 2 KiB, as in HTML and XML.
  private static func declaredCharset(_ text: UnsafeRawBufferPointer) -> Charset? {
    let head = text.prefix(2048).map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
    for key in ["charset", "encoding"] {
      let bytes = Array(key.utf8)
      guard head.count > bytes.count else { continue }
      for start in 0..<(head.count - bytes.count) where head[start...].starts(with: bytes) {
        var at = start + bytes.count
        while at < head.count, [0x20, 0x22, 0x27, 0x3D].contains(head[at]) { at += 1 }
        let name = head[at...].prefix(40).prefix {
          $0 &- 0x61 < 26 || $0 &- 0x30 < 10 || [0x2D, 0x5F, 0x3A].contains($0)
        }
        if let charset = Charset(named: String(decoding: name, as: UTF8.self)), !name.isEmpty { return charset }
      }
    }
    return nil
  }
}

/// Decodes whole texts of one encoding to UTF-8.
public struct CharsetDecoder: ~Copyable {
  private let charset: Charset

  /// A decoder for texts in `charset`.
  public init(_ charset: Charset) { self.charset = charset }

  /// Appends the decoded `text`, without the byte order mark, to `out` and returns how many places made no sense in the
  /// encoding and became U+FFFD.
  /// - Complexity: O(n).
  /// - Throws: ``TextError/library(_:)`` when ICU does not have the encoding.
  public func decode(_ text: UnsafeRawBufferPointer, into out: inout ByteBuffer) throws(TextError) -> Int {
    var decoder: OpaquePointer?
    if let error = quern_decoder_open(charset.name, &decoder) { throw .library(String(cString: error)) }
    defer { quern_decoder_close(decoder) }
    let start = text.baseAddress?.assumingMemoryBound(to: UInt8.self)
    var at = 0
    if let mark = Charset.byteOrderMark(text), mark.charset == charset { at = mark.length }
    var malformed = 0
    var isDone = false
    while !isDone {
      out.appendFilling(atLeast: max(256, min(text.count - at, 1 << 20))) { room in
        var used = 0
        var written = 0
        isDone =
          quern_decode(
            decoder, start.map { $0 + at }, text.count - at, 1, &used,
            room.baseAddress?.assumingMemoryBound(to: UInt8.self), room.count, &written, &malformed) != 0
        at += used
        return written
      }
    }
    return malformed
  }
}
