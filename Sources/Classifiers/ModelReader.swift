import QuernBytes

/// Reads the parts of a model file in order; every read is checked against the bytes that are left.
struct ModelReader {
  private let bytes: UnsafeRawBufferPointer
  private(set) var at = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// The bytes that were not read.
  var left: Int { bytes.count - at }

  private mutating func take(_ count: Int) throws(ClassifierError) -> Int {
    guard count >= 0 && count <= left else { throw .damaged("it ends at byte \(bytes.count), too early") }
    at += count
    return at - count
  }

  mutating func byte() throws(ClassifierError) -> UInt8 { bytes[try take(1)] }

  mutating func bool() throws(ClassifierError) -> Bool {
    let value = try byte()
    // Any other value is no `bool` in the memory of a C++ program.
    try require(value <= 1, "a flag has the value \(value)")
    return value == 1
  }

  mutating func int32() throws(ClassifierError) -> Int32 {
    Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: try take(4), as: Int32.self))
  }

  mutating func int64() throws(ClassifierError) -> Int64 {
    Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: try take(8), as: Int64.self))
  }

  /// The place of the bytes up to a zero byte, which is passed.
  mutating func text() throws(ClassifierError) -> Range<Int> {
    guard let end = bytes.firstOffset(of: 0, from: at) else { throw .damaged("a word has no end") }
    defer { at = end + 1 }
    return at..<end
  }

  /// Passes a dense matrix.
  /// - Returns: its rows.
  mutating func matrix(columns: Int) throws(ClassifierError) -> Int {
    let rows = try shape(columns)
    try floats(rows * columns)
    return rows
  }

  /// Passes a matrix of codes and the values that they stand for.
  /// - Returns: its rows.
  mutating func quantizedMatrix(columns: Int) throws(ClassifierError) -> Int {
    let hasNorms = try bool()
    let rows = try shape(columns)
    let codes = Int(try int32())
    try require(codes >= 0 && codes <= left, "it says to have \(codes) codes")
    _ = try take(codes)
    let parts = try quantizer(columns: columns)
    try require(codes == rows * parts, "it has \(codes) codes for \(rows) rows of \(parts)")
    if hasNorms {
      _ = try take(rows)
      _ = try quantizer(columns: 1)
    }
    return rows
  }

  private mutating func shape(_ columns: Int) throws(ClassifierError) -> Int {
    let rows = try int64()
    let wanted = try int64()
    // A row takes a byte at the least.
    try require(
      rows >= 0 && rows <= Int64(left) && wanted == Int64(columns), "a matrix has \(rows) rows of \(wanted) columns")
    return Int(rows)
  }

  /// Passes the values that codes stand for.
  /// - Returns: how many codes a row has.
  private mutating func quantizer(columns: Int) throws(ClassifierError) -> Int {
    let dimension = Int(try int32())
    let parts = Int(try int32())
    let width = Int(try int32())
    let lastWidth = Int(try int32())
    try require(
      dimension == columns && width > 0 && width <= columns && lastWidth > 0 && lastWidth <= width && parts > 0
        && (parts - 1) * width + lastWidth == columns,
      "its \(columns) columns are cut into \(parts) codes of \(width)")
    try floats(256 * columns)
    return parts
  }

  private mutating func floats(_ count: Int) throws(ClassifierError) {
    try require(count <= left / 4, "it ends at byte \(bytes.count), too early")
    let start = try take(4 * count)
    var isFinite = true
    for index in 0..<count {
      let bits = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: start &+ 4 &* index, as: UInt32.self))
      isFinite = isFinite && bits & 0x7F80_0000 != 0x7F80_0000
    }
    try require(isFinite, "one of its values is no number")
  }
}
