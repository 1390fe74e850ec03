import QuernJobs
import QuernStreams
import QuernTokenizer
import QuernWorkers

/// Makes a vocabulary smaller, by use where there are word counts.
public struct VocabularyPruning: Sendable {
  /// The size, and what need not stay.
  public var pruner: VocabularyPruner
  /// Count files, and folders of them.
  public var counts: [String] = []
  /// What the names of files start with that nobody needs afterwards.
  public var scratch: String
  /// The bytes that reading counts may take.
  public var memory = TrainingMemory.standard

  public init(_ pruner: VocabularyPruner, counts: [String], scratch: String) {
    self.pruner = pruner
    self.counts = counts
    self.scratch = scratch
  }

  /// Prunes `model`.
  /// - Throws: ``JobError`` when that cannot be done, `StreamError` for counts that cannot be read, `Cancelled`.
  public func run(_ model: BPEModel, cancellation: Cancellation) throws -> PrunedVocabulary {
    do {
      if counts.isEmpty { return try pruner.prune(model) }
      let files = try CountFolder.files(for: counts)
      let words = try WordRuns(files: files, scratch: scratch, memory: max(memory / 4, 8 << 20))
      let uses = try model.uses(in: words) { try cancellation.check() }
      return try pruner.prune(model, uses: uses)
    } catch let error as TokenizerError {
      throw JobError("cannot prune: \(error)")
    }
  }
}
