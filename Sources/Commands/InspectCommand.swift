import ArgumentParser
import QuernBytes
import QuernJSON
import QuernJobs
import QuernStreams

/// `quern inspect`
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Shows documents of a run folder or a file, with what was decided on them.",
    discussion: """
      EXAMPLES:
        quern inspect run                      (what went where, then documents)
        quern inspect run --reason basic.min_words --limit 3
        quern inspect raw/a.jsonl.zst --limit 1 --full
        quern inspect run --dropped --json | jq .signals
      """)

  @Argument(help: "A run folder, or a file of documents.")
  var path: String

  @Option(help: "Documents to show.")
  var limit = 10

  @Option(help: "Only documents that were dropped for this reason.")
  var reason: String?

  @Option(help: "Only documents of this source.")
  var source: String?

  @Flag(help: "Only dropped documents.")
  var dropped = false

  @Flag(help: "Only kept documents.")
  var kept = false

  @Flag(help: "Show whole texts instead of their first 300 bytes.")
  var full = false

  @Flag(help: "Print verdict rows (of a folder) or records (of a file) as they are.")
  var json = false

  @Option(help: "The field that holds the text (default: text; in a run folder what its plan says).")
  var text: String?

  func validate() throws {
    if limit < 0 { throw ValidationError("--limit must not be negative") }
    if dropped && kept { throw ValidationError("--dropped and --kept exclude each other") }
  }

  func run() throws {
    if FileSystem.entry(at: path) == .folder {
      try inspect(RunFolder(path))
    } else {
      guard reason == nil, source == nil, !dropped, !kept else {
        throw JobError(.usage, "\(path) is a file; --reason, --source, --dropped and --kept need a run folder")
      }
      try inspectFile()
    }
  }

  private func inspectFile() throws {
    let field = text ?? "text"
    var shown = 0
    let rows = try JSONRows(path)
    if limit == 0 { return }
    try rows.forEach { line, node in
      if json {
        Terminal.output(line)
        Terminal.output("\n")
      } else {
        show(
          title: title(of: node), text: Excerpt(of: node.member(named: field), whole: full),
          without: "no text in field '\(field)'; name another with --text")
      }
      shown += 1
      return shown < limit
    }
    if rows.skipped > 0 { Terminal.message("\(path): \(rows.skipped) lines that are not JSON were passed over") }
    if shown == 0 { Terminal.message("\(path) holds no documents") }
  }

  /// Id, source, decision and signals of a verdict or a record, as far as it has them.
  func title(of node: JSONNode) -> String {
    var parts: [String] = []
    if let id = node["id"] { parts.append(id.string ?? id.uint.map(String.init) ?? "?") }
    if let source = node["source"]?.string { parts.append(source) }
    if let keep = node["keep"]?.bool {
      parts.append(keep ? "kept" : "dropped: \(node["reason"]?.string ?? "?")")
    }
    for signal in node["signals"]?.members ?? JSONMembers.none {
      guard let value = signal.value.double else { continue }
      parts.append("\(signal.key.text)=\(signal.value.int.map(String.init) ?? fixedText(value))")
    }
    return parts.joined(separator: "  ")
  }

  private func fixedText(_ value: Double) -> String {
    let thousandths = (value * 1000).rounded()
    return String(thousandths.isFinite ? thousandths / 1000 : value)
  }

  /// Shows a document, or says why it is shown `without` its text.
  func show(title: String, text: Excerpt?, without: String) {
    Terminal.output("── \(printableText(title))\n")
    guard let text else { return Terminal.output("   (\(without))\n\n") }
    Terminal.output("\(printableText(text.text))\(text.isCut ? " …" : "")\n\n")
  }
}

/// What is shown of a text.
struct Excerpt {
  private let bytes: [UInt8]
  /// Whether the text goes on.
  let isCut: Bool

  /// The text of `node`, or its first 300 bytes; nil when it is no string.
  /// - Parameter isPart: whether `node` holds only the beginning of the text.
  init?(of node: JSONNode?, whole: Bool, isPart: Bool = false) {
    guard let node, let all = node.bytes else { return nil }
    (bytes, isCut) = withExtendedLifetime(node) {
      let count = whole ? all.count : min(all.count, 300)
      return (Array(all.slice(0, count)), isPart || count < all.count)
    }
  }

  /// The text, without the part of a character that cutting leaves at the end.
  var text: String {
    var text = String(decoding: bytes, as: UTF8.self)
    if isCut { while text.unicodeScalars.last == "\u{FFFD}" { text.unicodeScalars.removeLast() } }
    return text
  }
}
