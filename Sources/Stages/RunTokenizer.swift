import QuernBytes
import QuernJobs
import QuernTokenizer

/// The vocabulary that the tasks of a run encode with.
enum RunTokenizer: Sendable {
  /// The file that the recipe names, with its fingerprint when the run was planned.
  case file(TokenizerFile, fingerprint: Hash128)
  /// What the run itself has trained.
  case trained

  /// Loads the vocabulary and makes sure that it is the one that the keys of the tasks stand for.
  func load(_ context: TaskContext) throws -> BPEModel {
    switch self {
    case .trained:
      let content = try context.verifiedContents(of: TrainTask.tokenizer, from: TrainTask.stage, task: 0)
      return try TokenizerFile(path: context.folder.path(TrainTask.tokenizer)).model(from: content)
    case .file(let file, let fingerprint):
      let model = try file.load()
      guard model.fingerprint == fingerprint else {
        throw JobError(
          "\(file.path): the vocabulary was changed while the run was going on; put the old file back and run the same "
            + "command again, or go on with the new one and --redo")
      }
      return model
    }
  }
}
