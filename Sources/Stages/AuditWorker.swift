import QuernBytes
import QuernDocuments
import QuernTokenizer

/// What all workers of a corpus audit read.
struct AuditVocabularies: Sendable {
  let model: BPEModel
  let other: BPEModel?
  /// By id: whether the token has one byte, whether it is no whole characters.
  let shapes: [(isSingle: Bool, isBroken: Bool)]

  init(model: BPEModel, other: BPEModel?) {
    self.model = model
    self.other = other
    shapes = (0..<UInt32(model.vocabularySize)).map { id in
      guard let bytes = model.bytes(of: id) else { return (false, false) }
      return (bytes.count == 1, TokenWholeness.of(bytes).wholeness != .whole)
    }
  }
}

/// Counts the tokens of documents; one thread at a time.
final class AuditWorker: @unchecked Sendable {
  /// What a worker tells of one document.
  struct Told {
    var figures = CorpusAudit.Figures()
    var difference: CorpusAudit.Difference?
  }

  private let vocabularies: AuditVocabularies
  private var encoder: Encoder
  private var otherEncoder: OtherEncoder?
  private var ids: [UInt32] = []
  /// How often each id occurred in all documents so far.
  private(set) var counts: [UInt64]
  /// The longest pretokens so far, in order.
  private(set) var longest: [CorpusAudit.LongPretoken] = []

  private final class OtherEncoder {
    var encoder: Encoder
    var ids: [UInt32] = []
    init(_ model: BPEModel) { encoder = Encoder(model: model) }
  }

  init(_ vocabularies: AuditVocabularies) {
    self.vocabularies = vocabularies
    encoder = Encoder(model: vocabularies.model)
    otherEncoder = vocabularies.other.map { OtherEncoder($0) }
    counts = Array(repeating: 0, count: vocabularies.model.vocabularySize)
  }

  /// Encodes every document of `batch`.
  func work(_ batch: DocumentBatch, path: String) throws -> [Told] {
    try batch.documents.map { document in
      let text = batch.text(of: document)
      var told = Told()
      told.figures.documents = 1
      told.figures.bytes = text.count
      told.figures.words = countWords(in: text)
      ids.removeAll(keepingCapacity: true)
      try encoder.encode(text, into: &ids)
      tally(into: &told.figures)
      lazy var id = {
        var id = ByteBuffer()
        batch.appendID(of: document, path: path, to: &id)
        return id.bytes.text
      }()
      try compare(text, &told) { id }
      if let pattern = vocabularies.model.pretokenizer.pattern {
        notePretokens(text, pattern, document: batch.id(of: document).packed) { id }
      }
      return told
    }
  }

  private func tally(into figures: inout CorpusAudit.Figures) {
    figures.tokens = ids.count
    counts.withUnsafeMutableBufferPointer { counts in
      vocabularies.shapes.withUnsafeBufferPointer { shapes in
        for id in ids {
          counts[Int(id)] &+= 1
          figures.singleByteTokens &+= shapes[Int(id)].isSingle ? 1 : 0
          figures.brokenTokens &+= shapes[Int(id)].isBroken ? 1 : 0
        }
      }
    }
  }

  private func compare(_ text: UnsafeRawBufferPointer, _ told: inout Told, id: () -> String) throws {
    guard let other = otherEncoder else { return }
    other.ids.removeAll(keepingCapacity: true)
    try other.encoder.encode(text, into: &other.ids)
    told.figures.otherTokens = other.ids.count
    guard ids != other.ids else { return }
    let common = zip(ids, other.ids).prefix { $0 == $1 }.count
    told.difference = CorpusAudit.Difference(
      id: id(), position: common,
      offset: ids[..<common].reduce(0) { $0 + (vocabularies.model.bytes(of: $1)?.count ?? 0) },
      first: common < ids.count ? ids[common] : nil, second: common < other.ids.count ? other.ids[common] : nil)
  }

  private func notePretokens(
    _ text: UnsafeRawBufferPointer, _ pattern: SplitPattern, document: UInt64, id: () -> String
  ) {
    var start = 0
    while start < text.count {
      let end = pattern.endOfPretoken(in: text, from: start)
      if longest.count < CorpusAudit.listedPretokens || end - start >= longest.last!.bytes {
        note(
          CorpusAudit.LongPretoken(
            bytes: end - start, document: document, id: id(), offset: start,
            start: Array(text.slice(start, min(end, start + CorpusAudit.excerpt)))))
      }
      start = end
    }
  }

  /// Takes `pretoken` into the list if it belongs there: the longest first, of equals the earlier one.
  func note(_ pretoken: CorpusAudit.LongPretoken) {
    func precedes(_ left: CorpusAudit.LongPretoken, _ right: CorpusAudit.LongPretoken) -> Bool {
      (right.bytes, left.document, left.offset) < (left.bytes, right.document, right.offset)
    }
    let place = longest.firstIndex { precedes(pretoken, $0) } ?? longest.count
    guard place < CorpusAudit.listedPretokens else { return }
    longest.insert(pretoken, at: place)
    if longest.count > CorpusAudit.listedPretokens { longest.removeLast() }
  }
}
