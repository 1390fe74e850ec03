import QuernBytes
import QuernJSON
import Testing

@testable import QuernTokenizer

@Suite struct PruningTests {
  private static func texts(_ seed: UInt64) -> [[UInt8]] {
    var random = RandomGenerator(seed: seed)
    return (0..<200).map { _ in randomText(&random, pieces: 25) }
  }

  private func ids(_ model: BPEModel, _ text: [UInt8]) throws -> [UInt32] {
    var encoder = Encoder(model: model)
    var ids: [UInt32] = []
    try withBytes(text) { try encoder.encode($0, into: &ids) }
    return ids
  }

  /// Without counts a smaller vocabulary is what training to its size gives.
  @Test(arguments: [true, false])
  func withoutCountsTheLastMergesGo(ranks: Bool) throws {
    let counter = counter(PruningTests.texts(1))
    func model(_ size: Int) throws -> BPEModel {
      var trainer = BPETrainer(vocabularySize: size, specials: ["<s>"])
      trainer.specialsPlace = ranks ? .last : .first
      let model = try trainer.train(counter).model
      if !ranks { return model }
      let file = try model.tiktoken()
      return try BPEModel(tiktoken: file.bytes, pattern: .gpt2, specials: model.addedTokens)
    }
    let large = try model(500)
    let pruned = try VocabularyPruner(size: 400).prune(large)
    #expect(pruned.model.fingerprint == (try model(400)).fingerprint)
    #expect(pruned.model.semantics == large.semantics)
    #expect(pruned.map.count == 500 && pruned.map.count { $0 < 0 } == 100)
    #expect(try VocabularyPruner(size: 500).prune(large).model.fingerprint == large.fingerprint)
    #expect(throws: TokenizerError.vocabularyTooSmall(asked: 200, minimum: 257)) {
      try VocabularyPruner(size: 200).prune(large)
    }
  }

  /// The least used goes, as long as no kept token is made of it; ids follow the map.
  @Test(arguments: UInt64(0)..<4)
  func withCountsTheLeastUsedGo(seed: UInt64) throws {
    let model = try trained(PruningTests.texts(seed), 420, specials: ["<s>"])
    let texts = PruningTests.texts(seed + 20)
    let uses = try model.uses(in: counter(texts))
    var wanted = [Int64](repeating: 0, count: 420)
    for text in texts { for id in try ids(model, text) { wanted[Int(id)] += 1 } }
    #expect(uses == wanted)

    // The definition: look at all tokens, drop one, begin again.
    var kept = Set((257..<420).map { UInt32($0) })
    var merges = model.merges
    while kept.count > 330 - 257 {
      let leaves = kept.filter { id in !merges.contains { $0.left == id || $0.right == id } }
      let next = leaves.min { (wanted[Int($0)], $1) < (wanted[Int($1)], $0) }!
      let merge = merges.first { $0.result == next }!
      wanted[Int(merge.left)] += wanted[Int(next)]
      wanted[Int(merge.right)] += wanted[Int(next)]
      merges.removeAll { $0.result == next }
      kept.remove(next)
    }
    let pruned = try VocabularyPruner(size: 330).prune(model, uses: uses)
    #expect(Set((257..<420).filter { pruned.map[$0] >= 0 }.map { UInt32($0) }) == kept)
    #expect(pruned.map.filter { $0 >= 0 } == (0..<330).map { Int32($0) })
    for (old, new) in pruned.map.enumerated() where new >= 0 {
      #expect(pruned.model.bytes(of: UInt32(new))!.elementsEqual(model.bytes(of: UInt32(old))!))
    }
    // Texts without a dropped token have the mapped ids, and dropped tokens become what is said.
    for text in texts {
      let old = try ids(model, text)
      let new = try ids(pruned.model, text)
      if old.allSatisfy({ pruned.map[Int($0)] >= 0 }) { #expect(new == old.map { UInt32(pruned.map[Int($0)]) }) }
      #expect(array(try Decoder(model: pruned.model).decode(new)) == text)
    }
    #expect(pruned.dropped.count == 90)
    for token in pruned.dropped {
      #expect(array(try Decoder(model: pruned.model).decode(token.becomes)) == Array(model.bytes(of: token.id)!))
    }
    let pairs = FinalPairs(pruned.model)
    for id in 257..<330 { #expect(pairs.merges[id] != nil) }
  }

  @Test func namedSpecialsGo() throws {
    let model = try trained(PruningTests.texts(3), 400, specials: ["<a>", "<b>", "<c>"])
    let pruned = try VocabularyPruner(size: 399, droppedSpecials: ["<b>"]).prune(model)
    #expect(pruned.model.addedTokens.map(\.content) == ["<a>", "<c>"])
    #expect(pruned.map.prefix(4) == [0, -1, 1, 2])
    #expect(pruned.model.vocabularySize == 399)
    #expect(pruned.dropped[0].becomes == (try ids(pruned.model, Array("<b>".utf8))))
    #expect(throws: TokenizerError.unknownSpecial("<x>")) {
      try VocabularyPruner(size: 300, droppedSpecials: ["<x>"]).prune(model)
    }
  }

  @Test func charactersStay() throws {
    var trainer = BPETrainer(vocabularySize: 450, specials: ["<s>"])
    trainer.alphabet = .characters(TrainingCharacters())
    let counter = counter(PruningTests.texts(4))
    let model = try trainer.train(counter).model
    let least = 450 - model.merges.count
    let pruned = try VocabularyPruner(size: least + 10).prune(model, uses: try model.uses(in: counter))
    #expect(pruned.model.merges.count == 10)
    for text in PruningTests.texts(5) {
      #expect(
        try Decoder(model: pruned.model).text(of: try ids(pruned.model, text)) == String(decoding: text, as: UTF8.self))
    }
    #expect(try reread(pruned.model).fingerprint == pruned.model.fingerprint)
    #expect(throws: TokenizerError.vocabularyTooSmall(asked: 256, minimum: least)) {
      try VocabularyPruner(size: 256).prune(model)
    }
  }

  @Test func mapsAreWritten() throws {
    let model = try trained(PruningTests.texts(6), 300)
    let pruned = try VocabularyPruner(size: 290).prune(model)
    let json = pruned.mapJSON()
    let root = try JSONDocument(json.bytes).root
    #expect(root["old_size"]?.int == 300 && root["new_size"]?.int == 290)
    #expect(root["map"]!.elements.map { Int32($0.int!) } == pruned.map)
    #expect(root["dropped"]!.count == 10)
    let npy = array(pruned.mapNPY())
    let length = Int(npy[8]) | Int(npy[9]) << 8
    #expect((10 + length) % 64 == 0 && npy.count == 10 + length + 4 * 300)
    #expect(Array(npy.suffix(4)) == [UInt8](repeating: 0xFF, count: 4))
  }
}
