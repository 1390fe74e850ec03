import QuernJSON
import QuernJobs
import QuernStreams

/// The dropped texts that a run has stored.
struct DroppedTexts {
  private let paths: [String]

  init(_ folder: RunFolder) throws {
    paths =
      FileSystem.entry(at: folder.path("dropped")) == .folder
      ? try FileSystem.names(in: folder.path("dropped")).filter { $0.hasSuffix(".jsonl.zst") }
        .map { folder.path("dropped/\($0)") } : []
  }

  /// The documents whose text is stored. A set of all of them: for samples only.
  func documents() throws -> Set<UInt64> {
    var documents: Set<UInt64> = []
    for path in paths {
      try JSONRows(path).forEach { _, row in
        if let doc = row["doc"]?.uint { documents.insert(doc) }
        return true
      }
    }
    return documents
  }

  /// The beginnings of the texts of `documents`.
  func texts(of documents: Set<UInt64>) throws -> [UInt64: String] {
    var texts: [UInt64: String] = [:]
    for path in paths where texts.count < documents.count {
      try JSONRows(path).forEach { _, row in
        if let doc = row["doc"]?.uint, documents.contains(doc), let excerpt = Excerpt(of: row["text"], whole: false) {
          texts[doc] = printableText(excerpt.text) + (excerpt.isCut ? " …" : "")
        }
        return texts.count < documents.count
      }
    }
    return texts
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
