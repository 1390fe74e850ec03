import QuernBytes
import QuernDedup
import QuernDocuments
import QuernJSON
import QuernJobs
import QuernStreams

/// Takes out of the documents of a batch what lists say; one per worker.
final class FinishWorker {
  private let settings: RunSettings
  private let input: InputFile
  private let lists: [ListStage]
  private var receipts: Receipts
  private var dropped: DroppedTexts
  private let cutText = CutText()
  private var frames = ZstdFrameWriter()
  private var docs = ByteBuffer()
  private var id = ByteBuffer()

  init(settings: RunSettings, input: InputFile, kept: KeptIDs) {
    self.settings = settings
    self.input = input
    lists = settings.listsOfCleaned
    receipts = Receipts(kept: kept, source: input.source)
    dropped = DroppedTexts(settings: settings, source: input.source)
  }

  /// Makes the part of the result that `batch` is; `lists` is what was found to go among its documents.
  /// - Throws: ``JobError`` when a list names none of these documents.
  func process(_ batch: DocumentBatch, lists entries: BatchLists) throws -> FinishTask.Result {
    let result = FinishTask.Result()
    var entries = entries
    docs.removeAll()
    docs.shrink(to: 4 << 20)
    receipts.removeAll()
    dropped.removeAll()
    for document in batch.documents {
      let identity = batch.id(of: document)
      var text = batch.text(of: document)
      if let fate = entries.take(identity) {
        id.removeAll()
        batch.appendID(of: document, path: input.name, to: &id)
        var amendment = VerdictAmendment(document: identity)
        if let removal = fate.removal {
          let reason = lists[removal.list].reason
          try receipts.write(removal.entry, id: id.bytes, reason: reason)
          dropped.add(text, of: identity, id: id.bytes, reason: reason)
          result.counts.add("dropped.\(reason)", 1)
          amendment.removal = (reason, removal.entry.hasKept ? removal.entry.kept : nil)
          result.amendments.append(amendment)
          continue
        }
        guard let rest = cutText.apply(fate.cuts.map(\.entries), to: text) else {
          throw BatchLists.changed(identity, of: input)
        }
        text = rest
        for (list, cuts) in fate.cuts {
          let reason = lists[list].reason
          for cut in cuts { try receipts.write(cut, id: id.bytes, reason: reason) }
          result.counts.add("edited.\(reason)", 1)
          amendment.cuts.append((reason, cuts.count))
        }
        result.amendments.append(amendment)
        batch.appendRecord(of: document, replacingTextWith: text, to: &docs)
      } else {
        batch.appendRecord(of: document, replacingTextWith: nil, to: &docs)
      }
      result.identities.append(littleEndian: identity.packed)
      result.counts.add("kept", 1)
      result.counts.add("bytes.kept_text", text.count)
    }
    try entries.checkEnd()
    compress(docs.bytes, into: &result.docs)
    compress(receipts.rows.buffer.bytes, into: &result.removed)
    compress(dropped.all.buffer.bytes, into: &result.dropped)
    result.sample = dropped.takeSample()
    return result
  }

  private func compress(_ bytes: UnsafeRawBufferPointer, into output: inout ByteBuffer) {
    if !bytes.isEmpty { frames.append(bytes, to: &output) }
  }
}
