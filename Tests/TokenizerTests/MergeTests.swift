import CKernels
import QuernBytes
import Testing

@testable import QuernTokenizer

/// The ways of merging against the definition.
@Suite struct MergeTests {
  /// Models with many tokens over few bytes, so that merges compete; of ranks, trained, and with merges in disorder.
  static func model(_ seed: UInt64) throws -> BPEModel {
    var random = RandomGenerator(seed: seed)
    let letters = Array("abc".utf8)
    switch seed % 3 {
    case 0: return try EncoderTests.randomRanks(seed, .gpt2)
    case 1:
      let texts = (0..<20).map { _ in (0..<60).map { _ in letters[random.next(below: 3)] } }
      return try trained(texts, 256 + 20 + random.next(below: 150), .gpt2)
    default:
      // A list of merges in any order: products may come before their parts.
      var draft = BPEModelDraft(pattern: .gpt2, semantics: .mergeList(ignoreMerges: false))
      for byte in 0..<256 { try draft.setWord(UInt32(byte), [UInt8(byte)]) }
      var words: [[UInt8]: UInt32] = Dictionary(uniqueKeysWithValues: (0..<256).map { ([UInt8($0)], UInt32($0)) })
      var known = letters.map { [$0] }
      var merges: [BPEModel.Merge] = []
      while merges.count < 60 {
        let left = known[random.next(below: known.count)]
        let right = known[random.next(below: known.count)]
        guard left.count + right.count <= 40 else { continue }
        let product = left + right
        if words[product] == nil {
          words[product] = UInt32(words.count)
          try draft.setWord(words[product]!, product)
          known.append(product)
        }
        let merge = BPEModel.Merge(left: words[left]!, right: words[right]!, result: words[product]!)
        if !merges.contains(where: { $0.left == merge.left && $0.right == merge.right }) { merges.append(merge) }
      }
      draft.merges = merges.shuffled(using: &random)
      return try BPEModel(draft)
    }
  }

  private static func text(_ random: inout RandomGenerator, _ count: Int) -> [UInt8] {
    let kind = random.next(below: 4)
    let period = 1 + random.next(below: 5)
    return (0..<count).map { at in
      switch kind {
      case 0: UInt8(ascii: "a")
      case 1: UInt8(ascii: "a") + UInt8((at % period) % 3)
      case 2: UInt8(ascii: "a") + UInt8(random.next(below: 2))
      default: UInt8(ascii: "a") + UInt8(random.next(below: 3))
      }
    }
  }

  @Test func everyPathMergesLikeTheDefinition() throws {
    for seed in UInt64(0)..<12 {
      let model = try MergeTests.model(seed)
      let reference = ReferenceEncoder(model)
      var random = RandomGenerator(seed: seed)
      for _ in 0..<120 {
        let text = MergeTests.text(&random, 1 + random.next(below: 64))
        let wanted = reference.merge(text)
        var ranks = [UInt32](repeating: 0, count: 64)
        for path in CutKernelTests.paths {
          var ids = text.map { model.byteIDs[Int($0)] }
          for at in 0..<64 {
            ranks[at] = at + 1 < text.count ? model.pairs.rank(ids[at], ids[at + 1]) : PairTable.none
          }
          ids += [UInt32](repeating: 0, count: 64 - ids.count)
          let left = quern_merge_by(path, model.pairs.table, &ids, &ranks, text.count)
          #expect(Array(ids[..<left]) == wanted, "seed \(seed), path \(path): \(text)")
        }
      }
    }
  }

  /// Words of all lengths, as many at a time as a group may hold.
  @Test func everyPathMergesWordsLikeTheDefinition() throws {
    for seed in UInt64(0)..<12 {
      let model = try MergeTests.model(seed)
      let reference = ReferenceEncoder(model)
      let tables = quern_byte_tables(ids: model.byteIDs, ranks: model.bytePairs)
      var random = RandomGenerator(seed: seed)
      for count in [1, 2, 5, 6, 7, 13, 64] {
        let texts = (0..<count).map { _ in
          MergeTests.text(&random, 1 + random.next(below: ShortWord.longest)).map { byte in
            random.next(below: 20) == 0 ? UInt8(random.next(below: 256)) : byte
          }
        }
        let words = texts.map { text in
          let word = text.withUnsafeBufferPointer {
            ShortWord($0.baseAddress!, 0, length: text.count, count: text.count)
          }
          return quern_word(low: word.low, high: word.high)
        }
        for path in CutKernelTests.paths {
          var ids = [UInt32](repeating: 0, count: 16 * count)
          var lengths = [UInt8](repeating: 0, count: count)
          quern_merge_words_by(path, model.pairs.table, tables, words, count, &ids, &lengths)
          for (place, text) in texts.enumerated() {
            let found = ids[(16 * place)..<(16 * place + Int(lengths[place]))]
            #expect(Array(found) == reference.merge(text), "seed \(seed), path \(path): \(text)")
          }
        }
      }
    }
  }

  /// Windows, and the heap that they fall back on, on long runs.
  @Test func longRunsMergeLikeTheDefinition() throws {
    for seed in UInt64(0)..<18 {
      let model = try MergeTests.model(seed)
      let reference = ReferenceEncoder(model)
      var random = RandomGenerator(seed: seed)
      var merger = Merger()
      var heap = MergeHeap()
      for round in 0..<25 {
        let text = MergeTests.text(&random, 60 + random.next(below: round % 8 == 0 ? 1200 : 300))
        let wanted = reference.merge(text)
        text.withUnsafeBufferPointer { merger.merge($0.baseAddress!, $0.count, model) }
        #expect((0..<merger.ids.count).map { merger.ids[$0] } == wanted, "seed \(seed): \(text)")
        var ids = TrivialVector<UInt32>()
        for byte in text { ids.append(model.byteIDs[Int(byte)]) }
        heap.merge(&ids, model)
        #expect((0..<ids.count).map { ids[$0] } == wanted, "seed \(seed)")
      }
    }
  }

  @Test func theTableOfPairsHoldsWhatWasListed() throws {
    var random = RandomGenerator(seed: 3)
    for size in [300, 5000, 1 << 24] {
      var merges: [BPEModel.Merge] = []
      var wanted: [UInt64: Int] = [:]
      for _ in 0..<2000 {
        let merge = BPEModel.Merge(
          left: UInt32(random.next(below: size)), right: UInt32(random.next(below: size)),
          result: UInt32(random.next(below: size)))
        wanted[UInt64(merge.left) << 32 | UInt64(merge.right)] = merges.count
        merges.append(merge)
      }
      let table = PairTable(merges, size: size)
      for (pair, place) in wanted {
        let rank = table.rank(UInt32(pair >> 32), UInt32(pair & 0xFFFF_FFFF))
        #expect(Int(rank) == place && table.product(rank) == merges[place].result)
      }
      for _ in 0..<5000 {
        let (left, right) = (UInt32(random.next(below: size)), UInt32(random.next(below: size)))
        guard wanted[UInt64(left) << 32 | UInt64(right)] == nil else { continue }
        #expect(table.rank(left, right) == PairTable.none)
      }
    }
  }
}
