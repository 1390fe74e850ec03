import QuernBytes
import QuernDocuments
import QuernStreams
import TestSupport
import Testing

@testable import QuernDedup

@Suite struct ConnectedComponentsTests {
  private let folder = TemporaryFolder()

  private func write(_ records: [SortRecord], to name: String) throws -> String {
    let writer = try RunWriter(path: folder.file(name), limit: 100)
    for record in records { try writer.add(record) }
    _ = try writer.finish()
    return folder.file(name)
  }

  private func read(_ path: String) throws -> [SortRecord] {
    let merger = try RunMerger(paths: [path], scratch: folder.file("read"))
    var records: [SortRecord] = []
    while let record = try merger.next() { records.append(record) }
    return records
  }

  /// Union-find in memory: the smallest node of every node's component.
  private func reference(_ edges: [(UInt64, UInt64)]) -> [UInt64: UInt64] {
    var parent: [UInt64: UInt64] = [:]
    func root(_ node: UInt64) -> UInt64 {
      var node = node
      while let up = parent[node], up != node { node = up }
      return node
    }
    for (left, right) in edges {
      parent[left] = parent[left] ?? left
      parent[right] = parent[right] ?? right
      let (one, two) = (root(left), root(right))
      parent[max(one, two)] = min(one, two)
    }
    return Dictionary(uniqueKeysWithValues: parent.keys.map { ($0, root($0)) })
  }

  private func check(_ edges: [(UInt64, UInt64)], most: Int = 40, sourceLocation: SourceLocation = #_sourceLocation)
    throws
  {
    let path = try write(edges.map { SortRecord(key: Hash128(high: $0.0, low: $0.1), value: 0) }, to: "edges")
    let (file, rounds) = try ConnectedComponents.find(
      edges: path, scratch: folder.file("scratch"), output: folder.file("found"), check: {})
    let found = try read(file.path)
    let expected = reference(edges).filter { $0.key != $0.value }
    #expect(found.count == expected.count, sourceLocation: sourceLocation)
    #expect(found.allSatisfy { expected[$0.key.high] == $0.key.low }, sourceLocation: sourceLocation)
    #expect(rounds <= most, "\(rounds) rounds", sourceLocation: sourceLocation)
    #expect(Set(folder.names).isSubset(of: ["edges", "found"]), sourceLocation: sourceLocation)
  }

  @Test func smallGraphs() throws {
    try check([])
    try check([(1, 2)])
    try check([(2, 1), (1, 2), (1, 1)])
    try check([(5, 4), (4, 3), (3, 2), (2, 1)])
    try check([(1, 2), (3, 4), (2, 4), (9, 8)])
  }

  @Test func randomGraphs() throws {
    var random = RandomGenerator(seed: 5)
    for nodes in [10, 100, 1000] {
      for share in [3, 8, 15, 40] {
        try check(
          (0..<nodes * share / 10).map { _ in (UInt64(random.next(below: nodes)), UInt64(random.next(below: nodes))) })
      }
    }
  }

  @Test func longChainsAndStars() throws {
    let count: UInt64 = 3000
    try check((1..<count).map { ($0, $0 - 1) })
    var random = RandomGenerator(seed: 6)
    let names = (0..<count).map { _ in random.next() }
    try check((1..<names.count).map { (names[$0], names[$0 - 1]) })
    try check((1..<count).map { ($0, 0) })
    try check((0..<count).map { ($0, count) })
  }

  @Test func theBestOfEachComponentStays() throws {
    var random = RandomGenerator(seed: 7)
    let nodes = 200
    let edges = (0..<180).map { _ in (UInt64(random.next(below: nodes)), UInt64(random.next(below: nodes))) }
      .filter { $0.0 != $0.1 }
    let ranks = (0..<nodes).map { _ in UInt64(random.next(below: 5)) }
    let similarities = edges.map { _ in Double(random.next(below: 100)) / 100 }
    let both = zip(edges, similarities).flatMap { edge, similarity in
      [(edge.0, edge.1), (edge.1, edge.0)].map {
        SortRecord(key: Hash128(high: $0.0, low: $0.1), value: similarity.bitPattern)
      }
    }
    let path = try write(both, to: "edges")
    let named = Set(edges.flatMap { [$0.0, $0.1] })
    let nodesPath = try write(
      named.map { SortRecord(key: Hash128(high: $0, low: ranks[Int($0)]), value: 0) }, to: "nodes")
    _ = try ConnectedComponents.find(
      edges: path, scratch: folder.file("scratch"), output: folder.file("components"), check: {})
    try ComponentMembers.write(
      components: folder.file("components"), nodes: [nodesPath], scratch: folder.file("scratch"),
      to: folder.file("members"))
    let removals = try RunWriter(path: folder.file("removals"))
    try ComponentMembers.decide(
      members: folder.file("members"), edges: path, scratch: folder.file("scratch"), to: removals)
    _ = try removals.finish()
    let roots = reference(edges)
    var expected: [SortRecord] = []
    for (_, members) in Dictionary(grouping: named, by: { roots[$0]! }) {
      let kept = members.min { (ranks[Int($0)], $0) < (ranks[Int($1)], $1) }!
      for member in members where member != kept {
        let best = zip(edges, similarities).filter { $0.0.0 == member || $0.0.1 == member }.map(\.1).max()!
        expected.append(SortRecord(key: Hash128(high: member, low: kept), value: best.bitPattern))
      }
    }
    #expect(try read(folder.file("removals")) == expected.sorted())
  }

  @Test func ranksOfRecords() throws {
    func score(_ text: String) -> KeepRank { Array(text.utf8).withUnsafeBytes { KeepOrder.rank(ofScore: $0) } }
    func date(_ text: String) -> KeepRank { Array(text.utf8).withUnsafeBytes { KeepOrder.rank(ofDate: $0) } }
    let scores = ["1e9", "12", "3.5", "0.25", "0", "-1", "-7e3", "no number"]
    #expect(scores.map(score) == scores.map(score).sorted() && Set(scores.map(score)).count == scores.count)
    #expect(score("-0") == score("0.0") && score("") == KeepOrder.last && score("nan") == KeepOrder.last)
    let dates = [
      "2026-02-01", "2025-12-31T23:59:59Z", "2025-12-31T23:59:58.500+01:00", "2025-12-31", "1999-01-01T00:00:00Z",
      "soon",
    ]
    #expect(dates.map(date) == dates.map(date).sorted() && Set(dates.map(date)).count == dates.count)
    #expect(date("1700000001") < date("1700000000") && date("") == KeepOrder.last)
  }
}
