import QuernBytes
import QuernJSON
import QuernJobs
import QuernTokenizer

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How much each source or language has to say in what a vocabulary is trained on.
public enum SourceMix: Equatable, Sendable {
  /// Documents count as they are.
  case natural
  /// Sources have these shares, relative to each other.
  case weights([String: Double])
  /// Shares are the natural ones to the power 1 / temperature, so that small ones grow.
  case temperature(Double, of: RecipeTraining.Balance)

  /// What is levelled.
  var key: DocumentSample.Key {
    switch self {
    case .natural: .all
    case .weights, .temperature(_, .source): .source
    case .temperature(_, .language): .language
    }
  }

  /// Writes what the mix is into a key.
  func write(into writer: inout JSONWriter) {
    switch self {
    case .natural: writer.null()
    case .temperature(let temperature, let balance):
      writer.string(balance.rawValue)
      writer.number(temperature)
    case .weights(let weights):
      writer.beginObject()
      for (name, weight) in weights.sorted(by: { bytesPrecede($0.key, $1.key) }) {
        writer.key(name: name)
        writer.number(weight)
      }
      writer.endObject()
    }
  }

  /// The shares, adding up to 1, of the names that have any text.
  /// - Parameter sizes: bytes of text by name.
  /// - Throws: ``JobError`` when a source has no weight.
  func shares(of sizes: [String: Double]) throws(JobError) -> [String: Double] {
    // In the order of names, so that sums are the same whatever order a dictionary has.
    let named = sizes.filter { $0.value > 0 }.sorted { bytesPrecede($0.key, $1.key) }
    let whole = named.reduce(0) { $0 + $1.value }
    var shares: [(name: String, share: Double)] = []
    for (name, size) in named {
      switch self {
      case .natural: shares.append((name, size))
      case .weights(let weights):
        guard let weight = weights[name] else { throw SourceMix.missing(name, among: weights) }
        shares.append((name, weight))
      case .temperature(let temperature, _): shares.append((name, pow(size / whole, 1 / temperature)))
      }
    }
    let sum = shares.reduce(0) { $0 + $1.share }
    return Dictionary(uniqueKeysWithValues: shares.map { ($0.name, $0.share / sum) })
  }

  /// What of the mix has no effect on words of `groups`.
  func warnings(for groups: [WordGroup]) -> [String] {
    switch self {
    case .natural: return []
    case .weights(let weights):
      return Set(weights.keys).subtracting(groups.map(\.source)).sorted(by: bytesPrecede).map {
        "the source '\($0)' has a weight, but no text"
      }
    case .temperature(_, let balance):
      let names = Set(groups.map { key.name(of: $0) })
      guard let name = names.first, names.count == 1 else { return [] }
      return ["the temperature changes nothing: all text is of the \(balance.rawValue) '\(oneLine(name))'"]
    }
  }

  /// The failure of a source that weights do not name.
  static func missing(_ name: String, among weights: [String: Double]) -> JobError {
    let known = weights.keys.sorted(by: bytesPrecede)
    return JobError(
      .usage,
      "the source '\(oneLine(name))' has no weight, though \(known.joined(separator: ", ")) "
        + "\(known.count == 1 ? "has" : "have"): weigh all sources or none; documents name their source in the field "
        + "'source' or that of --source, those that do not are of the source '\(WordSource.unnamed)'")
  }

  /// Refuses a source that the weights do not name, as soon as it is met.
  func check(_ source: String) throws(JobError) {
    if case .weights(let weights) = self, weights[source] == nil {
      throw SourceMix.missing(source, among: weights)
    }
  }
}

/// What the words of a group are taken times.
public struct GroupWeight: Equatable, Sendable {
  /// The documents that are meant.
  public var group: WordGroup
  /// Bytes of their text that were counted.
  public var bytes: Int
  /// The multiplier in units of 2^-16.
  public var units: Int64

  /// The multiplier.
  public var multiplier: Double { Double(units) / Double(WeightedWords.one) }

  /// The largest multiplier.
  static let most = 1 << 16
}

extension SourceMix {
  /// A group of words with what was counted of it.
  struct Counted {
    var group: WordGroup
    /// Bytes of text.
    var bytes: Int
    /// Occurrences of words.
    var words: Int
  }

  /// The weight of each group, in the same order; nil when all are the same, so that plain counts do.
  ///
  /// A group's multiplier is the target share of its source or language over the natural one, over the rate at which it
  /// was sampled; scaled so that the sum of all counts stays about the same, and rounded to a multiple of 2^-16, but
  /// never to 0.
  /// - Parameter sample: what part of the documents was counted; natural shares are those before.
  func weights(of counted: [Counted], sample: DocumentSample?) throws(JobError) -> [GroupWeight]? {
    let rates = counted.map { max(sample?.rate(of: $0.group) ?? 1, 1e-18) }
    // Added up in an order of its own, so that the sums are the same for whatever order of groups.
    let order = counted.indices.sorted { left, right in
      let (left, right) = (counted[left].group, counted[right].group)
      return left.source.utf8.elementsEqual(right.source.utf8)
        ? bytesPrecede(left.language, right.language) : bytesPrecede(left.source, right.source)
    }
    var natural: [String: Double] = [:]
    for at in order { natural[key.name(of: counted[at].group), default: 0] += Double(counted[at].bytes) / rates[at] }
    let shares = try self.shares(of: natural)
    let ratios = counted.indices.map { at -> Double in
      let name = key.name(of: counted[at].group)
      guard counted[at].bytes > 0, let share = shares[name], let size = natural[name] else { return 0 }
      return share / size / rates[at]
    }
    let words = order.reduce(0) { $0 + Double(counted[$1].words) }
    let weighted = order.reduce(0) { $0 + Double(counted[$1].words) * ratios[$1] }
    var weights: [GroupWeight] = []
    for (part, ratio) in zip(counted, ratios) {
      let multiplier = weighted > 0 ? ratio * (words / weighted) : 1
      guard multiplier <= Double(GroupWeight.most) else {
        throw JobError(
          .usage,
          "the text of source '\(oneLine(part.group.source))' and language '\(oneLine(part.group.language))' would count "
            + "\(Int(min(multiplier, 1e15))) times, more than \(GroupWeight.most): give it less weight or more text")
      }
      weights.append(
        GroupWeight(
          group: part.group, bytes: part.bytes, units: max(1, Int64((multiplier * Double(WeightedWords.one)).rounded()))
        ))
    }
    let used = weights.filter { $0.bytes > 0 }
    return used.allSatisfy { $0.units == used[0].units } ? nil : weights
  }
}
