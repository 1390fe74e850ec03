import QuernClassifiers
import QuernText

extension Signal {
  /// The language of the document as it came: a label of the model, or `script:` and a script's code where there is no
  /// model; null for a text in which nothing tells.
  public static let language = Signal("language", .language, 0, .label)
  /// The probability of that language by the model, or the share of that script; 0 where nothing tells.
  public static let languageScore = Signal("language_score", .language, 1)
}

/// What tells the languages of documents.
public enum LanguageSource: Sendable {
  /// A fastText model whose labels are language codes, on a sample of each text or all of it.
  case model(TextClassifier, sample: TextSample?)
  /// The most frequent script. It tells no two languages of one script apart, so its labels are no language codes:
  /// `script:Latn`.
  case scripts

  /// The names that languages have here.
  public var labels: [String] {
    switch self {
    case .model(let classifier, _): classifier.labels
    case .scripts: Script.all.map { "script:\($0.code)" }
    }
  }
}

/// Tells the languages of one thread's documents.
struct LanguageTeller: ~Copyable {
  private var identifier: LanguageIdentifier?

  /// A language, by its place in ``LanguageSource/labels``; -1 for none.
  struct Told: Sendable {
    var label = -1
    var score = 0.0

    func write(to values: UnsafeMutableBufferPointer<Double>) {
      values[Signal.language.slot] = Double(label)
      values[Signal.languageScore.slot] = score
    }
  }

  /// The language of `text`; O(n), or O(size of the sample).
  mutating func tell(_ text: UnsafeRawBufferPointer, _ source: LanguageSource) -> Told {
    switch source {
    case .model(let classifier, let sample):
      if identifier == nil { identifier = LanguageIdentifier(classifier, sample: sample) }
      guard let guess = identifier?.identify(text) else { return Told() }
      return Told(label: guess.label, score: Double(guess.probability))
    case .scripts:
      var counts = ScriptCounts()
      counts.add(text)
      guard let (script, share) = counts.dominant, let place = Script.all.firstIndex(of: script) else { return Told() }
      return Told(label: place, score: share)
    }
  }
}
