import QuernClassifiers
import QuernStreams
import TestSupport

/// The models that cleaning is tested with.
enum TestModels {
  /// lid.176 of the shared data; nil when that is absent.
  static var language: TextClassifier? {
    get throws {
      guard let path = SharedData.path("data/models/lid.176.ftz") else { return nil }
      return try TextClassifier(FileSystem.contents(of: path))
    }
  }

  /// The toxicity model that comes with Quern.
  static var toxicity: ToxicityModel {
    get throws {
      let here = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
      return try ToxicityModel(TextClassifier(FileSystem.contents(of: "\(here)/Models/toxicity.ftz")))
    }
  }
}
