import QuernJobs

/// One of the at most two times that a run writes its documents: once they are cleaned, and once more when later stages
/// have found what else goes.
struct DocumentsWriting: Sendable {
  /// The stage of the job that writes.
  let stage: String
  /// Whether what it writes is the result; else it is read by the later stages and goes with the spills.
  let isLast: Bool

  private func path(_ folder: String, _ input: InputFile, _ ending: String = "jsonl.zst") -> String {
    isLast ? "\(folder)/\(input.stem).\(ending)" : "spill/\(stage)/\(folder)/\(input.stem).\(ending)"
  }

  /// The documents that stay, relative to the run folder.
  func docs(_ input: InputFile) -> String { path("docs", input) }
  /// The identity of each line of ``docs(_:)``, u64 each.
  func identities(_ input: InputFile) -> String { path("docs", input, "ids") }
  /// A row for every document.
  func verdicts(_ input: InputFile) -> String { path("verdicts", input) }
  /// A row for each document and each part of a text that went because of a list.
  func removed(_ input: InputFile) -> String { path("removed", input) }
  /// What was dropped, where all of it is kept.
  func dropped(_ input: InputFile) -> String { path("dropped", input) }
  /// The sample of what was dropped; always goes with the spills.
  func droppedSample(_ input: InputFile) -> String { "spill/\(stage)/\(input.stem).dropped" }
}

extension RunSettings {
  /// The writing that decides on every record of the inputs.
  var firstWriting: DocumentsWriting {
    DocumentsWriting(stage: recipe.stages.contains(.clean) ? "clean" : "write", isLast: !finishes)
  }

  /// The writing that makes the documents of the result.
  var lastWriting: DocumentsWriting {
    finishes ? DocumentsWriting(stage: FinishTask.stage, isLast: true) : firstWriting
  }

  /// All writings, in order.
  var writings: [DocumentsWriting] { finishes ? [firstWriting, lastWriting] : [firstWriting] }

  /// The stage of the job that writes the documents of the result: `clean`, `write` for a recipe that cleans nothing,
  /// or `finish` where more goes after cleaning.
  public var documentsStage: String { lastWriting.stage }

  /// The sorted hashes of the ids in an input file.
  func idHashes(_ input: InputFile) -> String { "spill/\(firstWriting.stage)/\(input.stem).id-hashes" }

  /// Whether a list says of any document that it goes or is cut.
  var makesLists: Bool { idsStage != nil }
}
