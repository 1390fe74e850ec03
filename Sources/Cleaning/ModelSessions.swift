import QuernBytes
import QuernClassifiers
import QuernText

extension Signal {
  /// The most probable language, by the labels of the model; none for a text in which the model knows nothing.
  public static let language = Signal("language", .language, 0, .label)
  /// Its probability as fastText computes it, which may lie a little above 1.
  public static let languageScore = Signal("language_score", .language, 1)
  /// The script of most letters, by its ISO 15924 code; none for a text without letters. It tells languages apart only
  /// as far as they are written differently, and is there without any model.
  public static let script = Signal("script", .script, 0, .label)
  /// The share of the letters that are of this script.
  public static let scriptShare = Signal("script_share", .script, 1)
  /// The mean toxicity of the sentences, weighted by their lengths.
  public static let toxicity = Signal("toxicity", .toxicity, 0)
  /// The toxicity of the most toxic sentence.
  public static let toxicityMax = Signal("toxicity_max", .toxicity, 1)
  /// The share of the sentences with a toxicity of 0.4 and more.
  public static let toxicityShare = Signal("toxicity_share", .toxicity, 2)
}

/// What one thread needs to ask models; made when a model is asked for the first time.
final class ModelSessions {
  private final class Languages {
    var identifier: LanguageIdentifier
    init(_ model: TextClassifier, _ sample: TextSample?) { identifier = LanguageIdentifier(model, sample: sample) }
  }

  private final class Toxicity {
    var scorer: ToxicityScorer
    init(_ model: ToxicityModel) { scorer = ToxicityScorer(model) }
  }

  private var languages: Languages?
  private var toxicity: Toxicity?

  func writeLanguage(
    of text: UnsafeRawBufferPointer, _ resources: CleaningResources, to values: UnsafeMutableBufferPointer<Double>
  ) {
    values[Signal.language.slot] = -1
    values[Signal.languageScore.slot] = 0
    guard let model = resources.languageModel else { return }
    let languages = languages ?? Languages(model, resources.languageSample)
    self.languages = languages
    guard let guess = languages.identifier.identify(text) else { return }
    values[Signal.language.slot] = Double(guess.label)
    values[Signal.languageScore.slot] = exactDouble(guess.probability)
  }

  func writeToxicity(
    of text: UnsafeRawBufferPointer, _ resources: CleaningResources, to values: UnsafeMutableBufferPointer<Double>
  ) {
    write(scorer(resources)?.scorer.score(text) ?? ToxicityScores(), to: values)
  }

  /// Appends `text` to `out` without the sentences whose toxicity is `least` or more.
  /// - Returns: whether there were any.
  func cutSentences(
    of text: UnsafeRawBufferPointer, from least: Float, _ resources: CleaningResources,
    values: UnsafeMutableBufferPointer<Double>, into out: inout ByteBuffer, _ counts: inout EditCounts
  ) -> Bool {
    guard let (scores, cut) = scorer(resources)?.scorer.cut(text, from: least, into: &out) else { return false }
    write(scores, to: values)
    counts.add(.toxicSentence, cut)
    return cut > 0
  }

  private func scorer(_ resources: CleaningResources) -> Toxicity? {
    guard let model = resources.toxicityModel else { return nil }
    let toxicity = toxicity ?? Toxicity(model)
    self.toxicity = toxicity
    return toxicity
  }

  private func write(_ scores: ToxicityScores, to values: UnsafeMutableBufferPointer<Double>) {
    values[Signal.toxicity.slot] = scores.mean
    values[Signal.toxicityMax.slot] = exactDouble(Float(scores.max))
    values[Signal.toxicityShare.slot] = scores.share
  }
}

/// The number that the fewest digits of `value` stand for, so that verdicts do not show digits that it never had.
private func exactDouble(_ value: Float) -> Double { Double(value.description) ?? Double(value) }

/// The script of a text.
enum ScriptMeasurement {
  static func write(
    _ text: UnsafeRawBufferPointer, firstLabel: Int, to values: UnsafeMutableBufferPointer<Double>
  ) {
    var counts = ScriptCounts()
    counts.add(text)
    let found = counts.dominant
    values[Signal.script.slot] = found.map { Double(firstLabel + Int($0.script.number)) } ?? -1
    values[Signal.scriptShare.slot] = found?.share ?? 0
  }
}
