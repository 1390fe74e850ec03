import CKernels
import QuernBytes

/// What the tokens of a new vocabulary are made of.
public enum TrainingAlphabet: Hashable, Sendable {
  /// All 256 bytes, so that any text has ids.
  case allBytes
  /// The bytes that the words have, and those given: what `initial_alphabet` of the `tokenizers` package leaves.
  ///
  /// Other bytes have no id, and the vocabulary drops them from a text; `tokenizers` does so too.
  case seenBytes([UInt8])
  /// Characters; those that are left out become the tokens `<0x00>` to `<0xFF>` of their bytes.
  case characters(TrainingCharacters)

  var isOfBytes: Bool {
    if case .characters = self { false } else { true }
  }
}

/// Which characters have a token of their own.
public struct TrainingCharacters: Hashable, Sendable {
  /// The share of all characters of the words, from 0 to 1, that must have a token: the most frequent ones do, until the
  /// share is reached. 1 takes all.
  public var coverage: Double
  /// The most characters; the rarest are left out, of equally frequent ones those of higher code point.
  public var limit: Int?
  /// Characters that have a token whether they occur or not.
  public var initial: String

  public init(coverage: Double = 1, limit: Int? = nil, initial: String = "") {
    self.coverage = coverage
    self.limit = limit
    self.initial = initial
  }
}

/// The alphabet of a vocabulary that is trained, in the order of its ids.
enum StartingAlphabet: Sendable {
  case bytes([UInt8])
  /// Code points, and how many characters of the words are none of them.
  case characters([UInt32])

  /// Looks through `words` where that is needed: O(their bytes).
  init<Words: TrainingWords & ~Copyable>(
    _ alphabet: TrainingAlphabet, _ ties: BPETrainer.Ties, _ words: borrowing Words
  ) throws {
    let order = ties == .rustbpe ? Array(0...UInt8.max) : ByteAlphabet.order
    switch alphabet {
    case .allBytes: self = .bytes(order)
    case .seenBytes(let given):
      let seen = TrivialVector<Bool>(repeating: false, count: 256)
      for byte in given { seen[Int(byte)] = true }
      try words.forEachWord { word, _ in
        for byte in word { seen[Int(byte)] = true }
      }
      self = .bytes(order.filter { seen[Int($0)] })
    case .characters(let characters):
      self = .characters(try characters.chosen(from: words))
    }
  }
}

extension TrainingCharacters {
  /// The code points that have a token, in ascending order.
  fileprivate func chosen<Words: TrainingWords & ~Copyable>(from words: borrowing Words) throws -> [UInt32] {
    guard coverage > 0, coverage <= 1 else {
      throw TokenizerError.unsupported("a coverage that is not above 0 and at most 1")
    }
    let counts = TrivialVector<Int64>(repeating: 0, count: 0x110000)
    try words.forEachWord { word, count in
      let bytes = word.baseAddress!.assumingMemoryBound(to: UInt8.self)
      var at = 0
      while at < word.count {
        let scalar = quern_decode(bytes + at, word.count &- at)
        if scalar.value != QUERN_MALFORMED {
          counts[Int(scalar.value)] = try checkedSum(counts[Int(scalar.value)], count)
        }
        at &+= Int(scalar.length)
      }
    }
    let given = Set(initial.unicodeScalars.map(\.value))
    var seen: [(scalar: UInt32, count: Int64)] = []
    var total: Int64 = 0
    for scalar in 0..<UInt32(0x110000) {
      let count = counts[Int(scalar)]
      total = try checkedSum(total, count)
      if count > 0 && !given.contains(scalar) { seen.append((scalar, count)) }
    }
    seen.sort { ($1.count, $0.scalar) < ($0.count, $1.scalar) }
    var covered = given.reduce(Int64(0)) { $0 + counts[Int($1)] }
    var chosen = given.sorted()
    for character in seen {
      if let limit, chosen.count >= limit { break }
      if coverage < 1 && Double(covered) >= coverage * Double(total) { break }
      chosen.append(character.scalar)
      covered += character.count
    }
    return chosen.sorted()
  }
}
