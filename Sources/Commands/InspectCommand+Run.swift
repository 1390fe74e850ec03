import QuernBytes
import QuernJSON
import QuernJobs
import QuernReports
import QuernStreams

extension InspectCommand {
  /// Shows the funnel of a run and the documents that match, in the order of the verdicts.
  func inspect(_ folder: RunFolder) throws {
    guard FileSystem.entry(at: folder.path("verdicts")) == .folder else {
      throw JobError("\(folder.path) holds no verdicts; name a folder that quern run, clean or dedup has written")
    }
    if !json, reason == nil, source == nil, !dropped, !kept { try showFunnel(folder) }
    if limit == 0 { return }
    let fields = try text == nil ? RunPlan.textFields(in: folder) : [:]
    let texts = try droppedTexts(folder)
    var shown = 0
    for name in try verdictFiles(folder) where shown < limit {
      let field = text ?? inputNumber(of: name).flatMap { fields[$0] } ?? "text"
      let docs = try JSONRows(folder.path("docs/\(name)"))
      try JSONRows(folder.path("verdicts/\(name)")).forEach { line, verdict in
        // Rows of kept documents and the documents stand in the same order.
        let record = isKept(verdict) ? try docs.next() : nil
        guard matches(verdict) else { return true }
        if json {
          Terminal.output(line)
          Terminal.output("\n")
        } else if isKept(verdict) {
          show(
            title: title(of: verdict), text: Excerpt(of: record?.member(named: field), whole: full),
            without: "no text in field '\(field)'; name another with --text")
        } else {
          show(
            title: title(of: verdict), text: verdict["doc"]?.uint.flatMap { texts[$0] },
            without: "its text was not kept")
        }
        shown += 1
        return shown < limit
      }
    }
    if shown == 0 { Terminal.message("no document matches") }
  }

  private func verdictFiles(_ folder: RunFolder) throws -> [String] {
    try FileSystem.names(in: folder.path("verdicts")).filter { $0.hasSuffix(".jsonl.zst") }
  }

  /// The number that the name of an input's results begins with.
  private func inputNumber(of name: String) -> Int? { Int(name.prefix { $0 != "-" }) }

  private func showFunnel(_ folder: RunFolder) throws {
    let path = folder.path("report/report.json")
    guard case .file = FileSystem.entry(at: path) else {
      return Terminal.message("the run is not complete: \(path) is not there yet")
    }
    let report = try JSONDocument(try FileSystem.contents(of: path))
    guard let counts = report.root["documents"] else { return }
    Terminal.output(Funnel(Counts(counts)).lines.joined(separator: "\n") + "\n\n")
  }

  private func isKept(_ verdict: JSONNode) -> Bool { verdict["keep"]?.bool == true }

  private func matches(_ verdict: JSONNode) -> Bool {
    if dropped && isKept(verdict) || kept && !isKept(verdict) { return false }
    if let reason, verdict["reason"]?.string != reason { return false }
    if let source, verdict["source"]?.string != source { return false }
    return true
  }

  /// What the run kept of the dropped documents that will be shown, by identity.
  ///
  /// The verdicts are read once more to know them, so that memory holds no other texts.
  private func droppedTexts(_ folder: RunFolder) throws -> [UInt64: Excerpt] {
    guard !json, !kept, FileSystem.entry(at: folder.path("dropped")) == .folder else { return [:] }
    var wanted: Set<UInt64> = []
    var selected = 0
    for name in try verdictFiles(folder) where selected < limit {
      try JSONRows(folder.path("verdicts/\(name)")).forEach { _, verdict in
        guard matches(verdict) else { return true }
        if !isKept(verdict), let doc = verdict["doc"]?.uint { wanted.insert(doc) }
        selected += 1
        return selected < limit
      }
    }
    var texts: [UInt64: Excerpt] = [:]
    for name in try FileSystem.names(in: folder.path("dropped")) where name.hasSuffix(".jsonl.zst") {
      if texts.count == wanted.count { break }
      try JSONRows(folder.path("dropped/\(name)")).forEach { _, row in
        if let doc = row["doc"]?.uint, wanted.contains(doc) {
          texts[doc] = Excerpt(of: row["text"], whole: full, isPart: row["text_bytes"] != nil)
        }
        return texts.count < wanted.count
      }
    }
    return texts
  }
}
