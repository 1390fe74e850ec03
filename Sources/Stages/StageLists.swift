import QuernDedup
import QuernDocuments
import QuernJobs
import QuernStreams
import Synchronization

/// What the lists of some stages say about the documents of one input file, found for each batch while it is read.
final class StageLists: Sendable {
  private struct Cursors {
    let removals: RemovalCursor
    let cuts: CutCursor?
  }

  private let input: InputFile
  private let cursors: Unshared<[Cursors]>
  /// Those of batches that no worker has taken yet, by first line.
  private let found = Mutex<[Int: BatchLists]>([:])

  /// Opens the lists of `stages`.
  init(_ stages: [ListStage], of input: InputFile, in folder: RunFolder) throws {
    self.input = input
    cursors = Unshared(
      try stages.map { stage in
        Cursors(
          removals: try RemovalCursor(path: folder.path(stage.removals), input: input.number),
          cuts: try stage.cuts.map { try CutCursor(path: folder.path($0), input: input.number) })
      })
  }

  /// Finds the entries of a batch; to be called for every batch, in order, before it is parsed.
  func prepare(_ batch: DocumentBatch, _ reader: BatchReader) throws {
    if cursors.value.isEmpty { return }
    let behind =
      batch.identities.last.map { DocumentID(packed: $0 + 1) }
      ?? DocumentID(file: input.number, line: reader.lines)
    let lists = try take(before: behind)
    if !lists.isEmpty { found.withLock { $0[batch.block.firstLine] = lists } }
  }

  private func take(before document: DocumentID) throws -> BatchLists {
    BatchLists(
      input: input,
      lists: try cursors.value.map {
        BatchLists.List(
          removals: try $0.removals.entries(before: document)[...],
          cuts: try $0.cuts?.entries(before: document)[...] ?? [])
      })
  }

  /// The entries of a batch.
  func take(_ batch: DocumentBatch) -> BatchLists {
    found.withLock { $0.removeValue(forKey: batch.block.firstLine) } ?? BatchLists(input: input, lists: [])
  }

  /// Fails when there are entries behind the last batch.
  func checkEnd() throws { try take(before: DocumentID(file: input.number + 1, line: 0)).checkEnd() }
}

/// What lists say about the documents of a batch, in their order.
struct BatchLists: Sendable {
  /// The entries of one list that no document has taken yet.
  struct List: Sendable {
    var removals: ArraySlice<Removal>
    var cuts: ArraySlice<TextCut>
  }

  /// What lists say about one document.
  struct Fate {
    /// The number of the list that removes it, and its entry.
    var removal: (list: Int, entry: Removal)?
    /// The cuts of the lists before, in their order.
    var cuts: [(list: Int, entries: ArraySlice<TextCut>)] = []
  }

  let input: InputFile
  private var lists: [List]

  init(input: InputFile, lists: [List]) {
    self.input = input
    self.lists = lists
  }

  /// Whether no list has an entry.
  var isEmpty: Bool { lists.allSatisfy { $0.removals.isEmpty && $0.cuts.isEmpty } }

  /// Takes what the lists say about `document`; nil when they say nothing. Documents must rise.
  mutating func take(_ document: DocumentID) -> Fate? {
    var fate: Fate?
    for index in lists.indices {
      let cuts = lists[index].cuts.prefix { $0.document == document }
      lists[index].cuts.removeFirst(cuts.count)
      if let removal = lists[index].removals.first, removal.document == document {
        lists[index].removals.removeFirst()
        fate = fate ?? Fate()
        fate?.removal = (index, removal)
        return fate
      }
      if !cuts.isEmpty {
        fate = fate ?? Fate()
        fate?.cuts.append((index, cuts))
      }
    }
    return fate
  }

  /// Fails when an entry is about none of the documents.
  func checkEnd() throws(JobError) {
    for list in lists {
      if let document = list.removals.first?.document ?? list.cuts.first?.document {
        throw BatchLists.changed(document, of: input)
      }
    }
  }

  /// What was listed is not what is read now.
  static func changed(_ document: DocumentID, of input: InputFile) -> JobError {
    JobError(
      "\(input.shown): line \(document.line + 1) was found to hold a duplicate, but is no such document now: the file "
        + "was changed while the run was going on; run the same command again with --redo")
  }
}
