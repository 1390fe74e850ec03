import QuernDedup
import QuernDocuments
import QuernJobs
import QuernStreams
import Synchronization

/// The duplicates among the documents of one input file, found for each batch while the file is read.
final class BatchRemovals: Sendable {
  private let input: InputFile
  private let cursor: Unshared<RemovalCursor?>
  /// Those of batches that no worker has taken yet, by first line.
  private let found = Mutex<[Int: [Removal]]>([:])

  /// - Parameter path: the list of duplicates; nil when none were looked for.
  init(of input: InputFile, from path: String?) throws {
    self.input = input
    cursor = Unshared(try path.map { try RemovalCursor(path: $0, input: input.number) })
  }

  /// Finds those of a batch; to be called for every batch, in order, before it is parsed.
  func prepare(_ batch: DocumentBatch, _ reader: BatchReader) throws {
    guard let cursor = cursor.value else { return }
    let removals = try cursor.removals(before: DocumentID(file: input.number, line: reader.lines))
    if !removals.isEmpty { found.withLock { $0[batch.block.firstLine] = removals } }
  }

  /// The duplicates in a batch, in order.
  func take(_ batch: DocumentBatch) -> [Removal] {
    found.withLock { $0.removeValue(forKey: batch.block.firstLine) } ?? []
  }

  /// Fails when there are duplicates behind the last batch.
  func checkEnd() throws {
    let left = try cursor.value?.removals(before: DocumentID(file: input.number + 1, line: 0)) ?? []
    if let removal = left.first { throw BatchRemovals.unmatched(removal, of: input) }
  }

  /// A duplicate that was found is not among the documents.
  static func unmatched(_ removal: Removal, of input: InputFile) -> JobError {
    JobError(
      "\(input.shown): line \(removal.document.line + 1) was found to be a duplicate, but is no document now: the file "
        + "was changed while the run was going on; run the same command again with --redo")
  }
}
