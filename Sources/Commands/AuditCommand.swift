import ArgumentParser
import QuernBytes
import QuernDocuments
import QuernJobs
import QuernReports
import QuernStages
import QuernTokenizer
import QuernWorkers

/// `quern audit`
struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Looks for what is wrong with a vocabulary, and what it makes of a corpus.",
    discussion: """
      EXAMPLES:
        quern audit tokenizer.json
        quern audit cl100k_base.tiktoken:cl100k corpus/*.jsonl.zst
        quern audit new.json corpus.jsonl.zst --against old.json
        quern audit tokenizer.json corpus.jsonl.zst --json | jq .corpus.languages

      Without a corpus: tokens that no text becomes, that are halves of characters, that repeat; the longest ones; \
      added tokens that hold others; tokens by kind. With a corpus: bytes a token and tokens a word by language and \
      source, tokens that are never used, how evenly the vocabulary is used. With --against: what differs.
      A word is a run of characters that are not white space. Added tokens in texts are plain text.
      """)

  @Argument(help: "\(vocabularyFileHelp)")
  var tokenizer: String

  @Argument(help: "The corpus: files, folders, quoted globs or -.")
  var inputs: [String] = []

  @Option(help: "Another vocabulary to compare with.")
  var against: String?

  @Option(help: "The field that names a document's language.")
  var lang = "lang"

  @Option(help: "The field that names a document's source.")
  var source = "source"

  @Option(help: "How many tokens of each list are shown; --json has all.")
  var list = 10

  @OptionGroup var records: RecordOptions
  @OptionGroup var work: WorkOptions

  func validate() throws {
    if list < 0 { throw ValidationError("--list must not be negative") }
  }

  func run() throws {
    var files = try records.sources(inputs)
    for index in files.indices { files[index].notedFields = [lang, source] }
    let model = try TokenizerFile(argument: tokenizer).load()
    let other = try against.map { try TokenizerFile(argument: $0).load() }
    let vocabulary = VocabularyAudit(model)
    var report = AuditReport(name: tokenizer, model: model, vocabulary: vocabulary, list: list)
    if let other, let against {
      report.against = AuditReport.Against(
        name: against, model: other, difference: VocabularyDifference(model, other))
    }
    var outcome = DirectJob.Outcome()
    if !files.isEmpty {
      let progress = Progress()
      let meter = ProgressMeter(progress, quiet: work.quiet)
      defer { meter.end() }
      progress.start("audit", total: storedBytes(of: files))
      let job = DirectJob(
        options: PassOptions(work, records: records, progress: progress), maxRejected: records.maxRejected)
      let audit: CorpusAudit
      (audit, outcome) = try job.audit(files, model: model, against: other)
      meter.end()
      report.corpus = AuditReport.Corpus(audit: audit, distribution: audit.distribution(model, vocabulary))
    }
    if work.json {
      let json = report.json(outcome)
      Terminal.output(json.bytes)
    } else {
      Terminal.output(report.text)
    }
    var quiet = work
    quiet.json = false
    try DirectSummary(outcome: outcome, work: quiet).finish([])
  }
}
