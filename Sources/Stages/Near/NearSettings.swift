import QuernBytes
import QuernDedup
import QuernDocuments
import QuernJobs

/// How the run looks for alike documents.
struct NearSettings: Sendable {
  let recipe: RecipeNear
  let parameters: MinHashParameters
  /// The number of the first file that is only compared with; nil where inputs are compared with each other.
  let firstReference: Int?

  /// Compiles what the recipe says.
  init(_ settings: RunSettings) throws {
    recipe = settings.recipe.near
    do {
      parameters = try MinHashParameters.named(
        recipe.profile, ngram: recipe.ngram, bands: recipe.bands, rows: recipe.rows, seed: recipe.seed)
    } catch {
      throw JobError(.usage, "\(settings.recipe.path): near: \(error)")
    }
    firstReference = recipe.against.isEmpty ? nil : settings.inputs.count
  }

  /// The fields of records that ranks and scopes look at.
  var notedFields: [String] {
    if case .field(let name) = recipe.scope { return [recipe.keep.field ?? name, name] }
    return recipe.keep.field.map { [$0] } ?? []
  }

  /// Whether texts are looked at again: to compare shingles, or for the ranks of all documents of a component.
  var readsAgain: Bool {
    recipe.verifyJaccard != nil || (recipe.cluster == .components && recipe.keep != .first)
  }

  /// The rank of a document.
  func rank(of document: StageDocuments.Live) -> KeepRank {
    if let firstReference, document.id.file >= firstReference { return 0 }
    return switch recipe.keep {
    case .first: firstReference == nil ? 0 : 1
    case .longest: KeepRank.max - KeepRank(document.text.count)
    case .best: KeepOrder.rank(ofScore: document.noted(0))
    case .newest: KeepOrder.rank(ofDate: document.noted(0))
    }
  }

  /// What tells the bands of documents apart that are not compared with each other.
  func scope(of document: StageDocuments.Live, source: String) -> UInt64 {
    switch recipe.scope {
    case .all: return 0
    case .source:
      var source = source
      return source.withUTF8 { XXH3.hash64(UnsafeRawBufferPointer($0), seed: 1) }
    case .field: return XXH3.hash64(document.noted(1), seed: 2)
    }
  }
}
