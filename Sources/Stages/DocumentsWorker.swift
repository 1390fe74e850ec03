import QuernBytes
import QuernCleaning
import QuernDedup
import QuernDocuments
import QuernJSON
import QuernJobs
import QuernStreams
import QuernText

/// What a worker made of one batch: compressed rows, ready to be written in order.
final class DocumentsBatch: @unchecked Sendable {
  var docs = ByteBuffer()
  var verdicts = ByteBuffer()
  var rejected = ByteBuffer()
  var removed = ByteBuffer()
  var dropped = ByteBuffer()
  /// The identities of the documents in `docs`, u64 each.
  var identities = ByteBuffer()
  var sample: [DroppedSample.Row] = []
  /// The hash of each id that the user gave, with its document.
  var idHashes: [SortRecord] = []
  /// `kept`, `dropped.REASON`, `edited.KIND`, `bytes.text`, `bytes.kept_text`, `url_missing`.
  var counts = Counts()
}

/// Decides on the documents of a batch; one per worker.
final class DocumentsWorker {
  /// The reason of documents that go because an equal one stays.
  static let duplicateReason = "exact_duplicate"

  private let settings: RunSettings
  private let input: InputFile
  private let duplicates: Duplicates?
  private let routes: [Int]
  private let readsURL: Bool
  private let cleaning: WorkerCleaner?
  private var frames = ZstdFrameWriter()

  private var docs = ByteBuffer()
  private var verdicts = JSONWriter()
  private var removed = JSONWriter()
  private var dropped = JSONWriter()
  private var id = ByteBuffer()
  private var keptID = ByteBuffer()

  init(
    settings: RunSettings, input: InputFile, duplicates: Duplicates?, repeatedLines: CommonLines? = nil
  ) throws {
    self.settings = settings
    self.input = input
    self.duplicates = duplicates
    routes = try settings.routes(of: input.source)
    readsURL = settings.readsURL(of: input.source)
    cleaning = settings.plan.map {
      WorkerCleaner($0, source: input.source, repeatedLines: repeatedLines)
    }
  }

  /// Decides on every document of `batch`; `removals` are the duplicates among them, in order.
  /// - Throws: ``JobError`` when a removal is none of these documents.
  func process(_ batch: DocumentBatch, removals: [Removal]) throws -> DocumentsBatch {
    let result = DocumentsBatch()
    docs.removeAll()
    docs.shrink(to: 4 << 20)
    verdicts.removeAll()
    removed.removeAll()
    dropped.removeAll()
    var nextRemoval = 0
    for (index, document) in batch.documents.enumerated() {
      let identity = batch.id(of: document)
      let removal =
        nextRemoval < removals.count && removals[nextRemoval].document == identity
        ? removals[nextRemoval] : nil
      if removal != nil { nextRemoval += 1 }
      id.removeAll()
      batch.appendID(of: document, path: input.name, to: &id)
      if let id = batch.userID(of: document) {
        result.idHashes.append(SortRecord(key: XXH3.hash128(id), value: identity.packed))
      }
      try decide(on: document, at: index, identity, removal, batch, result)
    }
    if nextRemoval < removals.count { throw BatchRemovals.unmatched(removals[nextRemoval], of: input) }
    compress(docs.bytes, into: &result.docs)
    compress(verdicts.buffer.bytes, into: &result.verdicts)
    compress(removed.buffer.bytes, into: &result.removed)
    compress(dropped.buffer.bytes, into: &result.dropped)
    writeRejections(of: batch, into: result)
    return result
  }

  private func compress(_ bytes: UnsafeRawBufferPointer, into output: inout ByteBuffer) {
    if !bytes.isEmpty { frames.append(bytes, to: &output) }
  }

  private func decide(
    on document: Document, at index: Int, _ identity: DocumentID, _ removal: Removal?, _ batch: DocumentBatch,
    _ result: DocumentsBatch
  ) throws {
    let source = batch.text(of: document)
    result.counts.add("bytes.text", source.count)
    verdicts.beginObject()
    verdicts.member("doc", identity.packed)
    verdicts.member("id", id.bytes)
    verdicts.member("source", input.source)
    verdicts.member("bytes", source.count)
    defer {
      verdicts.endObject()
      verdicts.endLine()
    }
    if let removal {
      writeDuplicate(removal.kept)
      try writeReceipt(removal)
      drop(document, identity, reason: DocumentsWorker.duplicateReason, batch, result)
      return
    }
    var text: UnsafeRawBufferPointer?
    if let cleaning {
      var cleaned = CleaningDocument(text: source)
      if readsURL {
        cleaned.url = batch.noted(0, of: index)
        if cleaned.url.isEmpty { result.counts.add("url_missing", 1) }
      }
      let verdict = try cleaning.cleaner.clean(cleaned, among: routes)
      verdict.write(into: &verdicts)
      if verdict.edited {
        text = cleaning.cleaner.text
        for entry in verdict.edits.entries { result.counts.add("edited.\(entry.kind.rawValue)", 1) }
      }
      if let reason = verdict.reason {
        drop(document, identity, reason: reason, batch, result)
        return
      }
    } else {
      writeKept()
    }
    batch.appendRecord(of: document, replacingTextWith: text, to: &docs)
    result.identities.append(littleEndian: identity.packed)
    result.counts.add("kept", 1)
    result.counts.add("bytes.kept_text", text?.count ?? source.count)
  }

  /// Writes the verdict of a document that no rule looked at.
  private func writeKept() {
    verdicts.member("keep", true)
    verdicts.key("reason")
    verdicts.null()
    verdicts.key("signals")
    verdicts.beginObject()
    verdicts.endObject()
  }

  private func writeDuplicate(_ kept: DocumentID) {
    verdicts.member("keep", false)
    verdicts.member("reason", DocumentsWorker.duplicateReason)
    verdicts.key("failed")
    verdicts.beginArray()
    verdicts.string(DocumentsWorker.duplicateReason)
    verdicts.endArray()
    verdicts.member("kept_doc", kept.packed)
    verdicts.key("signals")
    verdicts.beginObject()
    verdicts.endObject()
  }

  private func writeReceipt(_ removal: Removal) throws {
    keptID.removeAll()
    try duplicates?.appendID(of: removal.kept, to: &keptID)
    removed.beginObject()
    removed.member("doc", removal.document.packed)
    removed.member("id", id.bytes)
    removed.member("source", input.source)
    removed.member("kept_doc", removal.kept.packed)
    removed.member("kept_id", keptID.bytes)
    removed.member("similarity", 1)
    // Equal documents form one cluster, named by the one that stays.
    removed.member("cluster", removal.kept.packed)
    removed.endObject()
    removed.endLine()
  }

  private func drop(
    _ document: Document, _ identity: DocumentID, reason: String, _ batch: DocumentBatch, _ result: DocumentsBatch
  ) {
    result.counts.add("dropped.\(reason)", 1)
    let text = batch.text(of: document)
    switch settings.recipe.clean.keepDropped {
    case .none: break
    case .all:
      DroppedSample.write(
        document: identity, id: id.bytes, source: input.source, reason: reason, text: text, limit: nil,
        into: &dropped)
    case .sample:
      var row = JSONWriter()
      DroppedSample.write(
        document: identity, id: id.bytes, source: input.source, reason: reason, text: text,
        limit: DroppedSample.textLimit, into: &row)
      result.sample.append(
        DroppedSample.Row(
          group: "\(input.source)\u{0}\(reason)",
          key: documentKey(seed: settings.recipe.seed, document: identity.packed), bytes: Array(row.buffer.bytes)))
    }
  }

  private func writeRejections(of batch: DocumentBatch, into result: DocumentsBatch) {
    guard !batch.rejections.isEmpty else { return }
    var rows = JSONWriter()
    for rejection in batch.rejections {
      rejection.write(into: &rows, file: batch.file, path: input.name, source: input.source)
    }
    compress(rows.buffer.bytes, into: &result.rejected)
  }
}
