import QuernBytes

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What a sweep reads of a verdict row, straight from its bytes.
///
/// Rows were written by this tool: one object without spaces. A row that is not so is no verdict row.
struct VerdictRow {
  var document: UInt64 = 0
  var bytes = 0
  var keep = false
  /// The raw string tokens, quotation marks excluded, escapes as they are.
  var source = UnsafeRawBufferPointer(start: nil, count: 0)
  var id = UnsafeRawBufferPointer(start: nil, count: 0)
  /// The label of the language, as the other strings; empty when nothing told it.
  var language = UnsafeRawBufferPointer(start: nil, count: 0)
  /// The rules that failed are those named here, as a JSON array.
  var failed = UnsafeRawBufferPointer(start: nil, count: 0)
}

/// Walks the members of verdict rows; O(bytes), without allocation.
struct VerdictScanner {
  private let text: UnsafeRawBufferPointer
  private var at = 0

  init(_ text: UnsafeRawBufferPointer) { self.text = text }

  /// Reads a row, and the values of the signals that `names` lists into `values`; a signal that the row lacks is NaN
  /// there.
  /// - Returns: nil when `text` is no verdict row.
  static func read(_ text: UnsafeRawBufferPointer, signals names: [[UInt8]], into values: inout [Double]) -> VerdictRow?
  {
    for place in values.indices { values[place] = .nan }
    var scanner = VerdictScanner(text)
    return scanner.row(names, &values)
  }

  private mutating func row(_ names: [[UInt8]], _ values: inout [Double]) -> VerdictRow? {
    var row = VerdictRow()
    var seen = 0
    guard take("{") else { return nil }
    repeat {
      guard let key = string(), take(":") else { return nil }
      if key.equals("doc") {
        guard let number = skipValue() else { return nil }
        for byte in number { row.document = row.document &* 10 &+ UInt64(byte &- 0x30) }
        seen |= 1
      } else if key.equals("bytes") {
        guard let number = skipValue() else { return nil }
        for byte in number { row.bytes = row.bytes &* 10 &+ Int(byte &- 0x30) }
      } else if key.equals("source") {
        guard let value = string() else { return nil }
        row.source = value
      } else if key.equals("id") {
        guard let value = string() else { return nil }
        row.id = value
      } else if key.equals("keep") {
        guard let value = skipValue() else { return nil }
        row.keep = value.equals("true")
        seen |= 2
      } else if key.equals("failed") {
        guard let value = skipValue() else { return nil }
        row.failed = value
      } else if key.equals("signals") {
        guard signals(names, &values, &row.language) else { return nil }
        seen |= 4
      } else if skipValue() == nil {
        return nil
      }
    } while take(",")
    return take("}") && at == text.count && seen == 7 ? row : nil
  }

  private mutating func signals(
    _ names: [[UInt8]], _ values: inout [Double], _ language: inout UnsafeRawBufferPointer
  ) -> Bool {
    guard take("{") else { return false }
    if take("}") { return true }
    // Signals stand in the order of their steps, and so do the names: the next one is looked for first.
    var next = 0
    repeat {
      guard let key = string(), take(":"), let value = skipValue() else { return false }
      if key.equals("language"), value.first == 0x22 { language = value.slice(1, value.count - 1) }
      for offset in names.indices {
        let place = (next &+ offset) % names.count
        guard key.count == names[place].count, names[place].withUnsafeBytes({ key.hasSameBytes(as: $0) }) else {
          continue
        }
        values[place] = VerdictScanner.number(value)
        next = place &+ 1
        break
      }
    } while take(",")
    return take("}")
  }

  /// The number that `token` spells; NaN for anything else.
  private static func number(_ token: UnsafeRawBufferPointer) -> Double {
    guard let start = token.baseAddress, let first = token.first, first == 0x2D || (0x30...0x39).contains(first) else {
      return .nan
    }
    // A row goes on with , or } after the number, where strtod stops.
    return strtod(start.assumingMemoryBound(to: CChar.self), nil)
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard at < text.count, text[at] == UInt8(truncatingIfNeeded: character.value) else { return false }
    at &+= 1
    return true
  }

  /// A string's bytes between its quotation marks.
  private mutating func string() -> UnsafeRawBufferPointer? {
    guard take("\"") else { return nil }
    let start = at
    while at < text.count {
      let byte = text[at]
      if byte == 0x22 {
        at &+= 1
        return text.slice(start, at &- 1)
      }
      at &+= byte == 0x5C ? 2 : 1
    }
    return nil
  }

  /// Passes over a value and returns its bytes.
  private mutating func skipValue() -> UnsafeRawBufferPointer? {
    let start = at
    var depth = 0
    while at < text.count {
      switch text[at] {
      case 0x22: if string() == nil { return nil }
      case 0x5B, 0x7B:
        depth &+= 1
        at &+= 1
      case 0x5D, 0x7D:
        if depth == 0 { return at > start ? text.slice(start, at) : nil }
        depth &-= 1
        at &+= 1
      case 0x2C where depth == 0: return at > start ? text.slice(start, at) : nil
      default: at &+= 1
      }
    }
    return nil
  }
}

extension UnsafeRawBufferPointer {
  fileprivate func equals(_ literal: StaticString) -> Bool {
    hasSameBytes(as: UnsafeRawBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }
}
