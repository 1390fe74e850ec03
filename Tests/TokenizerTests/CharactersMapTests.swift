import QuernBytes
import TestSupport
import Testing

@testable import QuernTokenizer

@Suite struct CharactersMapTests {
  /// Lays out a double-array trie in the plainest way: for each node the first offset at which all its children are free.
  static func compile(_ rules: [[UInt8]: [UInt8]]) -> [UInt8] {
    var replacements: [UInt8] = []
    var values: [[UInt8]: UInt32] = [:]
    for key in rules.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      values[key] = UInt32(replacements.count)
      replacements += rules[key]! + [0]
    }
    var units = [UInt32](repeating: 0, count: 1 << 16)
    var isTaken = [Bool](repeating: false, count: units.count)
    isTaken[0] = true
    var bases: Set<Int> = []
    func place(_ node: Int, _ prefix: [UInt8]) {
      let children = Set(
        values.keys.filter { $0.count > prefix.count && $0.starts(with: prefix) }.map { $0[prefix.count] })
      var labels = children.map { Int($0) }.sorted()
      if values[prefix] != nil { labels.insert(0, at: 0) }
      // A place and its label tell the parent, so that no two nodes may have the same offset.
      let base = (1..<60000).first { base in !bases.contains(base) && labels.allSatisfy { !isTaken[base ^ $0] } }!
      bases.insert(base)
      for label in labels { isTaken[base ^ label] = true }
      units[node] |= UInt32(node ^ base) << 10
      if let value = values[prefix] {
        units[node] |= 1 << 8
        units[base] = value | 1 << 31
      }
      for label in children.sorted() {
        units[base ^ Int(label)] |= UInt32(label)
        place(base ^ Int(label), prefix + [label])
      }
    }
    place(0, [])
    let used = (isTaken.lastIndex(of: true)! | 0xFF) + 1
    var out = ByteBuffer()
    out.append(littleEndian: UInt32(used * 4))
    for unit in units[..<used] { out.append(littleEndian: unit) }
    return array(out) + replacements
  }

  static func apply(_ map: CharactersMap, _ text: [UInt8]) -> [UInt8] {
    var out = ByteBuffer()
    withBytes(text) { map.apply($0, into: &out) }
    return array(out)
  }

  @Test func theLongestKeyIsReplaced() throws {
    for seed in UInt64(0)..<20 {
      var random = RandomGenerator(seed: seed)
      let letters = ["a", "b", "é", "中", "ｱ", " "]
      var rules: [[UInt8]: [UInt8]] = [:]
      for _ in 0..<12 {
        let key = (0..<(1 + random.next(below: 3))).map { _ in random.pick(letters) }.joined()
        rules[Array(key.utf8)] = Array((0..<random.next(below: 3)).map { _ in random.pick(letters) }.joined().utf8)
      }
      let map = try CharactersMap(CharactersMapTests.compile(rules))
      for _ in 0..<100 {
        let text = Array((0..<random.next(below: 10)).map { _ in random.pick(letters + ["c", "😀"]) }.joined().utf8)
        var wanted: [UInt8] = []
        var at = 0
        while at < text.count {
          let keys = rules.keys.filter { text[at...].starts(with: $0) }
          if let key = keys.max(by: { $0.count < $1.count }) {
            wanted += rules[key]!
            at += key.count
          } else {
            let length = withBytes(text) { $0.lengthOfCharacter(at: at)! }
            wanted += text[at..<(at + length)]
            at += length
          }
        }
        #expect(CharactersMapTests.apply(map, text) == wanted)
      }
    }
  }

  /// As the `tokenizers` package has it: a short grapheme goes by its shortest key, a long one by characters.
  @Test func graphemesAreReplacedWhole() throws {
    let rules = [
      Array("e".utf8): Array("E".utf8), Array("e\u{301}".utf8): Array("X".utf8), Array("👩".utf8): Array("w".utf8),
    ]
    let map = try CharactersMap(CharactersMapTests.compile(rules), isByGraphemes: true)
    #expect(CharactersMapTests.apply(map, Array("ae\u{301}b".utf8)) == Array("aEb".utf8))
    #expect(CharactersMapTests.apply(map, Array("👩\u{200D}💻".utf8)) == Array("w\u{200D}💻".utf8))
    let whole = try CharactersMap(map.bytes)
    #expect(CharactersMapTests.apply(whole, Array("ae\u{301}b".utf8)) == Array("aXb".utf8))
  }

  @Test func hostileTablesAreHarmless() throws {
    var random = RandomGenerator(seed: 4)
    let good = CharactersMapTests.compile([
      Array("a".utf8): Array("bb".utf8), Array("ab".utf8): [], Array("é".utf8): [0x20],
    ])
    let text = Array("aab é ab\u{FF}".utf8) + [0, 0xFF, 0xE2]
    for round in 0..<3000 {
      var bytes = good
      if round % 3 == 0 {
        bytes = random.bytes(4 + random.next(below: 600))
        let size = UInt32(random.next(below: bytes.count))
        for shift in 0..<4 { bytes[shift] = UInt8(truncatingIfNeeded: size >> UInt32(8 * shift)) }
        bytes.append(0)
      } else {
        for _ in 0..<4 { bytes[random.next(below: bytes.count)] = UInt8(random.next(below: 256)) }
      }
      guard let map = try? CharactersMap(bytes) else { continue }
      #expect(CharactersMapTests.apply(map, text).count <= text.count * CharactersMap.longestReplacement)
    }
    for length in 0..<12 { #expect(throws: TokenizerError.self) { try CharactersMap(Array(good[..<length])) } }
    let long = Array(good.dropLast()) + Array(repeating: 0x61, count: 5000) + [0]
    #expect(throws: TokenizerError.self) { try CharactersMap(long) }
  }
}
