import QuernJSON
import QuernJobs
import QuernStreams

/// The beginnings of the dropped texts that a run has stored, by document.
struct DroppedTexts {
  private(set) var texts: [UInt64: String] = [:]

  init(_ folder: RunFolder) throws {
    guard FileSystem.entry(at: folder.path("dropped")) == .folder else { return }
    for name in try FileSystem.names(in: folder.path("dropped")) where name.hasSuffix(".jsonl.zst") {
      try JSONRows(folder.path("dropped/\(name)")).forEach { _, row in
        if let doc = row["doc"]?.uint, let excerpt = Excerpt(of: row["text"], whole: false) {
          texts[doc] = printableText(excerpt.text) + (excerpt.isCut ? " …" : "")
        }
        return true
      }
    }
  }
}

/// The beginnings of some kept texts of a run, by document.
struct KeptTexts {
  private(set) var texts: [UInt64: String] = [:]

  init(_ folder: RunFolder, documents: Set<UInt64>) throws {
    let fields = try RunPlan.textFields(in: folder)
    for name in try FileSystem.names(in: folder.path("verdicts")) where name.hasSuffix(".jsonl.zst") {
      if texts.count == documents.count { return }
      let field = Int(name.prefix { $0 != "-" }).flatMap { fields[$0] } ?? "text"
      let docs = try JSONRows(folder.path("docs/\(name)"))
      try JSONRows(folder.path("verdicts/\(name)")).forEach { _, verdict in
        guard verdict["keep"]?.bool == true else { return true }
        let record = try docs.next()
        if let doc = verdict["doc"]?.uint, documents.contains(doc),
          let excerpt = Excerpt(of: record?.member(named: field), whole: false)
        {
          texts[doc] = printableText(excerpt.text) + (excerpt.isCut ? " …" : "")
        }
        return texts.count < documents.count
      }
    }
  }
}
