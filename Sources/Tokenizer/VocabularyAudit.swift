import QuernBytes

/// What a vocabulary tells of itself, without a text: sizes, tokens that nothing becomes, parts of characters, repeats.
public struct VocabularyAudit: Sendable {
  /// Two added tokens of which one holds the other.
  public struct Overlap: Hashable, Sendable {
    /// The longer one.
    public var outer: AddedToken
    /// The one that stands in it.
    public var inner: AddedToken
    /// Where it stands, in bytes.
    public var offset: Int
  }

  /// How many tokens are of one kind.
  public struct KindCount: Hashable, Sendable {
    /// See ``TokenKind/name``.
    public var name: String
    /// Tokens of the kind.
    public var tokens = 0
    /// Those with a space before.
    public var followSpace = 0
  }

  /// Runs of ids without a token.
  public let holes: [ClosedRange<UInt32>]
  /// Tokens that no text becomes; nil where merging does not start from bytes.
  public let reach: TokenReach?
  /// Tokens that are not whole characters, by ``TokenWholeness``; `whole` has no list.
  public let broken: [TokenWholeness: [UInt32]]
  /// Ids with the same bytes, each group in ascending order, the groups in order of their first.
  public let repeated: [[UInt32]]
  /// Ids by falling number of bytes, equal ones in ascending order; the ``listed`` first.
  public let longest: [UInt32]
  /// The same for tokens of nothing but white space.
  public let longestSpaces: [UInt32]
  /// Kinds from frequent to rare, equal ones by name; added tokens left out.
  public let kinds: [KindCount]
  /// Added tokens that hold others, in order of their ids.
  public let overlaps: [Overlap]
  /// Whether the token with this id is a part of some merge.
  public let isPart: [Bool]

  /// How many tokens ``longest`` and ``longestSpaces`` list.
  public static var listed: Int { 20 }

  /// Looks at all tokens: O(bytes of all tokens), well under a second for 200,000.
  public init(_ model: BPEModel) {
    let added = Set(model.addedTokens.map(\.id))
    var holes: [ClosedRange<UInt32>] = []
    var broken: [TokenWholeness: [UInt32]] = [:]
    var kinds: [String: KindCount] = [:]
    var ids: [UInt32] = []
    var spaces: [UInt32] = []
    for id in 0..<UInt32(model.store.count) {
      let bytes = model.store[id]
      if bytes.isEmpty {
        if let last = holes.last, last.upperBound + 1 == id {
          holes[holes.count - 1] = last.lowerBound...id
        } else {
          holes.append(id...id)
        }
        continue
      }
      ids.append(id)
      if added.contains(id) { continue }
      let wholeness = TokenWholeness.of(bytes).wholeness
      if wholeness != .whole { broken[wholeness, default: []].append(id) }
      let kind = TokenKind(bytes)
      kinds[kind.name, default: KindCount(name: kind.name)].tokens += 1
      if kind.followsSpace { kinds[kind.name]!.followSpace += 1 }
      if kind.name == "white space" { spaces.append(id) }
    }
    self.holes = holes
    self.broken = broken
    self.kinds = kinds.values.sorted { ($1.tokens, $0.name) < ($0.tokens, $1.name) }
    reach = model.alphabet == .bytes ? TokenReach(model) : nil
    repeated = VocabularyAudit.repeated(ids, model)
    longest = VocabularyAudit.longest(ids, model)
    longestSpaces = VocabularyAudit.longest(spaces, model)
    overlaps = VocabularyAudit.overlaps(model.addedTokens)
    var isPart = Array(repeating: false, count: model.store.count)
    for merge in model.merges {
      isPart[Int(merge.left)] = true
      isPart[Int(merge.right)] = true
    }
    self.isPart = isPart
  }

  private static func repeated(_ ids: [UInt32], _ model: BPEModel) -> [[UInt32]] {
    var groups: [Hash128: [UInt32]] = [:]
    groups.reserveCapacity(ids.count)
    for id in ids { groups[XXH3.hash128(model.store[id]), default: []].append(id) }
    return groups.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
  }

  private static func longest(_ ids: [UInt32], _ model: BPEModel) -> [UInt32] {
    let sorted = ids.map { (id: $0, count: model.store[$0].count) }
      .sorted { ($1.count, $0.id) < ($0.count, $1.id) }
    return sorted.prefix(listed).map(\.id)
  }

  private static func overlaps(_ tokens: [AddedToken]) -> [Overlap] {
    var overlaps: [Overlap] = []
    let contents = tokens.map { Array($0.content.utf8) }
    for (outer, long) in contents.enumerated() {
      for (inner, short) in contents.enumerated() where short.count < long.count {
        guard let offset = firstOffset(of: short, in: long) else { continue }
        overlaps.append(Overlap(outer: tokens[outer], inner: tokens[inner], offset: offset))
      }
    }
    return overlaps
  }

  private static func firstOffset(of part: [UInt8], in whole: [UInt8]) -> Int? {
    (0...(whole.count - part.count)).first { start in
      whole[start] == part[0] && whole[start..<(start + part.count)].elementsEqual(part)
    }
  }
}
