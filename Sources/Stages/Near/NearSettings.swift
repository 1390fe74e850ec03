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

  /// Which copy stays, and what is compared with what.
  var rule: KeepRule { KeepRule(keep: recipe.keep, scope: recipe.scope) }

  /// Whether texts are looked at again: to compare shingles, or for the ranks of all documents of a component.
  var readsAgain: Bool {
    recipe.verifyJaccard != nil || (recipe.cluster == .components && recipe.keep != .first)
  }

  /// The rank of a document; those that are only compared with come first.
  func rank(of document: StageDocuments.Live) -> KeepRank {
    guard let firstReference else { return rule.rank(of: document) }
    return document.id.file >= firstReference ? 0 : 1
  }
}
