import QuernBytes
import QuernDocuments
import QuernStreams
import TestSupport
import Testing

@testable import QuernDedup

@Suite struct CandidatePairsTests {
  private let folder = TemporaryFolder()

  /// A document, its rank and its bands.
  private struct Signed {
    var document: DocumentID
    var rank: UInt64
    var bands: [UInt64]
  }

  /// What the sorted files give: for each document in order the others it is compared with.
  private func pairs(
    _ documents: [Signed], limit: Int = 1 << 20, firstReference: Int? = nil
  ) throws -> (found: [Candidates], outcome: CandidatePairs.Outcome, listed: [DocumentID]) {
    let writer = try RunWriter(path: folder.file("bands"), limit: limit)
    for document in documents {
      for band in document.bands {
        try writer.add(SortRecord(key: Hash128(high: band, low: document.rank), value: document.document.packed))
      }
    }
    _ = try writer.finish()
    let (outcome, _) = try CandidatePairs.list(
      from: [folder.file("bands")], scratch: folder.file("scratch"), pairs: folder.file("pairs"),
      documents: folder.file("documents.runs"), firstReference: firstReference, check: {})
    let reader = try PairReader(path: folder.file("pairs"), scratch: folder.file("scratch"))
    var found: [Candidates] = []
    while let next = try reader.nextDocument() { found.append(next) }
    _ = try CandidatePairs.writeDocuments(
      from: folder.file("documents.runs"), scratch: folder.file("scratch"), to: folder.file("list"), check: {})
    var listed: [DocumentID] = []
    for file in 0..<10 {
      let cursor = try DocumentListCursor<ListedDocument>(path: folder.file("list"), input: file)
      listed += try cursor.entries(before: DocumentID(file: file, line: 1 << 30)).map(\.document)
    }
    return (found, outcome, listed)
  }

  @Test(arguments: [(1 << 20, 30), (7, 30), (100, 5), (100, 1)])
  func everyPairOfSmallGroups(limit: Int, keys: Int) throws {
    var random = RandomGenerator(seed: UInt64(limit + keys))
    var documents: [Signed] = []
    for line in 0..<(keys * 8) {
      let bands = Set((0..<2).map { _ in UInt64(random.next(below: keys * 2)) })
      documents.append(
        Signed(
          document: DocumentID(file: line % 3, line: line), rank: UInt64(random.next(below: 3)),
          bands: bands.sorted()))
    }
    let (found, outcome, listed) = try pairs(documents, limit: limit)
    func precedes(_ left: Signed, _ right: Signed) -> Bool {
      (left.rank, left.document.packed) < (right.rank, right.document.packed)
    }
    var expected: [DocumentID: [DocumentID]] = [:]
    var inPairs: Set<DocumentID> = []
    for right in documents {
      for left in documents where precedes(left, right) && !Set(left.bands).isDisjoint(with: right.bands) {
        expected[right.document, default: []].append(left.document)
        inPairs.formUnion([left.document, right.document])
      }
    }
    #expect(outcome.cutGroups == 0 && outcome.largestGroup <= 2 * CandidatePairs.reach + 1)
    #expect(listed == inPairs.sorted())
    #expect(found.count == expected.count)
    for candidates in found { #expect(candidates.others == expected[candidates.document]?.sorted()) }
    let order = found.map { ($0.rank, $0.document.packed) }
    #expect(zip(order, order.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test func hugeGroupsStayLinear() throws {
    let count = 20_000
    let documents = (0..<count).map { Signed(document: DocumentID(file: 0, line: $0), rank: 0, bands: [1, 2, 3]) }
    let (found, outcome, listed) = try pairs(documents)
    #expect(outcome.bands == 3 * count && outcome.groups == 3 && outcome.cutGroups == 3)
    #expect(outcome.largestGroup == count && listed.count == count && found.count == count - 1)
    #expect(outcome.pairs <= 3 * (CandidatePairs.fewBest + CandidatePairs.fewLast) * count + 3 * 600)
    #expect(found.allSatisfy { $0.others.count <= 2 * CandidatePairs.reach && $0.others[0].line == 0 })
    // All are copies of the first: one stays.
    var stars = StarClusters()
    for candidates in found {
      let pairs = candidates.others.map { AlikePair(document: candidates.document, other: $0, similarity: 1) }
      #expect(stars.decide(pairs)?.other.line == 0)
    }
    #expect(!stars.goes(DocumentID(file: 0, line: 0)) && stars.goes(DocumentID(file: 0, line: count - 1)))
  }

  @Test func referencesNeverGo() throws {
    let documents = [
      Signed(document: DocumentID(file: 0, line: 0), rank: 1, bands: [1, 2]),
      Signed(document: DocumentID(file: 0, line: 1), rank: 1, bands: [1]),
      Signed(document: DocumentID(file: 5, line: 0), rank: 0, bands: [1]),
      Signed(document: DocumentID(file: 5, line: 1), rank: 0, bands: [1, 3]),
      Signed(document: DocumentID(file: 0, line: 2), rank: 1, bands: [2]),
    ]
    let found = try pairs(documents, firstReference: 5).found
    #expect(found.map(\.document) == [DocumentID(file: 0, line: 0), DocumentID(file: 0, line: 1)])
    #expect(found.allSatisfy { $0.others == [DocumentID(file: 5, line: 0), DocumentID(file: 5, line: 1)] })
  }

  @Test func nothingToFind() throws {
    let (found, outcome, listed) = try pairs([])
    #expect(found.isEmpty && listed.isEmpty && outcome.pairs == 0 && outcome.largestGroup == 0)
  }

  @Test func starsAreLikeWhatStays() {
    func id(_ line: Int) -> DocumentID { DocumentID(file: 0, line: line) }
    var stars = StarClusters()
    // 1 is like 0, 2 is like 1 only, 3 is like 2 and, a little less, like 0.
    #expect(stars.decide([AlikePair(document: id(1), other: id(0), similarity: 0.9)])?.other == id(0))
    #expect(stars.decide([AlikePair(document: id(2), other: id(1), similarity: 0.95)]) == nil)
    let third = stars.decide([
      AlikePair(document: id(3), other: id(0), similarity: 0.8),
      AlikePair(document: id(3), other: id(2), similarity: 0.85),
    ])
    #expect(third?.other == id(2))
    // Of equally similar ones the first.
    let fourth = stars.decide([
      AlikePair(document: id(4), other: id(0), similarity: 0.9),
      AlikePair(document: id(4), other: id(2), similarity: 0.9),
    ])
    #expect(fourth?.other == id(0))
    #expect(!stars.goes(id(2)) && stars.goes(id(1)) && !stars.goes(DocumentID(file: 1, line: 1)))
  }

  @Test func jaccardOfSets() {
    var random = RandomGenerator(seed: 4)
    func set(_ values: Set<UInt32>) -> ShingleSet? {
      var bytes = ByteBuffer()
      ShingleSet.append(rank: 7, values.sorted(), to: &bytes)
      return ShingleSet(bytes: bytes.bytes)
    }
    for size in [0, 1, 5, 100] {
      for _ in 0..<20 {
        let left = Set((0..<size).map { _ in UInt32(random.next(below: 2 * size)) })
        let right = Set((0..<random.next(below: size + 1)).map { _ in UInt32(random.next(below: 2 * size)) })
        let union = left.union(right).count
        let expected = union == 0 ? 1 : Double(left.intersection(right).count) / Double(union)
        #expect(set(left)?.jaccard(set(right)!) == expected)
        #expect(set(left)?.rank == 7 && set(left)?.shingles == left.sorted())
      }
    }
    withUnsafeBytes(of: (1, 2)) {
      #expect(ShingleSet(bytes: $0.slice(0, 15)) == nil && ShingleSet(bytes: $0.slice(0, 10)) == nil)
    }
  }
}
