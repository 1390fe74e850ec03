import QuernBytes
import TestSupport
import Testing

@Suite struct HashingTests {
  @Test func hexRoundTrip() {
    var random = RandomGenerator(seed: 4)
    var hashes = (0..<200).map { _ in
      Hash128(
        high: random.next() >> UInt64(random.next(below: 64)), low: random.next() >> UInt64(random.next(below: 64)))
    }
    hashes += [Hash128(high: 0, low: 0), Hash128(high: .max, low: .max), Hash128(high: 0, low: 1)]
    for hash in hashes {
      #expect(hash.hex.utf8.count == 32 && hash.hex == hash.hex.lowercased())
      #expect(Hash128(hex: hash.hex) == hash)
      #expect(Hash128(hex: hash.hex.uppercased()) == hash)
    }
  }

  @Test(arguments: [
    "", "0", String(repeating: "0", count: 31), String(repeating: "0", count: 33), String(repeating: "g", count: 32),
    "+" + String(repeating: "0", count: 31), "-" + String(repeating: "0", count: 31),
    String(repeating: "0", count: 16) + "+" + String(repeating: "0", count: 15),
    String(repeating: "0", count: 30) + "é", String(repeating: "é", count: 16), " " + String(repeating: "0", count: 31),
  ])
  func whatIsNoHexIsRefused(digits: String) { #expect(Hash128(hex: digits) == nil) }

  @Test func orderIsHighThenLow() {
    let pairs: [(UInt64, UInt64)] = [(0, 0), (0, 1), (0, .max), (1, 0), (.max, 0)]
    let ordered = pairs.map { Hash128(high: $0.0, low: $0.1) }
    for left in ordered.indices {
      for right in ordered.indices { #expect((ordered[left] < ordered[right]) == (left < right)) }
    }
  }

  /// The published values of no bytes at all.
  @Test func documentedValuesOfNothing() {
    withBytes([]) {
      #expect(XXH3.hash128($0).hex == "99aa06d3014798d86001c324468d497f")
      #expect(XXH3.hash64($0) == 0x2D06_8005_38D3_94C2)
    }
    #expect(StreamHasher().digest().hex == "99aa06d3014798d86001c324468d497f")
  }

  /// Values from another binding of xxHash, for the bytes `i * 7 + 3` with `i` in `0..<count`.
  @Test(
    arguments: [
      (1, "22bbb76b211a39ba13e608bc156defed", 0x13E6_08BC_156D_EFED),
      (3, "ce31763cbf8245a5a9088dda485b481c", 0xA908_8DDA_485B_481C),
      (8, "e3bc8a5f461715553cd024e3d63a1588", 0x6053_9DB6_3047_1163),
      (16, "ce0b9647ab24f88460d75c5e47d40a24", 0xB8C8_59B0_F030_B585),
      (17, "bfd327edcc2fbd12eeed7654312a26d7", 0x714A_0440_8E79_B80F),
      (128, "1b1962a096bac78bc580008b6c92ac53", 0x6742_5A03_6502_61BF),
      (129, "293e4968c4619023bd91ce7ace4d385b", 0xC664_BF33_11C6_ABC4),
      (240, "ad46c1021b076bc704e0b5f034bee80b", 0x6455_6DC6_B462_A6CF),
      (241, "ac6c3492c3d6b45d8beadd3a8874fe17", 0x8BEA_DD3A_8874_FE17),
      (1024, "18bc0eaca9a336369b81661c641c72b1", 0x9B81_661C_641C_72B1),
      (4097, "895472d9c4a4a7d2a51ead018cadb378", 0xA51E_AD01_8CAD_B378),
    ] as [(Int, String, UInt64)])
  func knownValues(count: Int, hash128: String, hash64: UInt64) {
    withBytes((0..<count).map { UInt8(truncatingIfNeeded: $0 * 7 + 3) }) {
      #expect(XXH3.hash128($0).hex == hash128)
      #expect(XXH3.hash64($0) == hash64)
    }
  }

  @Test func streamsHashAsWholes() {
    var random = RandomGenerator(seed: 5)
    for count in [0, 1, 16, 128, 129, 240, 241, 255, 256, 257, 1023, 1024, 1025, 5000] {
      withBytes(random.bytes(count)) { whole in
        var hasher = StreamHasher()
        var at = 0
        while at < count {
          let end = min(count, at + random.next(below: 300))
          hasher.update(whole.slice(at, end))
          at = end
          #expect(hasher.digest() == XXH3.hash128(whole.slice(0, at)))
        }
        #expect(hasher.digest() == XXH3.hash128(whole))
      }
    }
  }

  @Test func generatorStaysInBounds() {
    var random = RandomGenerator(seed: 6)
    for bound in [1, 2, 3, 7, 1000, 1 << 32, Int.max] {
      for _ in 0..<200 { #expect((0..<bound).contains(random.next(below: bound))) }
    }
    var seen = [Int](repeating: 0, count: 10)
    for _ in 0..<10_000 { seen[random.next(below: 10)] += 1 }
    #expect(seen.allSatisfy { (800...1200).contains($0) })
  }

  /// The first outputs of the published implementation of SplitMix64 for seed 1234567.
  @Test func generatorGivesThePublishedSequence() {
    var random = RandomGenerator(seed: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
      16_408_922_859_458_223_821,
    ]
    #expect(expected.map { _ in random.next() } == expected)
  }

  @Test func documentKeysDiffer() {
    var seen = Set<UInt64>()
    for seed in 0..<20 {
      for document in 0..<50 { seen.insert(documentKey(seed: UInt64(seed), document: UInt64(document))) }
    }
    #expect(seen.count == 1000)
    #expect(documentKey(seed: 1, document: 2) == documentKey(seed: 1, document: 2))
  }
}
