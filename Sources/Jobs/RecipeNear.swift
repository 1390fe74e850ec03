import QuernJSON

/// How documents that are alike are found.
public struct RecipeNear: Equatable, Sendable {
  /// How documents become clusters of which one stays.
  public enum Cluster: String, CaseIterable, Sendable {
    /// A document goes only if it is alike to the one that stays.
    case star
    /// Documents that are connected by any chain of alike ones form a cluster.
    case components
  }

  /// How often to use what stays of clusters of a size and more.
  public struct Weight: Equatable, Sendable {
    /// Documents of the cluster.
    public var size: Int
    /// How often the one that stays should be used.
    public var weight: Double
  }

  /// Name of the parameters.
  public var profile = "quern"
  /// Words or characters of a shingle; nil for the profile's.
  public var ngram: Int?
  /// Bands of a signature; nil for the profile's.
  public var bands: Int?
  /// Hashes of a band; nil for the profile's.
  public var rows: Int?
  /// Chooses the hash functions; nil for the profile's.
  public var seed: UInt64?
  /// The Jaccard similarity, above 0 and up to 1, from which documents are alike; nil where agreeing in a band is enough.
  public var verifyJaccard: Double? = 0.8
  /// How documents become clusters.
  public var cluster = Cluster.star
  /// Which document of a cluster stays.
  public var keep = RecipeKeep.first
  /// Among which documents duplicates are looked for.
  public var scope = RecipeScope.all
  /// Files whose documents are compared with those of the inputs; those of the inputs go. Where this is not empty, the
  /// documents of the inputs are not compared with each other.
  public var against: [String] = []
  /// How often a document that stays should be used, by the size of its cluster: from a size on, its weight.
  public var weights: [Weight] = []

  /// The defaults.
  public init() {}

  init?(_ node: RecipeNode, _ reader: inout RecipeReader) {
    let keys = [
      "profile", "ngram", "bands", "rows", "seed", "verify_jaccard", "cluster", "keep", "scope", "against", "weights",
    ]
    guard let table = reader.table(node, "near", keys: keys) else { return nil }
    if let node = table["profile"] { profile = reader.text(node, "profile") ?? profile }
    ngram = table["ngram"].flatMap { reader.whole($0, "ngram", in: 1...64) }
    bands = table["bands"].flatMap { reader.whole($0, "bands", in: 1...4096) }
    rows = table["rows"].flatMap { reader.whole($0, "rows", in: 1...256) }
    seed = table["seed"].flatMap { reader.whole($0, "seed", in: 0...UInt64.max) }
    if let node = table["verify_jaccard"] {
      if node.text == "none" {
        verifyJaccard = nil
      } else if let value = reader.number(node, "verify_jaccard") {
        if !(value > 0 && value <= 1) {
          reader.report(node.place, "verify_jaccard must be above 0 and at most 1, or 'none'")
        }
        verifyJaccard = value
      }
    }
    if let node = table["cluster"] { cluster = reader.word(node, "cluster") ?? cluster }
    if let node = table["keep"] { keep = RecipeKeep(node, &reader) ?? keep }
    if let node = table["scope"] { scope = RecipeScope(node, &reader) ?? scope }
    if let node = table["against"] {
      if case .list = node.value {
        against = reader.distinct(node, "against", minimum: 1) { $0.text($1, "a path") } ?? []
      } else if let path = reader.text(node, "against") {
        against = [path]
      }
    }
    if let node = table["weights"] { weights = RecipeNear.weights(node, &reader) }
  }

  private static func weights(_ node: RecipeNode, _ reader: inout RecipeReader) -> [Weight] {
    guard case .table(let entries) = node.value else {
      reader.reportKind(of: node, "weights", expected: "sizes with weights, as {1: 1, 2: 2, 100: 8}")
      return []
    }
    var weights: [Weight] = []
    for entry in entries {
      guard let size = Int(entry.key), size > 0 else {
        reader.report(entry.place, "'\(entry.key)' is no size of a cluster", hint: "write {1: 1, 2: 2, 100: 8}")
        continue
      }
      guard let weight = reader.number(entry.value, "a weight") else { continue }
      if weight < 0 { reader.report(entry.value.place, "a weight must not be below 0") }
      weights.append(Weight(size: size, weight: weight))
    }
    return weights.sorted { $0.size < $1.size }
  }

  /// Writes the section with keys in byte order and defaults filled in.
  func write(into writer: inout JSONWriter) {
    writer.beginObject()
    if !against.isEmpty { writer.member("against", against) }
    if let bands { writer.member("bands", bands) }
    writer.member("cluster", cluster.rawValue)
    writer.key("keep")
    keep.write(into: &writer)
    if let ngram { writer.member("ngram", ngram) }
    writer.member("profile", profile)
    if let rows { writer.member("rows", rows) }
    writer.key("scope")
    scope.write(into: &writer)
    if let seed {
      writer.key("seed")
      writer.number(seed)
    }
    writer.key("verify_jaccard")
    if let verifyJaccard { writer.number(verifyJaccard) } else { writer.string("none") }
    if !weights.isEmpty {
      writer.key("weights")
      writer.beginObject()
      for weight in weights {
        writer.key(name: String(weight.size))
        writer.number(weight.weight)
      }
      writer.endObject()
    }
    writer.endObject()
  }
}
