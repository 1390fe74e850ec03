import CKernels
import QuernBytes
import QuernJSON
import QuernStreams
import TestSupport
import Testing

@testable import QuernDedup

@Suite struct MinHashTests {
  /// The rows of a compressed golden file.
  private func rows(_ name: String, _ body: (JSONNode) throws -> Void) throws {
    guard let path = SharedData.path("golden/cleaning/\(name)") else { return }
    try rows(at: path, body)
  }

  private func rows(at path: String, _ body: (JSONNode) throws -> Void) throws {
    let reader = try LineBlockReader(path: path, maxLine: 1 << 30)
    let block = LineBlock()
    while reader.next(into: block) {
      var start = 0
      let bytes = block.buffer.bytes
      while start < bytes.count {
        let end = bytes.firstOffset(of: 0x0A, from: start) ?? bytes.count
        try body(try JSONDocument(ByteBuffer(copying: bytes.slice(start, end))).root)
        start = end + 1
      }
    }
  }

  /// The signature that the reference gives, band by band; empty where it has none.
  private func signature(_ node: JSONNode?) -> [UInt64] {
    var values: [UInt64] = []
    for band in node?.elements ?? JSONElements.none {
      for value in band.elements { values.append(UInt64(value.int ?? -1)) }
    }
    return values
  }

  private func sign(_ signer: inout MinHashSigner, _ text: String) throws -> [UInt64] {
    var text = text
    return try text.withUTF8 { bytes in
      guard try signer.sign(UnsafeRawBufferPointer(bytes)) else { return [] }
      return (0..<signer.parameters.functions).map { signer.value($0) }
    }
  }

  @Test func coefficientsOfNumPy() {
    var random = MersenneTwister(seed: 1)
    let a = (0..<112).map { _ in random.next(from: 1, below: 1 << 61 - 1) }
    let b = (0..<112).map { _ in random.next(from: 0, below: 1 << 61 - 1) }
    #expect(
      Array(a.prefix(4)) == [775169054918279404, 1758426461858698313, 2109959069025162, 965365488286768774])
    #expect(a[111] == 223865076026037746 && b[111] == 1097409548522419201)
    #expect(Array(b.prefix(2)) == [1062448801025099917, 1324811268927594100])
  }

  @Test func signaturesOfDatatrove() throws {
    var xxh64 = MinHashSigner(try .named("datatrove"))
    var sha1 = MinHashSigner(try .named("fineweb"))
    var simplifier = SimplifiedText()
    var compared = 0
    try rows("datatrove.jsonl.zst") { row in
      guard let text = row["text"]?.string, row["simplified"]?.string != nil else { return }
      var copy = text
      var simplified = ByteBuffer()
      copy.withUTF8 { simplifier.simplify(UnsafeRawBufferPointer($0), into: &simplified) }
      let expected = row["simplified"]?.string ?? ""
      let id = row["id"]?.string ?? ""
      #expect(simplified.bytes.text.utf8.elementsEqual(expected.utf8), "\(id)")
      let signatures = [try sign(&xxh64, text), try sign(&sha1, text)]
      #expect(signatures[0] == signature(row["minhash"]?["xxh64"]?["sig"]), "\(id)")
      #expect(signatures[1] == signature(row["minhash"]?["sha1_64"]?["sig"]), "\(id)")
      compared += 1
    }
    #expect(compared == 0 || compared > 400)
  }

  @Test func kernelsAgree() {
    var random = RandomGenerator(seed: 3)
    for functions in [8, 16, 24, 40, 112, 128, 200] {
      for count in [0, 1, 3, 100] {
        let wide = (0..<count).map { _ in random.next() }
        let narrow = wide.map { UInt32(truncatingIfNeeded: $0) }
        let a = (0..<functions).map { _ in random.next() >> 3 }
        let b = (0..<functions).map { _ in random.next() >> 3 }
        let (a32, b32) = (a.map { UInt32(truncatingIfNeeded: $0) }, b.map { UInt32(truncatingIfNeeded: $0) })
        let prime: UInt64 = 1 << 61 - 1
        let expected64 = (0..<functions).map { at in
          wide.map { (a[at] &* $0 &+ b[at]) % prime }.min() ?? UInt64(Int64.max)
        }
        let expected32 = (0..<functions).map { at in narrow.map { a32[at] &* $0 &+ b32[at] }.min() ?? .max }
        for path in 0...quern_minhash_path() {
          var least64 = Array(repeating: UInt64(Int64.max), count: functions)
          quern_minhash_61(wide, count, a, b, &least64, functions, path)
          #expect(least64 == expected64, "\(functions) functions, \(count) values, path \(path)")
          var least32 = Array(repeating: UInt32.max, count: functions)
          quern_minhash_32(narrow, count, a32, b32, &least32, functions, path)
          #expect(least32 == expected32, "\(functions) functions, \(count) values, path \(path)")
        }
      }
    }
  }

  @Test func primesAndEdgesOfTheModulus() {
    let prime: UInt64 = 1 << 61 - 1
    let values = [0, 1, prime - 1, prime, prime + 1, 2 * prime - 1, 2 * prime, 7 * prime, 8 * prime + 7, .max]
    for value in values {
      for path in 0...quern_minhash_path() {
        var least = Array(repeating: UInt64(Int64.max), count: 16)
        quern_minhash_61([value], 1, Array(repeating: 1, count: 16), Array(repeating: 0, count: 16), &least, 16, path)
        #expect(least.allSatisfy { $0 == value % prime }, "\(value), path \(path)")
      }
    }
  }

  @Test func digestsOfSHA1() {
    // FIPS 180-4's examples: "abc" is a9993e36 4706816a …
    func digest(_ text: String) -> UInt64 {
      var text = text
      return text.withUTF8 { quern_sha1_64($0.baseAddress, $0.count) }
    }
    #expect(digest("abc") == 0x6A81_0647_363E_99A9)
    #expect(digest("") == 0x0D4B_6B5E_EEA3_39DA)
    #expect(
      digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") == 0x6ED23B1C443E9884)
    // One length after the other across the border of a block.
    var seen: Set<UInt64> = []
    for length in 0..<200 { #expect(seen.insert(digest(String(repeating: "a", count: length))).inserted) }
  }

  @Test func ownWords() throws {
    var signer = MinHashSigner(try .named("quern", ngram: 2))
    func shingles(_ text: String) throws -> Set<UInt32> {
      var set: [UInt32] = []
      var text = text
      try text.withUTF8 { try signer.shingles(of: UnsafeRawBufferPointer($0), into: &set) }
      #expect(set == set.sorted() && Set(set).count == set.count)
      return Set(set)
    }
    let plain = try shingles("one two three")
    #expect(plain.count == 2)
    for same in ["One, TWO… three!", "one\n\ntwo \u{3000} three", "one-two_three"] {
      #expect(try shingles(same) == plain, "\(same)")
    }
    #expect(try shingles("caf\u{E9} au lait") == shingles("CAFE\u{301} au lait"))
    #expect(try shingles("caf\u{E9} au lait") != shingles("cafe au lait"))
    // Every Chinese character is a word.
    #expect(try shingles("今天天气").count == 3)
    #expect(try shingles("word").isEmpty && shingles("").isEmpty && shingles("…!").isEmpty)
    #expect(try shingles("a a a a a a").count == 1)
  }

  @Test func shinglesAreSorted() {
    var random = RandomGenerator(seed: 12)
    var sorter = ShingleSort()
    for count in [0, 1, 127, 128, 129, 5000, 300] {
      for mask: UInt32 in [.max, 0xFF, 0xFF00_0000, 0] {
        var values = (0..<count).map { _ in UInt32(truncatingIfNeeded: random.next()) & mask }
        let expected = values.sorted()
        sorter.sort(&values)
        #expect(values == expected)
      }
    }
  }

  /// datatrove's signatures of real pages.
  @Test func signaturesOfPages() throws {
    guard let path = SharedData.path("data/corpus/web_dev.jsonl.zst") else { return }
    var texts: [String: String] = [:]
    try rows(at: path) { row in if let id = row["id"]?.string { texts[id] = row["text"]?.string } }
    var signer = MinHashSigner(try .named("datatrove"))
    var compared = 0
    try rows("web_dev_en.jsonl.zst") { row in
      guard let id = row["id"]?.string, let text = texts[id] else { return }
      let signature = try sign(&signer, text)
      #expect(signature == self.signature(row["minhash"]), "\(id)")
      compared += 1
    }
    #expect(compared > 700)
  }

  @Test func profilesAndMistakes() throws {
    for profile in MinHashParameters.profiles {
      #expect(try MinHashParameters.named(profile.name) == profile)
    }
    #expect(try MinHashParameters.named("datatrove", bands: 20, rows: 5, seed: 9).functions == 100)
    for (name, part) in [("datatrov", "did you mean 'datatrove'"), ("x", "there is no profile 'x'")] {
      #expect {
        try MinHashParameters.named(name)
      } throws: {
        "\($0)".contains(part)
      }
    }
    #expect(throws: MinHashError.self) { try MinHashParameters.named("quern", ngram: 0) }
    #expect(throws: MinHashError.self) { try MinHashParameters.named("quern", bands: 4096, rows: 256) }
    #expect(throws: MinHashError.self) { try MinHashParameters.named("datatrove", seed: 1 << 32) }
  }

  /// The share of pairs of sets with a given similarity that agree in a band lies where the formula says.
  @Test(arguments: ["quern", "dolma3"]) func bandsAgreeAsOftenAsTheorySays(profile: String) throws {
    let parameters = try MinHashParameters.named(profile)
    var random = RandomGenerator(seed: 8)
    for jaccard in [0.5, 0.7, 0.8, 0.9] {
      let size = 120
      let common = Int((2 * Double(size) * jaccard / (1 + jaccard)).rounded())
      let trials = 400
      var agreed = 0
      for _ in 0..<trials {
        let shared = (0..<common).map { _ in UInt32(truncatingIfNeeded: random.next()) }
        let sides = (0..<2).map { _ in
          shared + (0..<size - common).map { _ in UInt32(truncatingIfNeeded: random.next()) }
        }
        var functions = MinHashFunctions(parameters)
        let signatures = sides.map { side in
          functions.sign(side)
          return functions.least32
        }
        let agrees = (0..<parameters.bands).contains { band in
          (0..<parameters.rows).allSatisfy {
            signatures[0][band * parameters.rows + $0] == signatures[1][band * parameters.rows + $0]
          }
        }
        if agrees { agreed += 1 }
      }
      let exact = Double(common) / Double(2 * size - common)
      let expected = SCurve(parameters).probability(exact)
      let deviation = (expected * (1 - expected) / Double(trials)).squareRoot()
      #expect(abs(Double(agreed) / Double(trials) - expected) < 4 * deviation + 0.01, "\(profile) at \(jaccard)")
    }
  }
}
