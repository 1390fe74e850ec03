import ArgumentParser
import QuernBytes
import QuernJSON
import QuernJobs
import QuernReports
import QuernStages
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

  @Option(help: "The field that holds the text.")
  var text = "text"

  func validate() throws {
    if limit < 0 { throw ValidationError("--limit must not be negative") }
    if dropped && kept { throw ValidationError("--dropped and --kept exclude each other") }
  }

  func run() throws {
    if FileSystem.entry(at: path) == .folder {
      try inspectFolder(RunFolder(path))
    } else {
      guard reason == nil, source == nil, !dropped, !kept else {
        throw JobError(.usage, "\(path) is a file; --reason, --source, --dropped and --kept need a run folder")
      }
      try inspectFile()
    }
  }

  private func inspectFile() throws {
    var shown = 0
    let rows = try Rows(path)
    try rows.forEach { line, node in
      if json {
        Terminal.output(line)
        Terminal.output("\n")
      } else {
        show(
          title: title(of: node), text: node.member(named: text)?.bytes,
          without: "no text in field '\(text)'; name another with --text")
      }
      shown += 1
      return shown < limit
    }
    if rows.skipped > 0 { Terminal.message("\(path): \(rows.skipped) lines that are not JSON were passed over") }
    if shown == 0 && limit > 0 { Terminal.message("\(path) holds no documents") }
  }

  private func inspectFolder(_ folder: RunFolder) throws {
    let verdicts = folder.path("verdicts")
    guard FileSystem.entry(at: verdicts) == .folder else {
      throw JobError("\(folder.path) holds no verdicts; name a folder that quern run, clean or dedup has written")
    }
    if !json, reason == nil, source == nil, !dropped, !kept { try showFunnel(folder) }
    let droppedTexts = try readDropped(folder)
    var shown = 0
    for name in try FileSystem.names(in: verdicts) where name.hasSuffix(".jsonl.zst") && shown < limit {
      let docs = try Rows(folder.path("docs/\(name)"))
      try Rows("\(verdicts)/\(name)").forEach { line, verdict in
        let isKept = verdict["keep"]?.bool == true
        // Rows of kept documents and the documents stand in the same order.
        let record = isKept ? try docs.next() : nil
        guard matches(verdict, isKept) else { return true }
        if json {
          Terminal.output(line)
          Terminal.output("\n")
        } else {
          let text =
            isKept
            ? record?.member(named: text)?.bytes
            : verdict["doc"]?.uint.flatMap { droppedTexts[$0]?.root["text"]?.bytes }
          show(title: title(of: verdict), text: text, without: "its text was not kept")
        }
        shown += 1
        return shown < limit
      }
    }
    if shown == 0 && limit > 0 { Terminal.message("no document matches") }
  }

  private func showFunnel(_ folder: RunFolder) throws {
    let path = folder.path("report/report.json")
    guard case .file = FileSystem.entry(at: path) else {
      return Terminal.message("the run is not complete: \(path) is not there yet")
    }
    let report = try JSONDocument(try FileSystem.contents(of: path).bytes)
    guard let counts = report.root["documents"] else { return }
    Terminal.output(Funnel(Counts(counts)).lines.joined(separator: "\n") + "\n\n")
  }

  private func matches(_ verdict: JSONNode, _ isKept: Bool) -> Bool {
    if dropped && isKept || kept && !isKept { return false }
    if let reason, verdict["reason"]?.string != reason { return false }
    if let source, verdict["source"]?.string != source { return false }
    return true
  }

  /// The texts that the run kept of dropped documents, by identity.
  private func readDropped(_ folder: RunFolder) throws -> [UInt64: JSONDocument] {
    guard !json, !kept, FileSystem.entry(at: folder.path("dropped")) == .folder else { return [:] }
    var texts: [UInt64: JSONDocument] = [:]
    for name in try FileSystem.names(in: folder.path("dropped")) where name.hasSuffix(".jsonl.zst") {
      try Rows(folder.path("dropped/\(name)")).forEach { _, node in
        if let doc = node["doc"]?.uint { texts[doc] = node.document }
        return texts.count < 100_000
      }
    }
    return texts
  }

  private func title(of node: JSONNode) -> String {
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
    let thousandths = Int((value * 1000).rounded())
    return String(Double(thousandths) / 1000)
  }

  private func show(title: String, text: UnsafeRawBufferPointer?, without: String) {
    Terminal.output("── \(printable(title))\n")
    guard let text else { return Terminal.output("   (\(without))\n\n") }
    let cut = full ? text.count : min(text.count, 300)
    let excerpt = printable(text.slice(0, cut).text.replacingEnds())
    Terminal.output("\(excerpt)\(cut < text.count ? " …" : "")\n\n")
  }

  /// The text without control characters that would act on a terminal.
  private func printable(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          let isControl = scalar.value < 0x20 && scalar.value != 0x0A && scalar.value != 0x09
          return isControl || (0x7F...0x9F).contains(scalar.value) ? "\u{FFFD}" : scalar
        }))
  }
}

extension String {
  /// Without the replacement characters that cutting in the middle of a character leaves at the end.
  fileprivate func replacingEnds() -> String {
    var copy = self
    while copy.unicodeScalars.last == "\u{FFFD}" { copy.unicodeScalars.removeLast() }
    return copy
  }
}

/// The rows of a JSON Lines file, one after the other.
private final class Rows {
  private let path: String
  private let reader: LineBlockReader
  private let block = LineBlock()
  private var position = 0
  /// Lines so far that are not JSON.
  private(set) var skipped = 0

  init(_ path: String) throws {
    self.path = path
    reader = try LineBlockReader(path: path, maxLine: 1 << 40)
  }

  /// The next row; nil at the end. Lines that are not JSON are passed over.
  func next() throws -> JSONNode? { try nextLine()?.node }

  private func nextLine() throws -> (line: UnsafeRawBufferPointer, node: JSONNode)? {
    while true {
      let bytes = block.buffer.bytes
      if position >= bytes.count {
        guard reader.next(into: block) else {
          if let damage = reader.damage {
            throw StreamError(
              damage.kind, path: damage.path, offset: damage.offset, message: damage.message,
              hint: "what comes before is shown above")
          }
          return nil
        }
        position = 0
        continue
      }
      let end = bytes.firstOffset(of: 0x0A, from: position) ?? bytes.count
      let line = bytes.slice(position, end)
      position = end + 1
      if let document = try? JSONDocument(line) { return (line, document.root) }
      if line.contains(where: { $0 > 0x20 }) { skipped += 1 }
    }
  }

  /// Gives every row to `body` until it returns false.
  func forEach(_ body: (UnsafeRawBufferPointer, JSONNode) throws -> Bool) throws {
    while let (line, node) = try nextLine() {
      if try !body(line, node) { return }
    }
  }
}
