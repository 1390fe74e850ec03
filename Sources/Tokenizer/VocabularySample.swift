import QuernBytes

/// Measures a trained vocabulary and another one that cuts text otherwise on documents, each in the group that it is of.
///
/// One per thread, added up with ``add(_:)``.
public final class VocabularySample: @unchecked Sendable {  // one thread at a time
  /// What the two made of the documents.
  public struct Result: Sendable {
    /// What the report calls the other vocabulary.
    public var name: String
    /// The ids of the other vocabulary.
    public var size: Int
    /// The number of documents.
    public var documents = 0
    /// The figures of the vocabulary that was trained.
    public var trained: [WordGroup: TrainingReport.Figures] = [:]
    /// The figures of the other one.
    public var other: [WordGroup: TrainingReport.Figures] = [:]
  }

  /// What was measured so far.
  public private(set) var result: Result
  private var encoder: Encoder
  private var otherEncoder: Encoder

  public init(_ trained: BPEModel, _ other: BPEModel, name: String) {
    encoder = Encoder(model: trained)
    otherEncoder = Encoder(model: other)
    result = Result(name: name, size: other.vocabularySize)
  }

  /// Takes a document.
  /// - Throws: as ``Encoder/encode(_:into:specials:)``.
  public func add(_ text: UnsafeRawBufferPointer, group: WordGroup) throws(TokenizerError) {
    let bytes = Int64(text.count)
    let tokens = Int64(try encoder.count(text))
    let others = Int64(try otherEncoder.count(text))
    result.documents += 1
    result.trained[group, default: .init()].add(TrainingReport.Figures(bytes: bytes, tokens: tokens))
    result.other[group, default: .init()].add(TrainingReport.Figures(bytes: bytes, tokens: others))
  }

  /// Adds what another thread measured with the same vocabularies.
  public func add(_ more: Result) {
    result.documents += more.documents
    for (group, figures) in more.trained { result.trained[group, default: .init()].add(figures) }
    for (group, figures) in more.other { result.other[group, default: .init()].add(figures) }
  }
}
