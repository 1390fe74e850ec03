#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A growable, uniquely owned run of bytes.
///
/// It is what every stage reads from and writes to: a plain `malloc` block without bounds-checked subscripts, passed
/// `inout` through hot loops. The block always has ``padding`` readable and writable bytes after `capacity`, so that
/// vector code may read past the last byte. The bytes there have no defined value.
@frozen
public struct ByteBuffer: ~Copyable {
  /// Bytes past the capacity that may be read and written by vector code.
  @inlinable public static var padding: Int { 64 }

  /// The first byte. Valid until the next call that may grow the buffer.
  @inlinable public var base: UnsafeMutableRawPointer { block }
  /// The number of bytes in use.
  @inlinable public var count: Int { used }
  /// The number of bytes that fit without growing.
  @inlinable public var capacity: Int { room }

  @usableFromInline var block: UnsafeMutableRawPointer
  @usableFromInline var used: Int
  @usableFromInline var room: Int

  /// An empty buffer with room for `capacity` bytes.
  public init(capacity: Int = 0) {
    self.block = ByteBuffer.allocate(capacity)
    self.used = 0
    self.room = capacity
  }

  /// A buffer that holds a copy of `bytes`.
  public init(copying bytes: UnsafeRawBufferPointer) {
    self.init(capacity: bytes.count)
    append(bytes)
  }

  deinit { free(block) }

  private static func allocate(_ capacity: Int) -> UnsafeMutableRawPointer {
    guard let block = malloc(capacity + ByteBuffer.padding) else { fatalError("out of memory: \(capacity) bytes") }
    return block
  }

  /// The bytes in use. Valid until the next call that changes the buffer, and never beyond the buffer's life: pass a
  /// buffer that a call returns on whole, since `call().bytes` outlives it.
  @inlinable public var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

  /// Whether no byte is in use.
  @inlinable public var isEmpty: Bool { count == 0 }

  /// Makes room for `extra` more bytes; amortised O(1) per byte.
  @inlinable
  public mutating func reserve(_ extra: Int) {
    if count &+ extra > capacity { grow(toHold: count &+ extra) }
  }

  @usableFromInline
  mutating func grow(toHold needed: Int) {
    let larger = max(needed, capacity + capacity / 2, 64)
    guard let moved = realloc(block, larger + ByteBuffer.padding) else {
      fatalError("out of memory: \(larger) bytes")
    }
    block = moved
    room = larger
  }

  /// Appends one byte.
  @inlinable
  public mutating func append(_ byte: UInt8) {
    reserve(1)
    base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
    used &+= 1
  }

  /// Appends a copy of `bytes`, which must not lie inside this buffer.
  @inlinable
  public mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress, bytes.count > 0 else { return }
    reserve(bytes.count)
    memcpy(base + count, start, bytes.count)
    used &+= bytes.count
  }

  /// Appends the bytes of a literal.
  @inlinable
  public mutating func append(_ literal: StaticString) {
    append(UnsafeRawBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }

  /// Appends the UTF-8 bytes of `string`.
  public mutating func append(string: String) {
    var copy = string
    copy.withUTF8 { append(UnsafeRawBufferPointer($0)) }
  }

  /// Appends `value` in little-endian order.
  @inlinable
  public mutating func append<Value: FixedWidthInteger & BitwiseCopyable>(littleEndian value: Value) {
    reserve(MemoryLayout<Value>.size)
    base.storeBytes(of: value.littleEndian, toByteOffset: count, as: Value.self)
    used &+= MemoryLayout<Value>.size
  }

  /// Appends `value` as decimal digits.
  public mutating func append(decimal value: Int) {
    if value < 0 { append(UInt8(ascii: "-")) }
    append(decimal: UInt64(value.magnitude))
  }

  /// Appends `value` as decimal digits.
  public mutating func append(decimal value: UInt64) {
    reserve(20)
    var digits = 1
    var rest = value
    while rest >= 10 {
      rest /= 10
      digits &+= 1
    }
    rest = value
    var at = count &+ digits &- 1
    for _ in 0..<digits {
      base.storeBytes(of: UInt8(truncatingIfNeeded: rest % 10) &+ 0x30, toByteOffset: at, as: UInt8.self)
      rest /= 10
      at &-= 1
    }
    used &+= digits
  }

  /// Gives `body` at least `minimum` writable bytes after the ones in use; `body` returns how many it filled, which
  /// is passed on.
  @inlinable @discardableResult
  public mutating func appendFilling<Failure: Error>(
    atLeast minimum: Int, _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
  ) throws(Failure) -> Int {
    reserve(minimum)
    let filled = try body(UnsafeMutableRawBufferPointer(start: base + count, count: capacity &- count))
    precondition(filled >= 0 && filled <= capacity &- count)
    used &+= filled
    return filled
  }

  /// Forgets every byte and keeps the room.
  @inlinable public mutating func removeAll() { used = 0 }

  /// Keeps the first `length` bytes.
  @inlinable
  public mutating func truncate(to length: Int) {
    precondition(length >= 0 && length <= count)
    used = length
  }

  /// Removes the first `length` bytes, moving the rest to the front.
  public mutating func removeFirst(_ length: Int) {
    precondition(length >= 0 && length <= count)
    memmove(base, base + length, count - length)
    used -= length
  }

  /// Frees room beyond `limit` bytes when the buffer is empty, so that one huge record does not stay in memory.
  public mutating func shrink(to limit: Int) {
    guard isEmpty, capacity > limit else { return }
    free(block)
    block = ByteBuffer.allocate(limit)
    room = limit
  }

  /// Removes all bytes, and frees room beyond `limit` bytes.
  public mutating func empty(keeping limit: Int) {
    removeAll()
    shrink(to: limit)
  }
}

// The block has one owner; moving the owner to another thread moves the block.
extension ByteBuffer: @unchecked Sendable {}
