import QuernBytes
import QuernDocuments
import QuernJobs
import QuernStreams
import QuernTokenizer
import QuernWorkers

extension DirectJob {
  /// Where the words come from that a vocabulary is trained on.
  public enum WordsSource: Sendable {
    /// The documents of files. With a folder the counts of each file are kept there; scratch files go to it, or else to
    /// `scratch`.
    case documents([SourceFile], folder: String?, scratch: String)
    /// Count files and folders of them; scratch files go to `scratch`.
    case counts([String], scratch: String)
  }

  /// A vocabulary that was trained, in one size or several.
  public struct Trained: Sendable {
    /// The vocabularies, from small to large.
    public let models: [BPEModel]
    /// What groups of documents were taken times; nil when plain counts were used.
    public let weights: [GroupWeight]?
    /// What was measured, if that was asked for.
    public let report: TrainingReport?
  }

  /// The count files that `paths` of files and folders name.
  /// - Throws: ``JobError`` when a folder has none, or when a file is named twice.
  public static func countFiles(for paths: [String]) throws -> [String] { try CountFolder.files(for: paths) }

  /// Trains vocabularies, in the size that `plan` asks for and in the nested ones.
  public func train(_ source: WordsSource, plan: TrainingPlan) throws -> (trained: Trained, outcome: Outcome) {
    _ = try plan.outline()
    if case .documents(let files, _, _) = source { try checkComparison(files, plan) }
    var outcome = Outcome()
    let training: Training
    var documents: [SourceFile] = []
    switch source {
    case .documents(let files, nil, let scratch):
      let (words, sample) = try count(files, plan, scratch: scratch, &outcome)
      training = Training(plan, words: words, sample: sample)
      documents = files
    case .documents(let files, let folder?, _):
      let counts = try countFiles(files, plan, folder, &outcome)
      training = try Training(plan, countFiles: counts, scratch: try TrainingScratch.prefix(in: folder))
      documents = files
    case .counts(let paths, let scratch):
      let files = try CountFolder.files(for: paths)
      let scratch = try TrainingScratch.prefix(in: scratch)
      try checkOrigins(files, &outcome)
      training = try Training(plan, countFiles: files, scratch: scratch)
    }
    let others = training.otherwiseCut()
    if let other = others.first, documents.isEmpty {
      throw JobError(
        .usage, "\(other.name): the vocabulary cuts text otherwise than it was counted, so comparing takes documents")
    }
    var trained = try training.run(jobs: options.jobs, progress: options.progress, cancellation: options.cancellation)
    if !others.isEmpty, let model = trained.models.last {
      trained.report?.samples = try compare(model, others, training, documents, plan)
    }
    outcome.counts.add(trained.counts)
    outcome.warnings += plan.warnings + trained.warnings
    return (Trained(models: trained.models, weights: trained.weights, report: trained.report), outcome)
  }

  /// Measures vocabularies that cut otherwise on some documents.
  private func compare(
    _ model: BPEModel, _ others: [(name: String, model: BPEModel)], _ training: Training, _ files: [SourceFile],
    _ plan: TrainingPlan
  ) throws -> [VocabularySample.Result] {
    let comparison = VocabularyComparison(plan, trained: model, others: others, bytes: training.bytes)
    options.progress.start("compare", total: FileSizes.stored(files))
    for file in files { _ = try comparison.add(file, options: options) }
    return comparison.results()
  }

  /// Refuses, before the work, to compare with vocabularies that need documents which can be read once only.
  private func checkComparison(_ files: [SourceFile], _ plan: TrainingPlan) throws {
    guard let pipe = files.first(where: { $0.storedSize == nil }) else { return }
    let rule = try plan.rule()
    guard let other = plan.compared.first(where: { !TrainingReport.isExact($0.model, rule) }) else { return }
    throw JobError(
      .usage,
      "\(other.name): the vocabulary cuts text otherwise, so comparing takes a second pass over the documents, and "
        + "\(pipe.name) can be read once only")
  }

  /// Counts the words of each file to a count file in `folder`; those that are there and of the same input are kept.
  /// - Returns: the paths of the count files, in the order of `files`.
  public func countWords(
    _ files: [SourceFile], plan: TrainingPlan, folder path: String
  ) throws -> (counts: [String], outcome: Outcome) {
    var outcome = Outcome()
    let paths = try countFiles(files, plan, path, &outcome)
    var words = 0
    for path in paths { words += try WordCountFile.header(of: path).groups.reduce(0) { $0 + Int($1.words) } }
    outcome.counts.add("words", words)
    return (paths, outcome)
  }

  private func countFiles(
    _ files: [SourceFile], _ plan: TrainingPlan, _ path: String, _ outcome: inout Outcome
  ) throws -> [String] {
    _ = try WordCounter(rule: try plan.rule())
    try check(files)
    let folder = try CountFolder(path)
    defer { withExtendedLifetime(folder) {} }
    let sample = try self.sample(of: files, plan, in: folder, &outcome)
    var paths: [String] = []
    var kept = 0
    options.progress.start("count", total: FileSizes.stored(files))
    for file in files {
      let path = folder.file(for: file.name)
      paths.append(path)
      let identity = try CountOrigin.identity(of: file, plan, sample, maxRecord: options.maxRecord)
      if let origin = reusable(path, identity, of: file, &outcome) {
        outcome.counts.add(origin.counts)
        outcome.warnings += origin.warnings
        options.progress.add(bytes: 0, documents: 0, stored: file.storedSize ?? 0)
        kept += 1
        continue
      }
      let pass = try WordCountPass(plan, sample: sample, scratch: folder.scratch)
      var part = Outcome()
      let reading = try pass.count(file, options: options) { part.add($0, of: file) }
      part.add(reading)
      outcome.rejections += part.rejections.prefix(max(0, 5 - outcome.rejections.count))
      try RejectionLimit(share: maxRejected).check(reading.counts, first: reading.firstRejection, of: file.name)
      try checkUnchanged(file, reading, since: identity, plan, sample)
      let words = try pass.finish()
      let origin = CountOrigin(identity: identity, sample: sample, counts: part.counts, warnings: part.warnings)
      try words.write(to: path, origin: origin.text).publish()
      try FileSystem.synchronize(folder: folder.path)
      outcome.counts.add(part.counts)
      outcome.warnings += part.warnings
    }
    if let note = try folder.note(ofOthersThan: paths) { outcome.notes.append(note) }
    if kept > 0 { outcome.notes.append("\(kept) of \(files.count) files were counted before; their counts are kept") }
    return paths
  }

  /// What the count file at `path` says of its origin, when that is what would be counted now.
  private func reusable(
    _ path: String, _ identity: String?, of file: SourceFile, _ outcome: inout Outcome
  ) -> CountOrigin? {
    guard FileSystem.entry(at: path) != .nothing else { return nil }
    guard let origin = CountFolder.origin(of: path) else {
      outcome.notes.append("\(path): the count file cannot be read; \(file.name) was counted again")
      return nil
    }
    guard let identity, origin.identity == identity else {
      outcome.notes.append(
        "\(file.name): the file, the rule for words, or the sample is not that of \(path); it was counted again")
      return nil
    }
    // Who does not survive damage now is told of it by reading the file.
    if origin.counts["damaged_files"] > 0 && !options.keepGoing { return nil }
    do {
      try RejectionLimit(share: maxRejected).check(origin.counts, of: file.name)
    } catch {
      return nil
    }
    return origin
  }

  /// Makes sure that `file` has still the identity that it had before it was read.
  private func checkUnchanged(
    _ file: SourceFile, _ reading: DocumentPass.Reading, since identity: String?, _ plan: TrainingPlan,
    _ sample: DocumentSample?
  ) throws {
    guard let identity else { return }
    guard try CountOrigin.identity(of: file, plan, sample, maxRecord: options.maxRecord) == identity else {
      throw JobError("\(file.shown): the file was changed while it was read; run the same command again")
    }
  }

  /// Counts the words of all files together.
  private func count(
    _ files: [SourceFile], _ plan: TrainingPlan, scratch: String, _ outcome: inout Outcome
  ) throws -> (words: WordRuns, sample: DocumentSample?) {
    try check(files)
    let sample = try self.sample(of: files, plan, in: nil, &outcome)
    let pass = try WordCountPass(plan, sample: sample, scratch: try TrainingScratch.prefix(in: scratch))
    options.progress.start("count", total: FileSizes.stored(files))
    for file in files {
      let reading = try pass.count(file, options: options) { outcome.add($0, of: file) }
      outcome.add(reading)
      try RejectionLimit(share: maxRejected).check(reading.counts, first: reading.firstRejection, of: file.name)
    }
    return (try pass.finish(), sample)
  }

  /// The documents to count; nil for all. A sample of a given size takes a pass that measures the text.
  private func sample(
    of files: [SourceFile], _ plan: TrainingPlan, in folder: CountFolder?, _ outcome: inout Outcome
  ) throws -> DocumentSample? {
    let size: Int
    switch plan.recipe.sample {
    case nil: return nil
    case .share(let share): return DocumentSample(share: share, seed: plan.seed)
    case .bytes(let bytes): size = bytes
    }
    if let pipe = files.first(where: { $0.storedSize == nil }) {
      throw JobError(
        .usage,
        "\(pipe.name): a sample of a given size takes a pass that measures the text, and this can be read once only; give "
          + "--sample as a share, as in 0.05")
    }
    let cache = try folder.map { try SampleCache($0, files, plan, maxRecord: options.maxRecord) }
    let choice: (sample: DocumentSample, short: [String])
    if let found = cache?.read() {
      choice = found
    } else {
      var histogram = plan.emptyHistogram
      options.progress.start("measure", total: FileSizes.stored(files))
      for file in files { _ = try histogram.measure(file, words: plan.words, options: options) }
      choice = try histogram.sample(of: size, mix: plan.mix)
      try cache?.write(choice)
    }
    outcome.warnings += plan.shortWarnings(choice.short)
    return choice.sample
  }

  /// Adds up what the count files were made of, and refuses those of which two hold the same input.
  private func checkOrigins(_ files: [String], _ outcome: inout Outcome) throws {
    var seen: [String: String] = [:]
    for path in files {
      guard let origin = CountOrigin(text: try WordCountFile.header(of: path).origin) else { continue }
      outcome.counts.add(origin.counts)
      outcome.warnings += origin.warnings
      guard let identity = origin.identity else { continue }
      if let other = seen.updateValue(path, forKey: identity) {
        throw JobError(.usage, "\(path) and \(other) count the same input, which would count twice")
      }
    }
  }
}

/// The sizes of input files.
enum FileSizes {
  /// The bytes that reading `files` takes, as stored; nil when not all are ordinary files.
  static func stored(_ files: [SourceFile]) -> Int? {
    let sizes = files.compactMap(\.storedSize)
    return sizes.count == files.count ? sizes.reduce(0, +) : nil
  }
}
