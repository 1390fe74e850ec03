import CXXHash

/// A 128-bit hash value; comparison is by `high`, then `low`.
public struct Hash128: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The upper 64 bits.
  public var high: UInt64
  /// The lower 64 bits.
  public var low: UInt64

  /// The hash with these halves.
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  @inlinable
  public static func < (left: Hash128, right: Hash128) -> Bool {
    left.high != right.high ? left.high < right.high : left.low < right.low
  }

  /// The 32 lower-case hexadecimal digits that `xxhsum -H2` prints.
  public var hex: String { Hash128.hex(high) + Hash128.hex(low) }

  /// Reads the 32 hexadecimal digits that ``hex`` gives.
  public init?(hex digits: String) {
    // A sign is no digit, though `UInt64` reads one.
    guard digits.utf8.count == 32, digits.allSatisfy(\.isHexDigit), let high = UInt64(digits.prefix(16), radix: 16),
      let low = UInt64(digits.suffix(16), radix: 16)
    else { return nil }
    self.init(high: high, low: low)
  }

  private static func hex(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// XXH3 (xxHash 0.8) of whole byte runs.
public enum XXH3 {
  /// The 64-bit hash of `bytes`; about 10 GB/s on long runs.
  public static func hash64(_ bytes: UnsafeRawBufferPointer, seed: UInt64 = 0) -> UInt64 {
    XXH3_64bits_withSeed(bytes.baseAddress, bytes.count, seed)
  }

  /// The 128-bit hash of `bytes`.
  public static func hash128(_ bytes: UnsafeRawBufferPointer, seed: UInt64 = 0) -> Hash128 {
    let hash = XXH3_128bits_withSeed(bytes.baseAddress, bytes.count, seed)
    return Hash128(high: hash.high64, low: hash.low64)
  }
}

/// XXH64 (xxHash), the older 64-bit hash that other tools use.
public enum XXH64 {
  /// The hash of `bytes`.
  @inline(__always)
  public static func hash(_ bytes: UnsafeRawBufferPointer, seed: UInt64 = 0) -> UInt64 {
    CXXHash.XXH64(bytes.baseAddress, bytes.count, seed)
  }
}

/// XXH3-128 of a stream of bytes, taken piece by piece.
public struct StreamHasher: ~Copyable {
  private let state: OpaquePointer

  /// A hasher that has seen nothing.
  public init() {
    state = XXH3_createState()
    XXH3_128bits_reset(state)
  }

  deinit { XXH3_freeState(state) }

  /// Adds `bytes` to what is hashed.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count > 0 else { return }
    XXH3_128bits_update(state, bytes.baseAddress, bytes.count)
  }

  /// The hash of all bytes so far; more may follow.
  public func digest() -> Hash128 {
    let hash = XXH3_128bits_digest(state)
    return Hash128(high: hash.high64, low: hash.low64)
  }
}

extension StreamHasher: @unchecked Sendable {}

/// Mixes the bits of a 64-bit integer (the finaliser of SplitMix64); a bijection, so distinct inputs stay distinct.
@inlinable
public func mixBits(_ value: UInt64) -> UInt64 {
  var z = value &+ 0x9E37_79B9_7F4A_7C15
  z = (z ^ (z &>> 30)) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z &>> 27)) &* 0x94D0_49BB_1331_11EB
  return z ^ (z &>> 31)
}

/// A key for `(seed, document)`: the same for any order of work, used to sample documents.
@inlinable
public func documentKey(seed: UInt64, document: UInt64) -> UInt64 {
  mixBits(mixBits(seed) ^ document)
}
