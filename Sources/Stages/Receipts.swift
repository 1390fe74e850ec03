import QuernBytes
import QuernDedup
import QuernDocuments
import QuernJSON
import QuernJobs
import QuernStreams

/// The names of documents that stay in place of others.
struct KeptIDs: Sendable {
  private let settings: RunSettings
  private let folder: RunFolder
  private let tables = IDTableCache()

  init(settings: RunSettings, folder: RunFolder) {
    self.settings = settings
    self.folder = folder
  }

  /// Appends the user's id of `document`, or its substitute.
  func append(_ document: DocumentID, to buffer: inout ByteBuffer) throws {
    let file = document.file
    if file < settings.inputs.count + settings.references.count,
      try tables.table(file, at: folder.path(settings.ids(file))).append(line: document.line, to: &buffer)
    {
      return
    }
    appendSubstituteID(path: settings.file(file).name, line: document.line, to: &buffer)
  }
}

/// Writes the rows of `removed/`: what went because of a list, and what stays in its place.
struct Receipts: ~Copyable {
  private let kept: KeptIDs?
  private let source: String
  private var keptID = ByteBuffer()
  private(set) var rows = JSONWriter()

  /// - Parameter kept: nil where nothing is ever written.
  init(kept: KeptIDs?, source: String) {
    self.kept = kept
    self.source = source
  }

  /// Forgets all rows.
  mutating func removeAll() { rows.removeAll() }

  private mutating func begin(_ document: DocumentID, _ id: UnsafeRawBufferPointer, _ reason: String) {
    rows.beginObject()
    rows.member("doc", document.packed)
    rows.member("id", id)
    rows.member("source", source)
    rows.member("reason", reason)
  }

  private mutating func writeKept(_ document: DocumentID) throws {
    keptID.removeAll()
    try kept?.append(document, to: &keptID)
    rows.member("kept_doc", document.packed)
    rows.member("kept_id", keptID.bytes)
  }

  /// Writes that a document goes.
  mutating func write(_ removal: Removal, id: UnsafeRawBufferPointer, reason: String) throws {
    begin(removal.document, id, reason)
    if removal.hasKept {
      try writeKept(removal.kept)
      if !removal.similarity.isNaN { rows.member("similarity", removal.similarity) }
      rows.member("cluster", removal.cluster.packed)
    }
    rows.endObject()
    rows.endLine()
  }

  /// Writes that a part of a text goes.
  mutating func write(_ cut: TextCut, id: UnsafeRawBufferPointer, reason: String) throws {
    begin(cut.document, id, reason)
    rows.member("start", cut.start)
    rows.member("end", cut.end)
    try writeKept(cut.kept)
    rows.endObject()
    rows.endLine()
  }
}
