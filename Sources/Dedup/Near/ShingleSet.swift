import QuernBytes
import QuernDocuments
import QuernStreams

/// The shingles of a document as verification reads them.
public final class ShingleSet: Sendable {
  /// The document's rank.
  public let rank: KeepRank
  /// Hash of the shingles: equal sets have equal ones.
  public let hash: UInt64
  /// Hashes of the shingles, rising, each once.
  public let shingles: [UInt32]

  init(rank: KeepRank, hash: UInt64, shingles: [UInt32]) {
    self.rank = rank
    self.hash = hash
    self.shingles = shingles
  }

  /// Appends what ``init(bytes:)`` reads: rank, hash (u64 each), then the shingles (u32 each), little-endian.
  public static func append(rank: KeepRank, _ shingles: [UInt32], to buffer: inout ByteBuffer) {
    buffer.append(littleEndian: rank)
    let hash = shingles.withUnsafeBytes { XXH3.hash64($0) }
    buffer.append(littleEndian: hash)
    for shingle in shingles { buffer.append(littleEndian: shingle) }
  }

  /// Reads what ``append(rank:_:to:)`` wrote.
  public convenience init?(bytes: UnsafeRawBufferPointer) {
    guard bytes.count >= 16, bytes.count % 4 == 0 else { return nil }
    self.init(
      rank: UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self)),
      hash: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
      shingles: (4..<bytes.count / 4).map {
        UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self))
      })
  }

  /// The Jaccard similarity of two sets: the shingles that both have, of those that one has; 1 for two empty ones.
  /// O(n + m).
  public func jaccard(_ other: ShingleSet) -> Double {
    if hash == other.hash && shingles.count == other.shingles.count { return 1 }
    return shingles.withUnsafeBufferPointer { left in
      other.shingles.withUnsafeBufferPointer { right in
        var common = 0
        var (at, place) = (0, 0)
        while at < left.count && place < right.count {
          let (one, two) = (left[at], right[place])
          common &+= one == two ? 1 : 0
          at &+= one <= two ? 1 : 0
          place &+= two <= one ? 1 : 0
        }
        let all = left.count + right.count - common
        return all == 0 ? 1 : Double(common) / Double(all)
      }
    }
  }
}

/// Reads sets of shingles, keeps those used last, and remembers similarities of sets that come again and again; one per
/// worker.
public final class ShingleSets {
  private struct Pair: Hashable {
    var left: UInt64
    var right: UInt64
  }

  private let tables: IDTableCache
  private let path: @Sendable (Int) -> String
  private let limit: Int
  private var kept: [UInt64: ShingleSet] = [:]
  private var size = 0
  private var known: [Pair: Double] = [:]
  private var buffer = ByteBuffer()

  /// - Parameters:
  ///   - path: where the sets of a file lie.
  ///   - limit: the most bytes of sets that are kept.
  public init(tables: IDTableCache, limit: Int = 64 << 20, path: @escaping @Sendable (Int) -> String) {
    self.tables = tables
    self.limit = limit
    self.path = path
  }

  /// The set of `document`.
  public func set(of document: DocumentID) throws(StreamError) -> ShingleSet {
    if let set = kept[document.packed] { return set }
    buffer.removeAll()
    let file = document.file
    let path = self.path(file)
    guard try tables.table(file, at: path).append(line: document.line, to: &buffer),
      let set = ShingleSet(bytes: buffer.bytes)
    else {
      throw StreamError(
        .damaged, path: path, message: "has no shingles of line \(document.line + 1)",
        hint: "remove the file and run the same command again")
    }
    size += 4 * set.shingles.count + 64
    if size > limit {
      kept.removeAll(keepingCapacity: true)
      size = 4 * set.shingles.count + 64
    }
    kept[document.packed] = set
    return set
  }

  /// The Jaccard similarity of two documents' sets.
  public func jaccard(_ left: ShingleSet, _ right: ShingleSet) -> Double {
    if left.hash == right.hash { return left.jaccard(right) }
    let pair = Pair(left: min(left.hash, right.hash), right: max(left.hash, right.hash))
    if let found = known[pair] { return found }
    if known.count > 1 << 17 { known.removeAll(keepingCapacity: true) }
    let found = left.jaccard(right)
    known[pair] = found
    return found
  }
}
