import QuernBytes
import QuernClassifiers
import QuernPersonalData

extension StageBenchmark {
  private final class Teller {
    var identifier: LanguageIdentifier
    init(_ model: TextClassifier, _ sample: TextSample?) { identifier = LanguageIdentifier(model, sample: sample) }
  }

  private final class Scorer {
    var scorer: ToxicityScorer
    init(_ model: ToxicityModel) { scorer = ToxicityScorer(model) }
  }

  private final class Replacer {
    var editor = PersonalDataEditor(PersonalDataPolicy())
    var out = ByteBuffer()
  }

  /// Replaces personal data as the profile `pii` does.
  /// - Returns: how much was found.
  func replacePersonalData() throws -> Int {
    try overDocuments(makeState: { Replacer() }) { replacer, text in
      replacer.out.removeAll()
      _ = replacer.editor.edit(text, into: &replacer.out)
      return replacer.editor.found.total
    }
  }

  /// Tells the language of every document.
  /// - Returns: of how many it could be told.
  func tellLanguages(_ model: TextClassifier, _ sample: TextSample?) throws -> Int {
    try overDocuments(makeState: { Teller(model, sample) }) { $0.identifier.identify($1) == nil ? 0 : 1 }
  }

  /// Scores every document.
  /// - Returns: how many have a mean that the model takes for toxic.
  func scoreToxicity(_ classifier: TextClassifier) throws -> Int {
    let model = try ToxicityModel(classifier)
    let threshold = classifier.description.threshold ?? 0.5
    return try overDocuments(makeState: { Scorer(model) }) { $0.scorer.score($1).mean > threshold ? 1 : 0 }
  }
}
