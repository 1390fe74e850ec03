import QuernBytes
import QuernDocuments
import QuernJSON
import QuernJobs
import QuernStreams

/// What a count file says of where its counts come from: which bytes of which file, which of their documents, and what
/// was met on the way.
public struct CountOrigin: Sendable {
  /// The input file, what documents are in it, what words are, and the sample, as JSON: the same identity means the same
  /// counts. Nil for what cannot be known again, as a pipe.
  public var identity: String?
  /// The documents that were counted; nil for all.
  public var sample: DocumentSample?
  /// What was counted of the file's records.
  public var counts: Counts
  /// Messages about survived damage.
  public var warnings: [String]

  init(identity: String?, sample: DocumentSample?, counts: Counts, warnings: [String]) {
    self.identity = identity
    self.sample = sample
    self.counts = counts
    self.warnings = warnings
  }

  /// The identity of the counts of `file` under `plan`.
  /// - Throws: `StreamError` when the file cannot be read.
  static func identity(
    of file: SourceFile, _ plan: TrainingPlan, _ sample: DocumentSample?, maxRecord: Int
  ) throws -> String? {
    guard file.storedSize != nil else { return nil }
    let input = try InputFile(
      number: 0, source: file.source, path: file.path, name: file.name, textField: file.textField, idField: file.idField
    )
    return try identity(of: input, plan, sample, maxRecord: maxRecord)
  }

  static func identity(
    of input: InputFile, _ plan: TrainingPlan, _ sample: DocumentSample?, maxRecord: Int
  ) throws -> String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("input")
    input.write(into: &writer)
    writer.member("max_record", maxRecord)
    writer.key("rule")
    try plan.writeRule(into: &writer)
    if let sample {
      writer.key("sample")
      sample.write(into: &writer)
    }
    writer.endObject()
    return writer.buffer.bytes.text
  }

  /// The origin as the header of a count file has it.
  var text: String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("identity")
    if let identity { writer.string(identity) } else { writer.null() }
    writer.key("sample")
    if let sample { sample.write(into: &writer) } else { writer.null() }
    writer.key("counts")
    counts.write(into: &writer)
    writer.member("warnings", warnings)
    writer.endObject()
    return writer.buffer.bytes.text
  }

  /// Reads what ``text`` gave; nil for anything else.
  init?(text: String?) {
    guard let text, let root = try? JSONDocument(text).root, let counts = root["counts"], counts.isObject else {
      return nil
    }
    let sample = root["sample"].flatMap { DocumentSample($0) }
    guard sample != nil || root["sample"]?.isNull == true else { return nil }
    self.init(
      identity: root["identity"]?.string, sample: sample, counts: Counts(counts),
      warnings: (root["warnings"]?.elements ?? .none).compactMap(\.string))
  }
}
