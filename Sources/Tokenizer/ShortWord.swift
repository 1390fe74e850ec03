import QuernBytes

/// A run of 1 to 15 bytes in two machine words: the bytes, zeros, and the length in the last byte.
///
/// Different runs give different values. Nearly all pretokens are this short.
struct ShortWord: Equatable, BitwiseCopyable {
  static var longest: Int { 15 }

  var low: UInt64
  var high: UInt64

  @inline(__always)
  init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  /// The `length` bytes at `start` of a text of `count` bytes.
  @inline(__always)
  init(_ bytes: UnsafePointer<UInt8>, _ start: Int, length: Int, count: Int) {
    let bits = UInt64(truncatingIfNeeded: length &<< 3)
    let tag = UInt64(truncatingIfNeeded: length) &<< 56
    if start &+ 16 <= count {
      let raw = UnsafeRawPointer(bytes + start)
      let first = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self))
      if length <= 8 {
        low = first & (UInt64.max &>> (64 &- bits))
        high = tag
      } else {
        low = first
        let second = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        high = (second & (UInt64.max &>> (128 &- bits))) | tag
      }
      return
    }
    low = 0
    high = tag
    var at = length &- 1
    while at >= 8 {
      high |= UInt64(bytes[start &+ at]) &<< UInt64(truncatingIfNeeded: (at &- 8) &<< 3)
      at &-= 1
    }
    while at >= 0 {
      low |= UInt64(bytes[start &+ at]) &<< UInt64(truncatingIfNeeded: at &<< 3)
      at &-= 1
    }
  }

  /// The `length` bytes at `start`, of which 16 may be read: without a branch, since lengths cannot be predicted.
  ///
  /// Of longer runs it makes something that stands for none.
  @inline(__always)
  init(_ bytes: UnsafePointer<UInt8>, _ start: Int, length: Int) {
    let raw = UnsafeRawPointer(bytes + start)
    let inLow = UInt64(truncatingIfNeeded: min(length, 8) &<< 3)
    let inHigh = UInt64(truncatingIfNeeded: min(max(length &- 8, 0), 7) &<< 3)
    low = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self)) & (UInt64.max &>> (64 &- inLow))
    let upper = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    high = (upper & ((1 &<< inHigh) &- 1)) | UInt64(truncatingIfNeeded: min(length, 16)) &<< 56
  }

  /// The number of bytes; 0 marks an empty slot of a table.
  @inline(__always) var length: Int { Int(truncatingIfNeeded: high &>> 56) }

  /// Whether no byte is above 0x7F.
  @inline(__always) var isASCII: Bool { (low & 0x8080_8080_8080_8080) | (high & 0x0080_8080_8080_8080) == 0 }

  /// A well mixed hash.
  @inline(__always) var hash: UInt64 { ShortWord.mix(low, high) }

  @inline(__always)
  static func mix(_ low: UInt64, _ high: UInt64) -> UInt64 {
    let product = (low ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: high ^ 0xBF58_476D_1CE4_E5B9)
    return product.high ^ product.low
  }

  /// Writes the bytes to `out`, which has room for 16.
  @inline(__always)
  func store(to out: UnsafeMutableRawPointer) {
    out.storeBytes(of: low.littleEndian, as: UInt64.self)
    out.storeBytes(of: high.littleEndian, toByteOffset: 8, as: UInt64.self)
  }
}

/// The hash of a byte run of any length; that of ``ShortWord`` for short ones.
@inline(__always)
func hashOfBytes(_ bytes: UnsafePointer<UInt8>, _ start: Int, length: Int, count: Int) -> UInt64 {
  if length <= ShortWord.longest { return ShortWord(bytes, start, length: length, count: count).hash }
  return XXH3.hash64(UnsafeRawBufferPointer(start: bytes + start, count: length))
}
