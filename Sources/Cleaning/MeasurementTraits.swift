/// What sets a measurement apart from those that only look at the text as it is now.
struct MeasurementTraits {
  /// What it needs beside the text; a plan without it cannot be made.
  var resource: CleaningResource?
  /// Whether it reads the address of the document.
  var readsURL = false
  /// Whether it is about the document as it came, whatever edits were made since: it is measured once.
  var isOfDocument = false
  /// Whether it is about the text before the first edit that measures it itself, wherever later steps ask for it: what
  /// was cut says how toxic a document was.
  var isOfUncutText = false
}

extension Measurement {
  /// What sets it apart.
  var traits: MeasurementTraits {
    switch self {
    case .url: MeasurementTraits(resource: .urlLists, readsURL: true)
    case .lexicon: MeasurementTraits(resource: .lexicon)
    case .language, .paragraphLanguages: MeasurementTraits(resource: .language, isOfDocument: true)
    case .toxicity: MeasurementTraits(resource: .toxicity, isOfUncutText: true)
    default: MeasurementTraits()
    }
  }
}
