import CKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension UnsafeRawBufferPointer {
  /// The offset of the first `byte` at or after `start`, or nil; runs at memory speed (`memchr`).
  @inlinable
  public func firstOffset(of byte: UInt8, from start: Int = 0) -> Int? {
    guard let base = baseAddress, start < count else { return nil }
    guard let hit = memchr(base + start, Int32(byte), count &- start) else { return nil }
    return UnsafeRawPointer(hit) - base
  }

  /// The offset of the first `literal` at or after `start`, or nil; linear (`memmem`).
  public func firstOffset(of literal: StaticString, from start: Int = 0) -> Int? {
    guard let base = baseAddress, start < count else { return nil }
    let bytes = base.assumingMemoryBound(to: UInt8.self) + start
    let found = quern_find(bytes, count &- start, literal.utf8Start, literal.utf8CodeUnitCount)
    return found < 0 ? nil : start &+ found
  }

  /// The offset of the last `byte`, or nil.
  @inlinable
  public func lastOffset(of byte: UInt8) -> Int? {
    var at = count &- 1
    while at >= 0 {
      if self[at] == byte { return at }
      at &-= 1
    }
    return nil
  }

  /// How often `byte` occurs; vectorised in C.
  public func occurrences(of byte: UInt8) -> Int {
    guard let base = baseAddress else { return 0 }
    return quern_count_byte(base.assumingMemoryBound(to: UInt8.self), count, byte)
  }

  /// The bytes from `start` to before `end`.
  @inlinable
  public func slice(_ start: Int, _ end: Int) -> UnsafeRawBufferPointer {
    assert(start >= 0 && start <= end && end <= count)
    return UnsafeRawBufferPointer(start: baseAddress.map { $0 + start }, count: end &- start)
  }

  /// Whether the two runs hold the same bytes.
  @inlinable
  public func hasSameBytes(as other: UnsafeRawBufferPointer) -> Bool {
    guard count == other.count else { return false }
    guard count > 0, let left = baseAddress, let right = other.baseAddress else { return true }
    return memcmp(left, right, count) == 0
  }

  /// Whether the bytes are those of `literal`.
  @inlinable
  public func equals(_ literal: StaticString) -> Bool {
    hasSameBytes(as: UnsafeRawBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }

  /// The bytes decoded as UTF-8, each malformed sequence replaced by U+FFFD.
  public var text: String { String(decoding: self, as: UTF8.self) }
}

/// Orders two byte runs as unsigned bytes, a prefix first: the order of file paths in a plan.
public func bytesPrecede(_ left: String, _ right: String) -> Bool {
  left.utf8.lexicographicallyPrecedes(right.utf8)
}
