/// Why a model cannot be used or made.
public enum ClassifierError: Error, Equatable, CustomStringConvertible, Sendable {
  /// The bytes are not a fastText model.
  case notAModel
  /// The model's format is younger than what can be read (12).
  case unknownVersion(Int)
  /// The model holds word vectors and has no labels.
  case notAClassifier
  /// The file ends too early, or its parts do not fit each other.
  case damaged(String)
  /// The model has no such label; those it has follow.
  case unknownLabel(String, known: [String])
  /// A setting of training has no sense.
  case badSetting(String)
  /// libfasttext failed.
  case library(String)

  public var description: String {
    switch self {
    case .notAModel: "the file is not a fastText model"
    case .unknownVersion(let version): "the fastText model has format \(version); formats up to 12 can be read"
    case .notAClassifier: "the fastText model holds word vectors and cannot classify texts"
    case .damaged(let what): "the fastText model is damaged: \(what)"
    case .unknownLabel(let label, let known):
      "the model has no label “\(label)”; it has \(known.joined(separator: ", "))"
    case .badSetting(let what): what
    case .library(let message): "fastText failed: \(message)"
    }
  }
}
