import QuernBytes
import QuernDocuments
import QuernStreams
import TestSupport
import Testing

@testable import QuernDedup

@Suite struct PassageTests {
  private let folder = TemporaryFolder()

  private func passages(_ text: String, _ rule: PassageRule) throws -> [(text: String, key: Hash128)] {
    var finder = PassageFinder(rule)
    var found: [(String, Hash128)] = []
    var text = text
    try text.withUTF8 { bytes in
      let raw = UnsafeRawBufferPointer(bytes)
      try finder.forEach(of: raw, seed: 0) { start, end, key in found.append((raw.slice(start, end).text, key)) }
    }
    return found
  }

  @Test func units() throws {
    let lines = PassageRule(unit: .line, leastBytes: 1, isNormalized: false)
    #expect(try passages("one\n\n two \r\nthree", lines).map(\.text) == ["one\n", " two \r\n", "three"])
    #expect(try passages("\n \n", lines).isEmpty && passages("", lines).isEmpty)
    let long = PassageRule(unit: .line, leastBytes: 4, isNormalized: false)
    #expect(try passages("one\n   two\nfour\n", long).map(\.text) == ["four\n"])
    let paragraphs = PassageRule(unit: .paragraph, leastBytes: 1, isNormalized: false)
    #expect(
      try passages("\n\na\nb\n\n \nc\n\nd", paragraphs).map(\.text) == ["\n\na\nb\n\n \n", "c\n\n", "d"])
    let sentences = PassageRule(unit: .sentences, leastBytes: 1, isNormalized: false)
    #expect(try passages("One is. Two was. Three.", sentences).map(\.text) == ["One is. Two was. Three."])
    #expect(try passages("A b. C d. E f. G h.", sentences).map(\.text) == ["A b. C d. E f. ", "C d. E f. G h."])
    #expect(try passages("One is. Two was.", sentences).isEmpty)
  }

  @Test func whatCountsAsEqual() throws {
    func key(_ text: String, normalized: Bool) throws -> Hash128? {
      try passages(text, PassageRule(unit: .line, leastBytes: 1, isNormalized: normalized)).first?.key
    }
    for (one, two, exact) in [
      ("a b", " a b\t", true), ("A  b", "a b", false), ("caf\u{E9}", "CAFE\u{301}", false), ("a\tb", "a b", false),
    ] {
      #expect(try key(one, normalized: true) == key(two, normalized: true), "\(one) and \(two)")
      #expect(try (key(one, normalized: false) == key(two, normalized: false)) == exact, "\(one) and \(two)")
    }
    #expect(try key("a b", normalized: true) != key("ab", normalized: true))
  }

  /// Places of passages by a dictionary.
  private func reference(
    _ records: [SortRecord], _ policy: RepeatedPassages.Policy
  ) -> [Hash128] {
    var going: [Hash128] = []
    for (_, group) in Dictionary(grouping: records, by: \.key) where group.count >= policy.times {
      let places = group.map(\.value).sorted()
      going += places.dropFirst(policy.keepsFirst ? 1 : 0).map { Hash128(high: $0, low: places[0]) }
    }
    return going.sorted()
  }

  @Test(arguments: [(2, true), (2, false), (3, true), (5, false)])
  func whichPassagesGo(times: Int, keepsFirst: Bool) throws {
    var random = RandomGenerator(seed: UInt64(times))
    let policy = RepeatedPassages.Policy(times: times, keepsFirst: keepsFirst)
    for keys in [1, 10, 300, 100_000] {
      let records = (0..<1000).map {
        SortRecord(key: Hash128(high: mixBits(UInt64(random.next(below: keys))), low: 0), value: UInt64($0 * 20))
      }
      let writer = try RunWriter(path: folder.file("runs"), limit: 90)
      for record in records { try writer.add(record) }
      _ = try writer.finish()
      let (outcome, list) = try RepeatedPassages.list(
        from: [folder.file("runs")], policy: policy, scratch: folder.file("scratch"), repeats: folder.file("repeats"),
        places: folder.file("places"), check: {})
      let expected = reference(records, policy)
      let merger = try RunMerger(paths: [folder.file("repeats")], scratch: folder.file("scratch"))
      var found: [Hash128] = []
      while let record = try merger.next() { found.append(record.key) }
      #expect(found == expected && outcome.going == expected.count && outcome.passages == records.count)
      let cursor = try DocumentListCursor<ListedDocument>(path: list.path, input: 0)
      let listed = try cursor.entries(before: DocumentID(packed: .max)).map(\.document.packed)
      #expect(listed == Set(expected.flatMap { [$0.high, $0.low] }).sorted())
    }
  }
}
