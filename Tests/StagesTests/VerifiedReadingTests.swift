import QuernBytes
import QuernCleaning
import QuernDedup
import QuernDocuments
import QuernStreams
import QuernTokenizer
import TestSupport
import Testing

@testable import QuernJobs
@testable import QuernStages

/// Bytes that changed between the tasks of a run are named, never used.
@Suite struct VerifiedReadingTests {
  private let workspace = StageWorkspace()
  private let content = Array(
    (0..<100).map { "{\"id\":\"\($0)\",\"text\":\"a text of document \($0 / 2)\"}\n" }.joined().utf8)

  /// The records of the stages that look for duplicates in `input`.
  private func findDuplicates(_ settings: RunSettings) throws -> [String: [DoneRecord]] {
    var records: [String: [DoneRecord]] = [:]
    let hashed = try ExactHashTask(settings: settings).run(workspace.context())
    records[ExactHashTask.stage] = [workspace.record(hashed)]
    let picked = try ExactPickTask(inputs: 1, keepsFirst: true).run(workspace.context(records))
    records[ExactPickTask.stage] = [workspace.record(picked)]
    return records
  }

  @Test func recordsNameWhatWasRead() throws {
    let input = try workspace.input("a", content: content)
    let settings = try workspace.settings([input], stages: [.exact])
    let records = try findDuplicates(settings)
    let expected = FileRecord(path: "a", size: content.count, hash: withBytes(content) { XXH3.hash128($0) })
    #expect(records[ExactHashTask.stage]?[0].inputs == [expected])
    let outcome = try DocumentsTask(settings: settings).run(workspace.context(records))
    #expect(outcome.inputs == [expected] && outcome.counts["dropped.exact_duplicate"] == 50)
  }

  @Test(arguments: [
    ("document 7\"", "document 8\"", "changed while the run was going on"),
    // The line of a duplicate is gone, or stands elsewhere.
    ("{\"id\":\"1\"", "x\"id\":\"1\"", "line 2 was found to hold a duplicate"),
    ("{\"id\":\"99\",\"text\":\"a text of document 49\"}", "", "line 100 was found to hold a duplicate"),
  ])
  func inputThatChangedAfterDuplicatesWereFound(old: String, new: String, what: String) throws {
    let input = try workspace.input("a", content: content)
    let settings = try workspace.settings([input], stages: [.exact])
    let records = try findDuplicates(settings)
    let text = String(decoding: content, as: UTF8.self)
    let changed = text.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false).joined(separator: new)
    #expect(changed != text)
    _ = try workspace.input("a", content: Array(changed.utf8))
    expectFailure(input.path, "changed while the run was going on", "--redo") {
      _ = try DocumentsTask(settings: settings).run(workspace.context(records))
    }
    #expect(try FileSystem.names(in: workspace.folder.path("docs")).isEmpty)
  }

  @Test func inputThatChangedAfterThePlan() throws {
    let input = try workspace.input("a", content: content)
    _ = try workspace.input("a", content: content + content)
    for stages in [[], [.exact]] as [[RecipeStage]] {
      let settings = try workspace.settings([input], stages: stages)
      expectFailure("changed while the run was going on") {
        _ =
          try stages.isEmpty
          ? DocumentsTask(settings: settings).run(workspace.context())
          : ExactHashTask(settings: settings).run(workspace.context())
      }
    }
  }

  @Test func removalsThatMatchNoDocument() throws {
    let input = try workspace.input("a", content: content)
    let settings = try workspace.settings([input], stages: [.exact])
    let reader = try BatchReader(settings.source(0), maxRecord: 1 << 20)
    let batch = DocumentBatch()
    #expect(try reader.next(into: batch))
    var parser = RecordParser(maxRecord: 1 << 20)
    parser.parse(batch)
    func removal(_ line: Int) -> Removal {
      Removal(document: DocumentID(file: 0, line: line), kept: DocumentID(file: 0, line: 0))
    }
    func dropped(_ lines: [Int]) throws -> Int {
      let worker = try DocumentsWorker(settings: settings, input: input, kept: nil)
      let list = BatchLists.List(removals: lines.map(removal)[...], cuts: [])
      return try worker.process(batch, lists: BatchLists(input: input, lists: [list])).counts["dropped.exact_duplicate"]
    }
    #expect(try dropped([]) == 0 && dropped([0]) == 1 && dropped([3, 4, 99]) == 3)
    for lines in [[100], [3, 3], [2, 1], [3, 4, 1000]] {
      expectFailure("line", "was found to hold a duplicate") { _ = try dropped(lines) }
    }
  }

  /// The task that reads the documents of a run, by its stage.
  private func readDocuments(_ stage: String, _ settings: RunSettings, _ record: DoneRecord) throws -> TaskOutcome {
    let context = workspace.context([settings.documentsStage: [record]])
    if stage == WordCountTask.stage {
      var training = RecipeTraining(vocabularySize: 300)
      training.pattern = "gpt2"
      return try WordCountTask(settings: settings, plan: try TrainingPlan(training)).run(context)
    }
    var counter = WordCounter(pattern: .gpt2)
    try withBytes(content) { try counter.add(text: $0) }
    let model = try BPETrainer(vocabularySize: 260, specials: [], ties: .huggingface, minimumFrequency: 0)
      .train(counter).model
    let path = workspace.folder.path("tokenizer.json")
    try FileSystem.write(model.tokenizerJSON(), to: path)
    let tokenizer = RunTokenizer.file(TokenizerFile(path: path), fingerprint: model.fingerprint)
    return try EncodeTask(settings: settings, tokenizer: tokenizer).run(context)
  }

  @Test(arguments: [WordCountTask.stage, EncodeTask.stage])
  func documentsOfTheRun(stage: String) throws {
    let input = try workspace.input("a", content: content)
    let settings = try workspace.settings([input])
    let written = try DocumentsTask(settings: settings).run(workspace.context())
    #expect(try readDocuments(stage, settings, workspace.record(written)).counts["documents"] == 100)

    // The identities and the documents are not those that the record names, though as long.
    for name in [settings.lastWriting.identities(input), settings.lastWriting.docs(input)] {
      var other = written
      let at = try #require(other.files.firstIndex { $0.path == name })
      other.files[at].hash.low ^= 1
      expectFailure(name, "is not what its done-record says", "remove the file and run the same command again") {
        _ = try readDocuments(stage, settings, workspace.record(other))
      }
      other.files.remove(at: at)
      expectFailure("no done-record of stage write names \(name)") {
        _ = try readDocuments(stage, settings, workspace.record(other))
      }
    }
    var more = written
    more.counts.add("kept", 1)
    expectFailure("101 documents were kept, but 100 were read") {
      _ = try readDocuments(stage, settings, workspace.record(more))
    }
    // Lines that are no documents are not passed over.
    var broken = written
    let lines = Array(String(decoding: content, as: UTF8.self).replacing("\"99\",", with: "\"99\" ").utf8)
    var stored = ByteBuffer()
    var frames = ZstdFrameWriter()
    withBytes(lines) { frames.append($0, to: &stored) }
    let docs = try workspace.write(array(stored), to: workspace.folder.path(settings.lastWriting.docs(input)))
    let at = try #require(broken.files.firstIndex { $0.path == docs.path })
    broken.files[at] = docs
    expectFailure("1 of them rejected and 99 used") {
      _ = try readDocuments(stage, settings, workspace.record(broken))
    }
  }

  @Test func documentsThatAreDamaged() throws {
    let input = try workspace.input("a", content: content)
    let settings = try workspace.settings([input])
    let written = try DocumentsTask(settings: settings).run(workspace.context())
    let path = workspace.folder.path(settings.lastWriting.docs(input))
    let whole = try #require(readFile(path))
    for damaged in [content, Array(whole.dropLast(5))] {
      writeFile(damaged, to: path)
      expectFailure(path, "at byte", "remove the file and run the same command again") {
        _ = try readDocuments(EncodeTask.stage, settings, workspace.record(written))
      }
    }
  }

  /// Lines that many documents have, cut short after they were picked.
  @Test func repeatedLines() throws {
    let row = "{\"text\":\"the mill grinds wheat by the river\"}\n"
    let text = Array(String(repeating: row, count: 10).utf8)
    let input = try workspace.input("a", content: text)
    var recipe = Recipe(path: "r.yml")
    recipe.stages = [.clean]
    recipe.clean.routes = [RecipeRoute(source: nil, profiles: ["basic"])]
    var lines = RecipeLines()
    lines.repeated = RecipeLines.Repeated()
    lines.repeated?.scope = .run
    lines.repeated?.documents = 5
    recipe.clean.lines = lines
    let settings = try RunSettings(recipe: recipe, inputs: [input], keepGoing: false, folder: ".")
    let plan = try #require(settings.plan)
    let rule = try #require(plan.repeatedLines)
    let counted = try LineCountTask(settings: settings, rule: rule).run(workspace.context())
    let picked = try LinePickTask(inputs: 1, rule: rule)
      .run(workspace.context([LineCountTask.stage: [workspace.record(counted)]]))
    let records = [LinePickTask.stage: [workspace.record(picked)]]
    let path = workspace.folder.path(LinePickTask.lines)
    let whole = try #require(readFile(path))
    #expect(whole.count == 16)
    for count in [0, 8, 15] {
      writeFile(Array(whole.prefix(count)), to: path)
      expectFailure(path, "is not what its done-record says") {
        _ = try RepeatedLineStore().lines(plan, workspace.context(records))
      }
    }
    let file = try workspace.write(whole + [0], to: path)
    expectFailure(path, "17 bytes") {
      _ = try RepeatedLineStore()
        .lines(plan, workspace.context([LinePickTask.stage: [workspace.record(files: [file])]]))
    }
    writeFile(whole, to: path)
    #expect(try RepeatedLineStore().lines(plan, workspace.context(records))?.count == 1)
  }

  @Test func vocabularies() throws {
    var counter = WordCounter(pattern: .gpt2)
    try withBytes(content) { try counter.add(text: $0) }
    func trained(_ size: Int) throws -> BPEModel {
      try BPETrainer(vocabularySize: size, specials: [], ties: .huggingface, minimumFrequency: 0).train(counter).model
    }
    let (model, other) = try (trained(270), trained(271))
    let path = try workspace.folder.create("tokenizer", "tokenizer.json")
    try FileSystem.write(model.tokenizerJSON(), to: path)
    var file = try FileSystem.record(of: path)
    file.path = TrainTask.tokenizer
    let context = workspace.context([TrainTask.stage: [workspace.record(files: [file])]])
    #expect(try RunTokenizer.trained.load(context).fingerprint == model.fingerprint)
    let named = RunTokenizer.file(TokenizerFile(path: path), fingerprint: model.fingerprint)
    #expect(try named.load(context).fingerprint == model.fingerprint)
    try FileSystem.write(other.tokenizerJSON(), to: path)
    expectFailure(path, "is not what its done-record says") { _ = try RunTokenizer.trained.load(context) }
    expectFailure(path, "changed while the run was going on", "--redo") { _ = try named.load(context) }
  }
}
