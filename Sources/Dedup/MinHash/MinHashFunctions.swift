import CKernels
import QuernBytes

/// The hash functions of a signature, and the least values that they take over a set of shingles.
struct MinHashFunctions: ~Copyable {
  private static let prime: UInt64 = 1 << 61 - 1

  let count: Int
  private let isNarrow: Bool
  private let path: Int32
  private var narrow: (a: [UInt32], b: [UInt32]) = ([], [])
  private var wide: (a: [UInt64], b: [UInt64]) = ([], [])
  /// The signature of the last call; of `quern` 32 bits each.
  private(set) var least32: [UInt32] = []
  private(set) var least64: [UInt64] = []

  /// - Parameter path: the instructions to use, at most those that there are; see `quern_minhash_path`.
  init(_ parameters: MinHashParameters, path: Int32 = quern_minhash_path()) {
    count = parameters.functions
    isNarrow = parameters.family == .quern
    self.path = path
    // The kernels work on whole vectors.
    let padded = (count + 7) / 8 * 8
    if isNarrow {
      var random = RandomGenerator(seed: parameters.seed)
      for _ in 0..<padded {
        let bits = random.next()
        narrow.a.append(UInt32(truncatingIfNeeded: bits) | 1)
        narrow.b.append(UInt32(truncatingIfNeeded: bits >> 32))
      }
      least32 = Array(repeating: .max, count: padded)
    } else {
      var random = MersenneTwister(seed: UInt32(truncatingIfNeeded: parameters.seed))
      for _ in 0..<count { wide.a.append(random.next(from: 1, below: MinHashFunctions.prime)) }
      for _ in 0..<count { wide.b.append(random.next(from: 0, below: MinHashFunctions.prime)) }
      wide.a += Array(repeating: 0, count: padded - count)
      wide.b += Array(repeating: 0, count: padded - count)
      least64 = Array(repeating: .max, count: padded)
    }
  }

  /// Makes the signature that of `shingles`.
  mutating func sign(_ shingles: [UInt32]) {
    for index in least32.indices { least32[index] = .max }
    let padded = least32.count
    let (a, b) = narrow
    least32.withUnsafeMutableBufferPointer { least in
      quern_minhash_32(shingles, shingles.count, a, b, least.baseAddress!, padded, path)
    }
  }

  /// Makes the signature that of `shingles`.
  mutating func sign(_ shingles: [UInt64]) {
    // Above what any function gives, and still no negative number.
    for index in least64.indices { least64[index] = UInt64(Int64.max) }
    let padded = least64.count
    let (a, b) = wide
    least64.withUnsafeMutableBufferPointer { least in
      quern_minhash_61(shingles, shingles.count, a, b, least.baseAddress!, padded, path)
    }
  }
}
