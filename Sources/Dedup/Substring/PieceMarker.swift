import QuernBytes
import QuernStreams

/// Marks pieces of a text so that every window has one of its pieces with the least hash marked. So of two equal windows,
/// wherever they stand, pieces with the same hash are marked.
///
/// This is robust winnowing (Schleimer, Wilkerson, Aiken, "Winnowing: local algorithms for document fingerprinting",
/// SIGMOD 2003): a piece is marked only where the last marked one does not serve the window as well. Of random text one
/// piece in `pieces / 2` is marked, of a run of one byte one in `pieces`. One instance serves one thread; its memory is
/// reused.
public struct PieceMarker: ~Copyable {
  private static let factor: UInt64 = 0x9E6C_63D0_876A_68EF

  private let rule: SubstringRule
  /// `factor` to the power of the bytes of a piece less one.
  private let leaving: UInt64
  /// Hashes of the pieces that may become the least, in rising order of hash and place: a monotonic queue in a ring.
  private var hashes: [UInt64]
  private var places: [Int]

  /// A marker for `rule`.
  public init(_ rule: SubstringRule) {
    self.rule = rule
    var power: UInt64 = 1
    for _ in 1..<max(2, rule.piece) { power = power &* PieceMarker.factor }
    leaving = rule.piece > 1 ? power : 1
    let size = (rule.pieces + 2).nextPowerOf2
    hashes = Array(repeating: 0, count: size)
    places = Array(repeating: 0, count: size)
  }

  /// Calls `mark` with the hash and the offset of every marked piece of `text`, in order; O(n).
  ///
  /// A piece that serves windows with more than one piece of its hash is given twice: such windows may be equal.
  public mutating func mark(
    _ text: UnsafeRawBufferPointer, _ mark: (_ hash: UInt64, _ offset: Int) -> Void
  ) {
    let piece = rule.piece
    let window = rule.pieces
    guard text.count >= rule.bytes, let base = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    let last = text.count &- piece
    let mask = hashes.count &- 1
    let leaving = self.leaving
    var sum: UInt64 = 0
    for at in 0..<(piece &- 1) { sum = sum &* PieceMarker.factor &+ UInt64(base[at]) &+ 1 }
    hashes.withUnsafeMutableBufferPointer { hashes in
      places.withUnsafeMutableBufferPointer { places in
        var head = 0
        var tail = 0
        var marked = Int.min / 2
        var least: UInt64 = 0
        var isDoubled = false
        for at in 0...last {
          sum = sum &* PieceMarker.factor &+ UInt64(base[at &+ piece &- 1]) &+ 1
          let hash = mixBits(sum)
          sum = sum &- leaving &* (UInt64(base[at]) &+ 1)
          // Of equal ones the last stays: it serves the most windows.
          while tail > head && hashes[(tail &- 1) & mask] >= hash { tail &-= 1 }
          hashes[tail & mask] = hash
          places[tail & mask] = at
          tail &+= 1
          if places[head & mask] &+ window <= at { head &+= 1 }
          if at &+ 1 < window { continue }
          if marked &+ window > at && hashes[head & mask] == least {
            // Equal windows that share the piece overlap, so a later piece has its hash: it counts as repeated.
            if places[head & mask] != marked && !isDoubled {
              mark(least, marked)
              isDoubled = true
            }
            continue
          }
          isDoubled = false
          marked = places[head & mask]
          least = hashes[head & mask]
          mark(least, marked)
        }
      }
    }
  }
}

extension Int {
  /// The least power of two that is not smaller.
  fileprivate var nextPowerOf2: Int { self <= 1 ? 1 : 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount) }
}
