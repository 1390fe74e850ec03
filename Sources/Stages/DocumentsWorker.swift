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
  private let settings: RunSettings
  private let input: InputFile
  private let lists: [ListStage]
  private let routes: [Int]
  private let readsURL: Bool
  private let cleaning: WorkerCleaner?
  private var frames = ZstdFrameWriter()

  private var docs = ByteBuffer()
  private var verdicts = JSONWriter()
  private var receipts: Receipts
  private var dropped: DroppedTexts
  private let cutText = CutText()
  private var id = ByteBuffer()

  init(settings: RunSettings, input: InputFile, kept: KeptIDs?, repeatedLines: CommonLines? = nil) throws {
    self.settings = settings
    self.input = input
    lists = settings.listsOfInputs
    receipts = Receipts(kept: kept, source: input.source)
    dropped = DroppedTexts(settings: settings, source: input.source)
    routes = try settings.routes(of: input.source)
    readsURL = settings.readsURL(of: input.source)
    cleaning = settings.plan.map {
      WorkerCleaner($0, source: input.source, repeatedLines: repeatedLines)
    }
  }

  /// Decides on every document of `batch`; `lists` is what was found to go among them.
  /// - Throws: ``JobError`` when a list names none of these documents.
  func process(_ batch: DocumentBatch, lists: BatchLists) throws -> DocumentsBatch {
    let result = DocumentsBatch()
    var lists = lists
    docs.removeAll()
    docs.shrink(to: 4 << 20)
    verdicts.removeAll()
    receipts.removeAll()
    dropped.removeAll()
    for (index, document) in batch.documents.enumerated() {
      let identity = batch.id(of: document)
      id.removeAll()
      batch.appendID(of: document, path: input.name, to: &id)
      if let id = batch.userID(of: document) {
        result.idHashes.append(SortRecord(key: XXH3.hash128(id), value: identity.packed))
      }
      try decide(on: document, at: index, identity, lists.take(identity), batch, result)
    }
    try lists.checkEnd()
    compress(docs.bytes, into: &result.docs)
    compress(verdicts.buffer.bytes, into: &result.verdicts)
    compress(receipts.rows.buffer.bytes, into: &result.removed)
    compress(dropped.all.buffer.bytes, into: &result.dropped)
    result.sample = dropped.takeSample()
    writeRejections(of: batch, into: result)
    return result
  }

  private func compress(_ bytes: UnsafeRawBufferPointer, into output: inout ByteBuffer) {
    if !bytes.isEmpty { frames.append(bytes, to: &output) }
  }

  private func decide(
    on document: Document, at index: Int, _ identity: DocumentID, _ fate: BatchLists.Fate?, _ batch: DocumentBatch,
    _ result: DocumentsBatch
  ) throws {
    let read = batch.text(of: document)
    result.counts.add("bytes.text", read.count)
    verdicts.beginObject()
    verdicts.member("doc", identity.packed)
    verdicts.member("id", id.bytes)
    verdicts.member("source", input.source)
    verdicts.member("bytes", read.count)
    defer {
      verdicts.endObject()
      verdicts.endLine()
    }
    if let removal = fate?.removal {
      let reason = lists[removal.list].reason
      writeRemoved(removal.entry, reason: reason)
      try receipts.write(removal.entry, id: id.bytes, reason: reason)
      drop(read, identity, reason: reason, result)
      return
    }
    var text = read
    var isChanged = false
    if let fate {
      guard let rest = cutText.apply(fate.cuts.map(\.entries), to: read) else {
        throw BatchLists.changed(identity, of: input)
      }
      text = rest
      isChanged = true
      for (list, cuts) in fate.cuts {
        result.counts.add("edited.\(lists[list].reason)", 1)
        for cut in cuts { try receipts.write(cut, id: id.bytes, reason: lists[list].reason) }
      }
    }
    if let cleaning {
      var cleaned = CleaningDocument(text: text)
      if readsURL {
        cleaned.url = batch.noted(0, of: index)
        if cleaned.url.isEmpty { result.counts.add("url_missing", 1) }
      }
      let verdict = try cleaning.cleaner.clean(cleaned, among: routes)
      verdict.write(into: &verdicts)
      if verdict.edited {
        text = cleaning.cleaner.text
        isChanged = true
        for entry in verdict.edits.entries { result.counts.add("edited.\(entry.kind.rawValue)", 1) }
      }
      if let reason = verdict.reason {
        drop(read, identity, reason: reason, result)
        return
      }
    } else {
      writeKept()
    }
    batch.appendRecord(of: document, replacingTextWith: isChanged ? text : nil, to: &docs)
    result.identities.append(littleEndian: identity.packed)
    result.counts.add("kept", 1)
    result.counts.add("bytes.kept_text", text.count)
  }

  /// Writes the verdict of a document that no rule looked at.
  private func writeKept() {
    verdicts.member("keep", true)
    verdicts.key("reason")
    verdicts.null()
    verdicts.key("failed")
    verdicts.beginArray()
    verdicts.endArray()
    writeNoSignals()
  }

  private func writeNoSignals() {
    verdicts.key("signals")
    verdicts.beginObject()
    verdicts.endObject()
  }

  /// Writes the verdict of a document that a list removes.
  private func writeRemoved(_ removal: Removal, reason: String) {
    verdicts.member("keep", false)
    verdicts.member("reason", reason)
    verdicts.key("failed")
    verdicts.beginArray()
    verdicts.string(reason)
    verdicts.endArray()
    if removal.hasKept { verdicts.member("kept_doc", removal.kept.packed) }
    writeNoSignals()
  }

  private func drop(
    _ text: UnsafeRawBufferPointer, _ identity: DocumentID, reason: String, _ result: DocumentsBatch
  ) {
    result.counts.add("dropped.\(reason)", 1)
    dropped.add(text, of: identity, id: id.bytes, reason: reason)
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
