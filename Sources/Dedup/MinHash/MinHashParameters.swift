import QuernBytes

/// What a MinHash signature is made of: shingles, hash functions, and the bands in which documents must agree.
public struct MinHashParameters: Sendable, Equatable {
  /// How shingles and signatures are computed.
  public enum Family: String, Sendable {
    /// Ours: runs of letters and digits, composed and case-folded, characters of scripts without spaces each on their
    /// own; 32-bit hashes.
    case quern
    /// datatrove's, bit for bit: `simplify_text`, spaCy's English words, XXH64 of their n-grams, hash functions modulo
    /// 2⁶¹ − 1.
    case datatrove
    /// As ``datatrove`` with the first 64 bits of SHA-1 instead of XXH64, as FineWeb has it.
    case datatroveSHA1
  }

  /// The name of the profile.
  public var name: String
  /// How shingles and signatures are computed.
  public var family: Family
  /// Words of a shingle. A text of fewer words has no shingle and no signature: it is like no other, and equal ones are
  /// found as exact duplicates.
  public var ngram: Int
  /// Bands of a signature: documents that agree in one are candidates.
  public var bands: Int
  /// Hashes of a band.
  public var rows: Int
  /// Chooses the hash functions.
  public var seed: UInt64

  /// Hash functions: one for each row of each band.
  public var functions: Int { bands * rows }

  /// The most hash functions of a signature.
  public static let mostFunctions = 1 << 16

  /// The parameters that tools publish. Only those of datatrove give the signatures of the tool; of the others the n-gram,
  /// bands and rows are taken, with words and hash functions of ours.
  public static let profiles: [MinHashParameters] = [
    MinHashParameters(name: "quern", family: .quern, ngram: 5, bands: 14, rows: 8, seed: 1),
    // datatrove 0.10.1 `MinhashConfig`, and examples/fineweb.py.
    MinHashParameters(name: "datatrove", family: .datatrove, ngram: 5, bands: 14, rows: 8, seed: 1),
    MinHashParameters(name: "fineweb", family: .datatroveSHA1, ngram: 5, bands: 14, rows: 8, seed: 1),
    // RefinedWeb (arXiv 2306.01116), after Lee et al. (arXiv 2107.06499).
    MinHashParameters(name: "refinedweb", family: .quern, ngram: 5, bands: 450, rows: 20, seed: 1),
    // DCLM (arXiv 2406.11794), appendix on deduplication.
    MinHashParameters(name: "dclm", family: .quern, ngram: 5, bands: 93, rows: 15, seed: 1),
    // Dolma 3 (duplodocus).
    MinHashParameters(name: "dolma3", family: .quern, ngram: 5, bands: 26, rows: 11, seed: 1),
  ]

  /// The parameters of a profile, with some of them changed.
  /// - Throws: ``MinHashError`` when there is no such profile, or when a number is out of range.
  public static func named(
    _ name: String, ngram: Int? = nil, bands: Int? = nil, rows: Int? = nil, seed: UInt64? = nil
  ) throws(MinHashError) -> MinHashParameters {
    guard var found = profiles.first(where: { $0.name == name }) else {
      throw MinHashError(
        "there is no profile '\(name)'\(hint(nearestName(to: name, among: profiles.map(\.name))))")
    }
    found.ngram = ngram ?? found.ngram
    found.bands = bands ?? found.bands
    found.rows = rows ?? found.rows
    found.seed = seed ?? found.seed
    guard (1...64).contains(found.ngram) else {
      throw MinHashError("a shingle has 1 to 64 words, not \(found.ngram)")
    }
    guard found.bands > 0, found.rows > 0, found.functions <= mostFunctions else {
      throw MinHashError(
        "\(found.bands) bands of \(found.rows) rows are \(found.functions) hash functions; 1 to \(mostFunctions) are possible"
      )
    }
    guard found.family == .quern || found.seed <= UInt64(UInt32.max) else {
      throw MinHashError("the seed of \(name) is a number of 32 bits, not \(found.seed)")
    }
    return found
  }

  private static func hint(_ name: String?) -> String {
    name.map { "; did you mean '\($0)'?" } ?? "; there are \(profiles.map(\.name).joined(separator: ", "))"
  }
}

/// Parameters that cannot be.
public struct MinHashError: Error, CustomStringConvertible, Equatable {
  public let description: String

  init(_ description: String) { self.description = description }
}
