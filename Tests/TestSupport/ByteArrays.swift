import QuernBytes

/// Runs `body` on the bytes of `array`.
public func withBytes<Result: ~Copyable, Failure: Error>(
  _ array: [UInt8], _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
) throws(Failure) -> Result {
  let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: array.count, alignment: 1)
  defer { copy.deallocate() }
  copy.copyBytes(from: array)
  return try body(UnsafeRawBufferPointer(copy))
}

/// The bytes of `buffer`.
public func array(_ buffer: borrowing ByteBuffer) -> [UInt8] { Array(buffer.bytes) }

/// `value` in little-endian order.
public func littleEndian<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
  withUnsafeBytes(of: value.littleEndian) { Array($0) }
}

/// The little-endian numbers that `bytes` hold.
public func integers<Value: FixedWidthInteger>(_ bytes: [UInt8], as type: Value.Type) -> [Value] {
  let size = MemoryLayout<Value>.size
  return stride(from: 0, to: bytes.count / size * size, by: size).map { start in
    var value: Value = 0
    for at in (0..<size).reversed() { value = value << 8 | Value(truncatingIfNeeded: bytes[start + at]) }
    return value
  }
}
