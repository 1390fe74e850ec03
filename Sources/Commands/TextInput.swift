import QuernBytes
import QuernStreams
import QuernWorkers

/// Texts from the command line or from standard input.
enum TextInput {
  /// Gives every text of standard input, without the byte `end` that ends it, to `body`, and nil before each wait for
  /// more.
  ///
  /// A last text without an end counts; memory holds the longest text.
  static func forEachText(endedBy end: UInt8, _ body: (UnsafeRawBufferPointer?) throws -> Void) throws {
    let input = try StandardInput()
    var chunk = ByteBuffer()
    var carry = ByteBuffer()
    while try input.read(into: &chunk) {
      var start = 0
      while let last = chunk.bytes.firstOffset(of: end, from: start) {
        if carry.isEmpty {
          try body(chunk.bytes.slice(start, last))
        } else {
          carry.append(chunk.bytes.slice(start, last))
          try body(carry.bytes)
          carry.removeAll()
          carry.shrink(to: 1 << 20)
        }
        start = last + 1
      }
      carry.append(chunk.bytes.slice(start, chunk.count))
      try interruption.check()
      try body(nil)
    }
    try interruption.check()
    if !carry.isEmpty { try body(carry.bytes) }
  }

  /// All of standard input.
  static func whole() throws -> ByteBuffer {
    let input = try StandardInput()
    var chunk = ByteBuffer()
    var all = ByteBuffer()
    while try input.read(into: &chunk) {
      all.append(chunk.bytes)
      try interruption.check()
    }
    try interruption.check()
    return all
  }

  /// The bytes of the argument that `text` was made of, which may be no UTF-8.
  static func argument(_ text: String) -> ByteBuffer {
    var bytes = ByteBuffer()
    bytes.append(string: text)
    guard text.unicodeScalars.contains("\u{FFFD}") else { return bytes }
    for index in 0..<Int(Swift.CommandLine.argc) {
      guard let argument = Swift.CommandLine.unsafeArgv[index], String(cString: argument) == text else { continue }
      bytes.removeAll()
      var at = argument
      while at.pointee != 0 {
        bytes.append(UInt8(bitPattern: at.pointee))
        at += 1
      }
      break
    }
    return bytes
  }
}
