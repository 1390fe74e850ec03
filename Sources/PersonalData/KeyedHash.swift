import QuernBytes

/// SipHash-2-4 (Aumasson and Bernstein 2012): a keyed function whose values say nothing about their inputs to those who do
/// not know the key.
struct KeyedHash: Sendable {
  private let key: (UInt64, UInt64)

  /// The function of a key of 128 bits.
  init(_ low: UInt64, _ high: UInt64) { key = (low, high) }

  /// The function of a salt of any length.
  init(salt: [UInt8]) {
    let hash = salt.withUnsafeBytes { XXH3.hash128($0) }
    self.init(hash.low, hash.high)
  }

  /// The value of `bytes`; O(n).
  func callAsFunction(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var state = State(key)
    var at = 0
    while at &+ 8 <= bytes.count {
      state.take(bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self).littleEndian)
      at &+= 8
    }
    var last = UInt64(truncatingIfNeeded: bytes.count) &<< 56
    for place in at..<bytes.count { last |= UInt64(bytes[place]) &<< UInt64(8 &* (place &- at)) }
    state.take(last)
    return state.finish()
  }

  private struct State {
    var v0: UInt64
    var v1: UInt64
    var v2: UInt64
    var v3: UInt64

    init(_ key: (UInt64, UInt64)) {
      // “somepseudorandomlygeneratedbytes”, as the authors chose.
      v0 = 0x736F_6D65_7073_6575 ^ key.0
      v1 = 0x646F_7261_6E64_6F6D ^ key.1
      v2 = 0x6C79_6765_6E65_7261 ^ key.0
      v3 = 0x7465_6462_7974_6573 ^ key.1
    }

    mutating func take(_ word: UInt64) {
      v3 ^= word
      round()
      round()
      v0 ^= word
    }

    mutating func finish() -> UInt64 {
      v2 ^= 0xFF
      for _ in 0..<4 { round() }
      return v0 ^ v1 ^ v2 ^ v3
    }

    private mutating func round() {
      v0 = v0 &+ v1
      v1 = State.rotate(v1, 13) ^ v0
      v0 = State.rotate(v0, 32)
      v2 = v2 &+ v3
      v3 = State.rotate(v3, 16) ^ v2
      v0 = v0 &+ v3
      v3 = State.rotate(v3, 21) ^ v0
      v2 = v2 &+ v1
      v1 = State.rotate(v1, 17) ^ v2
      v2 = State.rotate(v2, 32)
    }

    private static func rotate(_ value: UInt64, _ bits: UInt64) -> UInt64 { value &<< bits | value &>> (64 &- bits) }
  }
}
