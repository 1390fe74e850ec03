import QuernBytes
import QuernStreams

/// Finds the connected components of a graph that does not fit into memory, by sorting its edges again and again.
///
/// The alternating algorithm of Kiveris et al., "Connected components in MapReduce and beyond" (SoCC 2014): a large-star
/// step links the larger neighbours of every node to its smallest one, a small-star step the others; after O(log² n)
/// rounds, in practice a handful, every node is linked to the smallest of its component.
public enum ConnectedComponents {
  /// Rounds that no graph of less than 2⁶⁴ nodes needs.
  private static let limit = 10_000

  /// Writes, for every node of the edges in `path` (records with the nodes in `key.high` and `key.low`), its component's
  /// smallest node: sorted runs of (node, smallest node), without the smallest nodes themselves, at `output`.
  ///
  /// Memory is bounded whatever the number of edges; O(e log e) time a round.
  ///
  /// - Parameters:
  ///   - scratch: the path that the names of files for in-between results start with; they are removed.
  ///   - check: called before every round and now and then in it; what it throws ends the work.
  /// - Returns: the file, and the number of rounds.
  public static func find(
    edges path: String, scratch: String, output: String, check: () throws -> Void
  ) throws -> (file: OutputFile, rounds: Int) {
    var source = path
    var before: (count: Int, sum: UInt64)?
    for round in 1...limit {
      let large = "\(scratch)-large-\(round)"
      let small = "\(scratch)-small-\(round)"
      _ = try step(from: source, scratch: scratch, to: large, bothWays: true, check: check)
      if source != path { try FileSystem.remove(source) }
      let now = try step(from: large, scratch: scratch, to: small, bothWays: false, check: check)
      try FileSystem.remove(large)
      source = small
      if let before, before == now { return (try publish(source, scratch: scratch, to: output, check), round) }
      before = now
    }
    fatalError("the components of a graph were not found in \(limit) rounds")
  }

  /// One step: reads edges, sorts them by node and links neighbours.
  /// - Parameter bothWays: true for a large-star step, which sees all neighbours of a node and links the larger ones;
  ///   false for a small-star step, which sees and links the smaller ones.
  /// - Returns: the number of distinct edges written and the sum of their hashes.
  private static func step(
    from source: String, scratch: String, to target: String, bothWays: Bool, check: () throws -> Void
  ) throws -> (count: Int, sum: UInt64) {
    let sorted = "\(scratch)-sorted"
    let writer = try RunWriter(path: sorted)
    var read = 0
    try forEachEdge(of: source, scratch: scratch) { left, right in
      if read % (1 << 14) == 0 { try check() }
      read += 1
      if left == right { return }
      let (low, high) = (min(left, right), max(left, right))
      try writer.add(SortRecord(key: Hash128(high: high, low: low), value: 0))
      if bothWays { try writer.add(SortRecord(key: Hash128(high: low, low: high), value: 0)) }
    }
    _ = try writer.finish()
    let linked = try RunWriter(path: target)
    var count = 0
    var sum: UInt64 = 0
    var node: UInt64?
    var smallest: UInt64 = 0
    func link(_ left: UInt64, _ right: UInt64) throws {
      guard left != right else { return }
      try linked.add(SortRecord(key: Hash128(high: max(left, right), low: min(left, right)), value: 0))
    }
    // Neighbours come in rising order, so the first one is the smallest.
    try forEachEdge(of: sorted, scratch: scratch) { left, right in
      if left != node {
        node = left
        smallest = min(left, right)
        if !bothWays { try link(left, smallest) }
      }
      if bothWays ? right > left : right != smallest { try link(right, smallest) }
    }
    _ = try linked.finish()
    try FileSystem.remove(sorted)
    try forEachEdge(of: target, scratch: scratch) { left, right in
      count += 1
      sum &+= mixBits(mixBits(left) ^ right)
    }
    return (count, sum)
  }

  /// Calls `body` for each distinct edge in order.
  private static func forEachEdge(
    of path: String, scratch: String, _ body: (UInt64, UInt64) throws -> Void
  ) throws {
    let merger = try RunMerger(paths: [path], scratch: "\(scratch)-merge")
    var last: Hash128?
    while let record = try merger.next() {
      if record.key == last { continue }
      last = record.key
      try body(record.key.high, record.key.low)
    }
  }

  private static func publish(
    _ source: String, scratch: String, to output: String, _ check: () throws -> Void
  ) throws -> OutputFile {
    let writer = try RunWriter(path: output)
    try forEachEdge(of: source, scratch: scratch) { node, smallest in
      try writer.add(SortRecord(key: Hash128(high: node, low: smallest), value: 0))
    }
    try FileSystem.remove(source)
    return try writer.finish()
  }
}
