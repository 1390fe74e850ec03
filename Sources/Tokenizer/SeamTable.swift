import CKernels
import QuernBytes

/// Pairs of characters that stand next to each other inside some token. Between all others runs a seam.
///
/// No merge ever crosses a seam, whatever the order of merges, because its product would be a token that holds both
/// characters. So what stands on the two sides of a seam can be merged, and remembered, apart from each other: the ids
/// are the same. Text without spaces (Chinese, Japanese, Thai), whose pretokens hardly ever repeat, falls into pieces
/// of one to three characters that repeat all the time.
///
/// One bit for a hash of two characters: two pairs that share a bit only hide a seam. In tokens that begin or end
/// within a character the bytes there count as characters of their own. Seams between two ASCII characters are not
/// looked for: nearly all of their pairs stand in some token.
struct SeamTable: ~Copyable {
  /// What stands between two characters.
  enum Border {
    /// No token holds both.
    case seam
    /// Some token holds both, none holds one and a part of the other, or parts of both.
    case whole
    /// Some token holds a part of one of them and something of the other.
    case torn
  }

  private let pairs: UnsafeMutablePointer<UInt64>
  private let shift: UInt64
  /// A bit for each two bytes at whose border a token is torn, 8 KiB.
  private let tornBytes: UnsafeMutablePointer<UInt64>

  /// The seams that the tokens `ids` of `store` leave.
  ///
  /// O(bytes of the tokens). Takes at most 1 MiB, some 16 bits for each pair.
  init(_ ids: [UInt32], in store: borrowing TokenStore) {
    var found: [UInt64] = []
    tornBytes = .allocate(capacity: 1024)
    tornBytes.initialize(repeating: 0, count: 1024)
    for id in ids { SeamTable.collect(store[id], &found, tornBytes) }
    var bits: UInt64 = 15
    while bits < 23 && (1 << bits) < found.count * 16 { bits += 1 }
    shift = 64 - bits
    pairs = .allocate(capacity: 1 << Int(bits - 6))
    pairs.initialize(repeating: 0, count: 1 << Int(bits - 6))
    for pair in found {
      let bit = SeamTable.mix(pair) &>> shift
      pairs[Int(bit &>> 6)] |= 1 &<< (bit & 63)
    }
  }

  deinit {
    pairs.deallocate()
    tornBytes.deallocate()
  }

  /// A code point, or for a malformed byte a number of its own.
  @inline(__always)
  static func unit(_ scalar: quern_scalar, _ first: UInt8) -> UInt32 {
    scalar.value == QUERN_MALFORMED ? unit(first) : scalar.value
  }

  @inline(__always)
  private static func unit(_ byte: UInt8) -> UInt32 { 1 &<< 21 | UInt32(byte) }

  /// Adds what stands next to each other in `token`.
  private static func collect(
    _ token: UnsafeRawBufferPointer, _ found: inout [UInt64], _ tornBytes: UnsafeMutablePointer<UInt64>
  ) {
    guard token.count > 1, let base = token.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    var last: UInt32 = 0
    var at = 0
    while at < token.count {
      let scalar = quern_decode(base + at, token.count - at)
      let unit = unit(scalar, base[at])
      if at > 0 && last | unit >= 0x80 {
        found.append(UInt64(last) << 32 | UInt64(unit))
        if max(last, unit) > 0x10FFFF {
          let pair = Int(base[at - 1]) << 8 | Int(base[at])
          tornBytes[pair >> 6] |= 1 << UInt64(pair & 63)
        }
      }
      last = unit
      at += Int(scalar.length)
    }
  }

  @inline(__always)
  private static func mix(_ pair: UInt64) -> UInt64 { (pair ^ (pair &>> 29)) &* 0x9E37_79B9_7F4A_7C15 }

  @inline(__always)
  private func holds(_ left: UInt32, _ right: UInt32) -> Bool {
    let bit = SeamTable.mix(UInt64(left) &<< 32 | UInt64(right)) &>> shift
    return (pairs[Int(truncatingIfNeeded: bit &>> 6)] &>> (bit & 63)) & 1 != 0
  }

  /// What stands between the characters `left` and `right`, at least one of them beyond ASCII.
  ///
  /// - Parameters:
  ///   - left, right: as ``unit(_:_:)`` gives them.
  ///   - lastByte, firstByte: the bytes on both sides of the place between them.
  @inline(__always)
  func border(_ left: UInt32, _ right: UInt32, _ lastByte: UInt8, _ firstByte: UInt8) -> Border {
    if isTorn(left, right, lastByte, firstByte) { return .torn }
    return holds(left, right) ? .whole : .seam
  }

  /// Whether some token holds a part of one of the two characters and something of the other.
  @inline(__always)
  func isTorn(_ left: UInt32, _ right: UInt32, _ lastByte: UInt8, _ firstByte: UInt8) -> Bool {
    let bytes = Int(lastByte) &<< 8 | Int(firstByte)
    guard (tornBytes[bytes &>> 6] &>> UInt64(truncatingIfNeeded: bytes & 63)) & 1 != 0 else { return false }
    let last = SeamTable.unit(lastByte)
    let first = SeamTable.unit(firstByte)
    return holds(left, first) || holds(last, right) || holds(last, first)
  }
}
