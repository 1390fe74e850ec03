import CKernels
import QuernBytes

extension ByteBuffer {
  /// Appends `bytes` (UTF-8) as the inside of a JSON string: quotation marks, backslashes and control characters are
  /// escaped, all else is copied.
  public mutating func append(jsonEscaped bytes: UnsafeRawBufferPointer) {
    let chunk = 4096
    var at = 0
    while at < bytes.count {
      let length = min(chunk, bytes.count - at)
      let from = bytes.baseAddress! + at
      appendFilling(atLeast: 6 * length + 16) { room in
        quern_json_escape(
          from.assumingMemoryBound(to: UInt8.self), length, room.baseAddress!.assumingMemoryBound(to: UInt8.self))
      }
      at += length
    }
  }
}

/// Writes JSON text into a buffer of its own, one value after the other, with commas where they belong.
///
/// The order of the calls is the order of the text, so the same calls give the same bytes.
public struct JSONWriter: ~Copyable {
  /// The text so far. May be read, or cleared between whole values with ``removeAll()``.
  public var buffer: ByteBuffer
  private var needsComma = false
  private var followsKey = false
  private var depth = 0
  private let indented: Bool

  /// A writer of compact text, or of indented text (two spaces a level) for files that people read.
  public init(indented: Bool = false) {
    buffer = ByteBuffer(capacity: 1024)
    self.indented = indented
  }

  /// Forgets the text and starts anew; the room is kept.
  public mutating func removeAll() {
    buffer.removeAll()
    needsComma = false
    followsKey = false
    depth = 0
  }

  /// Ends a line of JSON Lines: the next value stands on its own.
  public mutating func endLine() {
    buffer.append("\n")
    needsComma = false
  }

  private mutating func separate() {
    if followsKey {
      followsKey = false
      return
    }
    if needsComma { buffer.append(",") }
    if indented && depth > 0 { startLine() }
    needsComma = true
  }

  private mutating func startLine() {
    buffer.append("\n")
    for _ in 0..<depth { buffer.append("  ") }
  }

  private mutating func begin(_ bracket: StaticString) {
    separate()
    buffer.append(bracket)
    needsComma = false
    depth += 1
  }

  private mutating func end(_ bracket: StaticString) {
    depth -= 1
    if indented && needsComma { startLine() }
    buffer.append(bracket)
    needsComma = true
  }

  /// Opens an object as the next value.
  public mutating func beginObject() { begin("{") }
  /// Closes the innermost object.
  public mutating func endObject() { end("}") }
  /// Opens an array as the next value.
  public mutating func beginArray() { begin("[") }
  /// Closes the innermost array.
  public mutating func endArray() { end("]") }

  /// Writes a member's key; the next call writes its value.
  public mutating func key(_ bytes: UnsafeRawBufferPointer) {
    string(bytes)
    buffer.append(indented ? ": " : ":")
    followsKey = true
    needsComma = true
  }

  /// Writes a member's key; the next call writes its value.
  public mutating func key(_ name: StaticString) {
    key(UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
  }

  /// Writes a member's key that is not known when compiling.
  public mutating func key(name: String) {
    var copy = name
    copy.withUTF8 { key(UnsafeRawBufferPointer($0)) }
  }

  /// Writes a string value from UTF-8 bytes.
  public mutating func string(_ bytes: UnsafeRawBufferPointer) {
    separate()
    buffer.append("\"")
    buffer.append(jsonEscaped: bytes)
    buffer.append("\"")
  }

  /// Writes a string value.
  public mutating func string(_ text: String) {
    var copy = text
    copy.withUTF8 { string(UnsafeRawBufferPointer($0)) }
  }

  /// Writes a whole number.
  public mutating func number(_ value: Int) {
    separate()
    buffer.append(decimal: value)
  }

  /// Writes a whole number of 0 or more.
  public mutating func number(_ value: UInt64) {
    separate()
    buffer.append(decimal: value)
  }

  /// Writes a number with the fewest digits that read back as the same value; infinities and NaN become `null`.
  public mutating func number(_ value: Double) {
    guard value.isFinite else { return null() }
    separate()
    if value == value.rounded(), abs(value) < 1e15, !(value == 0 && value.sign == .minus) {
      buffer.append(decimal: Int(value))
      buffer.append(".0")
    } else {
      buffer.append(string: value.description)
    }
  }

  /// Writes `true` or `false`.
  public mutating func bool(_ value: Bool) {
    separate()
    buffer.append(value ? "true" : "false")
  }

  /// Writes `null`.
  public mutating func null() {
    separate()
    buffer.append("null")
  }

  /// Writes the text of `buffer`, which is one JSON value already.
  public mutating func raw(_ buffer: borrowing ByteBuffer) { raw(buffer.bytes) }

  /// Writes `text`, which is one JSON value already.
  public mutating func raw(_ text: UnsafeRawBufferPointer) {
    separate()
    buffer.append(text)
  }
}
