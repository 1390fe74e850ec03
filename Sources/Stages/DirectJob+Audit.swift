import QuernBytes
import QuernDocuments
import QuernJobs
import QuernTokenizer
import QuernWorkers

extension DirectJob {
  /// Encodes the documents of `files` and counts what `model` makes of them, beside `other` if it is given.
  ///
  /// The language and the source of a document are the noted fields 0 and 1 of its file. Memory does not grow with the
  /// corpus, and the result does not depend on the number of threads.
  public func audit(
    _ files: [SourceFile], model: BPEModel, against other: BPEModel?
  ) throws -> (audit: CorpusAudit, outcome: Outcome) {
    var outcome = Outcome()
    try check(files)
    var audit = CorpusAudit(counts: Array(repeating: 0, count: model.vocabularySize))
    var languages = GroupedFigures()
    var sources = GroupedFigures()
    let workers = AuditWorkers(AuditVocabularies(model: model, other: other))
    for file in files {
      let reading = try DocumentPass(file: file, options: options).run(
        makeState: { workers.free.lease() },
        work: { lease, batch in try lease.element.work(batch, path: file.name) },
        consume: { batch, told in
          outcome.add(batch.rejections, of: file)
          for (index, document) in told.enumerated() {
            audit.total.add(document.figures)
            languages.add(document.figures, to: batch.noted(0, of: index))
            sources.add(document.figures, to: batch.noted(1, of: index))
            guard let difference = document.difference else { continue }
            audit.differing += 1
            if audit.firstDifference == nil { audit.firstDifference = difference }
          }
        })
      outcome.add(reading)
      try RejectionLimit(share: maxRejected).check(reading.counts, first: reading.firstRejection, of: file.name)
    }
    audit.languages = languages.groups
    audit.sources = sources.groups
    workers.merge(into: &audit)
    return (audit, outcome)
  }
}
