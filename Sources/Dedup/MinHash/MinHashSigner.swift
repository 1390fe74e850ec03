import CKernels
import QuernBytes
import QuernText

/// Computes the signatures and shingles of texts; one instance for each thread, its memory is reused.
public struct MinHashSigner: ~Copyable {
  /// What it computes.
  public let parameters: MinHashParameters
  private var functions: MinHashFunctions
  private var plain: PlainShingles
  private var datatrove: DatatroveShingles
  private var sorter = ShingleSort()

  /// A signer.
  public init(_ parameters: MinHashParameters) {
    self.parameters = parameters
    functions = MinHashFunctions(parameters)
    plain = PlainShingles(parameters.ngram)
    datatrove = DatatroveShingles(parameters.ngram, usesSHA1: parameters.family == .datatroveSHA1)
  }

  /// The instructions that signing uses here.
  public static var instructions: String {
    switch quern_minhash_path() {
    case 2: "AVX-512"
    case 1: "AVX2"
    default: "baseline"
    }
  }

  /// Signs `text`, which is valid UTF-8; false when it has too few words for a shingle.
  ///
  /// O(words · functions).
  /// - Throws: ``TextError`` for a text that ICU cannot normalise.
  public mutating func sign(_ text: UnsafeRawBufferPointer) throws(TextError) -> Bool {
    if parameters.family == .quern {
      try plain.shingle(text)
      if plain.shingles.isEmpty { return false }
      functions.sign(plain.shingles)
    } else {
      datatrove.shingle(text)
      if datatrove.shingles.isEmpty { return false }
      functions.sign(datatrove.shingles)
    }
    return true
  }

  /// Value `index` of the signature of the text that was signed last.
  public func value(_ index: Int) -> UInt64 {
    parameters.family == .quern ? UInt64(functions.least32[index]) : functions.least64[index]
  }

  /// The hash of band `band` of the text that was signed last: equal for equal rows.
  public func bandKey(_ band: Int) -> UInt64 {
    let rows = band * parameters.rows..<(band + 1) * parameters.rows
    return parameters.family == .quern
      ? functions.least32.withUnsafeBytes { XXH3.hash64($0.slice(4 * rows.lowerBound, 4 * rows.upperBound)) }
      : functions.least64.withUnsafeBytes { XXH3.hash64($0.slice(8 * rows.lowerBound, 8 * rows.upperBound)) }
  }

  /// Makes `set` the hashes of the different shingles of `text`, rising; empty when it has too few words for one.
  ///
  /// Two different shingles have the same hash with a probability of 2⁻³².
  public mutating func shingles(
    of text: UnsafeRawBufferPointer, into set: inout [UInt32]
  ) throws(TextError) {
    set.removeAll(keepingCapacity: true)
    if parameters.family == .quern {
      try plain.shingle(text)
      set += plain.shingles
    } else {
      datatrove.shingle(text)
      for shingle in datatrove.shingles { set.append(UInt32(truncatingIfNeeded: mixBits(shingle) >> 32)) }
    }
    sorter.sort(&set)
    var kept = 0
    for index in set.indices where index == 0 || set[index] != set[kept - 1] {
      set[kept] = set[index]
      kept += 1
    }
    set.removeLast(set.count - kept)
  }
}
