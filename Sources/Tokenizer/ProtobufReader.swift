import QuernBytes

/// Reads the fields of one message in the wire format of Protocol Buffers, from bytes that outlive it.
///
/// Every length is held against the bytes that are there; offsets in errors count from the start of the file.
struct ProtobufReader {
  enum Value {
    case varint(UInt64)
    case fixed32(UInt32)
    case fixed64(UInt64)
    case bytes(UnsafeRawBufferPointer)
  }

  private let file: UnsafeRawBufferPointer
  private(set) var offset: Int
  private let end: Int

  /// A reader of the message that is all of `file`.
  init(_ file: UnsafeRawBufferPointer) {
    self.file = file
    offset = 0
    end = file.count
  }

  /// A reader of the message in `bytes`, which lie in the file of `outer`.
  init(_ bytes: UnsafeRawBufferPointer, in outer: ProtobufReader) {
    file = outer.file
    offset = bytes.baseAddress.map { $0 - outer.file.baseAddress! } ?? 0
    end = offset + bytes.count
  }

  /// The next field; nil at the end of the message.
  mutating func next() throws(TokenizerError) -> (number: UInt64, value: Value)? {
    if offset == end { return nil }
    let start = offset
    let key = try varint()
    guard key >> 3 > 0, key >> 3 < 1 << 29 else {
      throw ProtobufReader.malformed("a field without a number", at: start)
    }
    switch key & 7 {
    case 0: return (key >> 3, .varint(try varint()))
    case 1: return (key >> 3, .fixed64(try fixed(UInt64.self)))
    case 2: return (key >> 3, .bytes(try run()))
    case 5: return (key >> 3, .fixed32(try fixed(UInt32.self)))
    default: throw ProtobufReader.malformed("a field of unknown kind \(key & 7)", at: start)
    }
  }

  static func malformed(_ what: String, at offset: Int) -> TokenizerError {
    .malformedVocabulary("not a SentencePiece model: \(what) at byte \(offset)")
  }

  private mutating func varint() throws(TokenizerError) -> UInt64 {
    let start = offset
    var value: UInt64 = 0
    for place in 0..<10 {
      guard offset < end else { break }
      let byte = file[offset]
      offset += 1
      guard place < 9 || byte <= 1 else { break }
      value |= UInt64(byte & 0x7F) << UInt64(7 * place)
      if byte < 0x80 { return value }
    }
    throw ProtobufReader.malformed("a number without an end", at: start)
  }

  private mutating func fixed<Number: FixedWidthInteger & BitwiseCopyable>(
    _ type: Number.Type
  ) throws(TokenizerError) -> Number {
    let size = MemoryLayout<Number>.size
    guard end - offset >= size else { throw ProtobufReader.malformed("a number that is cut short", at: offset) }
    defer { offset += size }
    return Number(littleEndian: file.loadUnaligned(fromByteOffset: offset, as: Number.self))
  }

  private mutating func run() throws(TokenizerError) -> UnsafeRawBufferPointer {
    let start = offset
    let length = try varint()
    guard length <= UInt64(end - offset) else {
      throw ProtobufReader.malformed("a field of \(length) bytes where \(end - offset) are left,", at: start)
    }
    defer { offset += Int(length) }
    return file.slice(offset, offset + Int(length))
  }
}
