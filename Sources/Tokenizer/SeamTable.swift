import CKernels
import QuernBytes

/// Pairs of characters that stand next to each other inside some token. Between all others runs a seam.
///
/// No merge ever crosses a seam, whatever the order of merges, because its product would be a token that holds both
/// characters. So what stands on the two sides of a seam can be merged, and remembered, apart from each other: the ids
/// are the same. Text without spaces (Chinese, Japanese, Thai), whose pretokens hardly ever repeat, falls into pieces
/// of one to three characters that repeat all the time.
///
/// One bit for a hash of two characters: two pairs that share a bit only hide a seam. Tokens that begin or end within
/// a character mark the two bytes on both sides of the place instead. Seams between two ASCII characters are not
/// looked for: nearly all of their pairs stand in some token.
struct SeamTable: ~Copyable {
  private let pairs: UnsafeMutablePointer<UInt64>
  private let pairWords: Int
  private let shift: UInt64
  /// A bit for each pair of bytes, 8 KiB.
  private let bytePairs: UnsafeMutablePointer<UInt64>

  /// The seams that tokens `ids` of `store` leave.
  ///
  /// O(bytes of the tokens). Takes at most 1 MiB, some 16 bits for each pair.
  init(_ ids: [UInt32], in store: borrowing TokenStore) {
    var found: [UInt64] = []
    bytePairs = .allocate(capacity: 1024)
    bytePairs.initialize(repeating: 0, count: 1024)
    for id in ids { SeamTable.collect(store[id], &found, bytePairs) }
    var bits: UInt64 = 15
    while bits < 23 && (1 << bits) < found.count * 16 { bits += 1 }
    shift = 64 - bits
    pairWords = 1 << Int(bits - 6)
    pairs = .allocate(capacity: pairWords)
    pairs.initialize(repeating: 0, count: pairWords)
    for pair in found {
      let bit = SeamTable.mix(pair) &>> shift
      pairs[Int(bit &>> 6)] |= 1 &<< (bit & 63)
    }
  }

  deinit {
    pairs.deallocate()
    bytePairs.deallocate()
  }

  /// Adds what stands next to each other in `token`.
  private static func collect(
    _ token: UnsafeRawBufferPointer, _ found: inout [UInt64], _ bytePairs: UnsafeMutablePointer<UInt64>
  ) {
    guard token.count > 1, let base = token.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    var last: UInt32?
    var at = 0
    while at < token.count {
      let scalar = quern_decode(base + at, token.count - at)
      let isWhole = scalar.value != QUERN_MALFORMED
      if at > 0 {
        if isWhole, let last {
          if last | scalar.value >= 0x80 { found.append(UInt64(last) << 32 | UInt64(scalar.value)) }
        } else {
          let pair = Int(base[at - 1]) << 8 | Int(base[at])
          bytePairs[pair >> 6] |= 1 << UInt64(pair & 63)
        }
      }
      last = isWhole ? scalar.value : nil
      at += Int(scalar.length)
    }
  }

  @inline(__always)
  private static func mix(_ pair: UInt64) -> UInt64 { (pair ^ (pair &>> 29)) &* 0x9E37_79B9_7F4A_7C15 }

  /// Whether no token holds the characters `left` and `right`, at least one of them beyond ASCII, side by side.
  ///
  /// - Parameters:
  ///   - left, right: code points, or ``QUERN_MALFORMED``.
  ///   - lastByte, firstByte: the bytes on both sides of the place between them.
  @inline(__always)
  func isSeam(_ left: UInt32, _ right: UInt32, _ lastByte: UInt8, _ firstByte: UInt8) -> Bool {
    let bytes = Int(lastByte) &<< 8 | Int(firstByte)
    let bit = SeamTable.mix(UInt64(left) &<< 32 | UInt64(right)) &>> shift
    let marks =
      (pairs[Int(truncatingIfNeeded: bit &>> 6)] &>> (bit & 63))
      | (bytePairs[bytes &>> 6] &>> UInt64(truncatingIfNeeded: bytes & 63))
    return marks & 1 == 0
  }
}
