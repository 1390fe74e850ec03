import QuernBytes
import QuernTokenizer
import QuernWorkers
import Synchronization

/// The workers of a corpus audit, which serve one file after the other and are added up at the end.
final class AuditWorkers: Sendable {
  private let vocabularies: AuditVocabularies
  /// Those that no thread has.
  let free: RecyclingPool<AuditWorker>
  private let all: Made

  private final class Made: Sendable {
    let workers = Mutex<[AuditWorker]>([])
  }

  init(_ vocabularies: AuditVocabularies) {
    self.vocabularies = vocabularies
    let made = Made()
    all = made
    free = RecyclingPool {
      let worker = AuditWorker(vocabularies)
      made.workers.withLock { $0.append(worker) }
      return worker
    }
  }

  /// Adds what all workers counted; none may be at work.
  func merge(into audit: inout CorpusAudit) {
    let list = AuditWorker(vocabularies)
    for worker in all.workers.withLock({ $0 }) {
      for (id, count) in worker.counts.enumerated() { audit.counts[id] += count }
      for pretoken in worker.longest { list.note(pretoken) }
    }
    if vocabularies.model.pretokenizer.pattern != nil { audit.longestPretokens = list.longest }
  }
}

/// Figures by the value of a field.
struct GroupedFigures {
  private var figures: [[UInt8]: CorpusAudit.Figures] = [:]
  private var others = CorpusAudit.Figures()

  /// Adds the figures of a document, whose field is `name`, in the order of the documents.
  mutating func add(_ document: CorpusAudit.Figures, to name: UnsafeRawBufferPointer) {
    let key = Array(name)
    if figures[key] == nil && figures.count == CorpusAudit.mostGroups { return others.add(document) }
    figures[key, default: CorpusAudit.Figures()].add(document)
  }

  /// The groups, the most bytes first, equal ones by name.
  var groups: [CorpusAudit.Group] {
    let sorted = figures.sorted {
      $0.value.bytes != $1.value.bytes ? $0.value.bytes > $1.value.bytes : $0.key.lexicographicallyPrecedes($1.key)
    }
    let named = sorted.map { name, figures in
      CorpusAudit.Group(name: name.isEmpty ? "(none)" : String(decoding: name, as: UTF8.self), figures: figures)
    }
    return others.documents > 0 ? named + [CorpusAudit.Group(name: "(others)", figures: others)] : named
  }
}
