import QuernBytes

/// Reads numbers, strings and arrays from the metadata of a GGUF file (little-endian), front to back, in small windows:
/// the tensors behind it are never read.
///
/// Every length is held against the size of the file before anything is read or stored.
struct GGUFReader: ~Copyable {
  /// Fills `room` with the bytes of the file from `offset` on.
  typealias Read = (_ offset: Int, _ room: UnsafeMutableRawBufferPointer) throws -> Void

  /// The types of values.
  enum Kind: UInt32 {
    case uint8, int8, uint16, int16, uint32, int32, float32, bool, string, array, uint64, int64, float64

    /// The bytes of a value; nil where they differ.
    var size: Int? {
      switch self {
      case .uint8, .int8, .bool: 1
      case .uint16, .int16: 2
      case .uint32, .int32, .float32: 4
      case .uint64, .int64, .float64: 8
      case .string, .array: nil
      }
    }
  }

  /// The longest string that is kept, and the bytes read at once.
  static var window: Int { 1 << 20 }
  /// How deep arrays may lie in arrays.
  private static var deepest: Int { 4 }

  /// The offset of the next byte.
  private(set) var offset = 0
  private let size: Int
  private let read: Read
  private var bytes = ByteBuffer()
  private var start = 0

  init(size: Int, read: @escaping Read) {
    self.size = size
    self.read = read
  }

  func malformed(_ what: String, at offset: Int? = nil) -> TokenizerError {
    .malformedVocabulary("not a GGUF file that can be read: \(what) at byte \(offset ?? self.offset)")
  }

  /// The next number.
  mutating func number<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type) throws -> Number {
    Number(littleEndian: try take(MemoryLayout<Number>.size).loadUnaligned(as: Number.self))
  }

  /// The next value of the type `kind`, if it is a number or a truth value, as 64 bits.
  mutating func integer(_ kind: Kind) throws -> Int64? {
    switch kind {
    case .uint8, .bool: Int64(try number(UInt8.self))
    case .int8: Int64(try number(Int8.self))
    case .uint16: Int64(try number(UInt16.self))
    case .int16: Int64(try number(Int16.self))
    case .uint32: Int64(try number(UInt32.self))
    case .int32: Int64(try number(Int32.self))
    case .uint64: Int64(bitPattern: try number(UInt64.self))
    case .int64: try number(Int64.self)
    case .float32, .float64, .string, .array: nil
    }
  }

  /// The next string, valid until something else is read.
  mutating func string() throws -> UnsafeRawBufferPointer {
    let at = offset
    let length = try number(UInt64.self)
    guard length <= UInt64(GGUFReader.window) else { throw malformed("a string of \(length) bytes", at: at) }
    return try take(Int(length))
  }

  /// The type and the number of the elements of the next array.
  mutating func array() throws -> (kind: Kind, count: Int) {
    let at = offset
    let kind = try self.kind()
    let count = try number(UInt64.self)
    // A string has at least its length, an array its type and count.
    guard count <= UInt64((size - offset) / (kind.size ?? 8)) else {
      throw malformed("an array of \(count) elements, more than are left,", at: at)
    }
    return (kind, Int(count))
  }

  /// The next type.
  mutating func kind() throws -> Kind {
    let at = offset
    let number = try number(UInt32.self)
    guard let kind = Kind(rawValue: number) else { throw malformed("a value of unknown type \(number)", at: at) }
    return kind
  }

  /// Passes over the next value of the type `kind`.
  mutating func skip(_ kind: Kind, depth: Int = 0) throws {
    if let size = kind.size { return try skip(bytes: size) }
    if kind == .string {
      let at = offset
      let length = try number(UInt64.self)
      guard length <= UInt64(size - offset) else { throw malformed("a string of \(length) bytes", at: at) }
      return try skip(bytes: Int(length))
    }
    guard depth < GGUFReader.deepest else { throw malformed("arrays in arrays") }
    let (element, count) = try array()
    if let size = element.size { return try skip(bytes: size * count) }
    for _ in 0..<count { try skip(element, depth: depth + 1) }
  }

  private mutating func skip(bytes count: Int) throws {
    guard count <= size - offset else { throw malformed("the end of the file in the middle of a value") }
    offset += count
  }

  private mutating func take(_ count: Int) throws -> UnsafeRawBufferPointer {
    guard count <= size - offset else { throw malformed("the end of the file in the middle of a value") }
    if offset < start || offset + count > start + bytes.count {
      start = offset
      bytes.removeAll()
      let wanted = max(count, min(GGUFReader.window, size - offset))
      let (read, start) = (self.read, self.start)
      try bytes.appendFilling(atLeast: wanted) { room in
        try read(start, UnsafeMutableRawBufferPointer(rebasing: room[..<wanted]))
        return wanted
      }
    }
    defer { offset += count }
    return bytes.bytes.slice(offset - start, offset - start + count)
  }
}
