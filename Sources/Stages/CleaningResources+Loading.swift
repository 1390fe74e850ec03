import QuernBytes
import QuernClassifiers
import QuernCleaning
import QuernJobs
import QuernLexicons
import QuernStreams

extension CleaningResources {
  /// Reads the lists and models that `options` need and those that the recipe names.
  /// - Parameter folder: the folder that relative paths of the recipe start from.
  /// - Throws: ``JobError`` that says what is missing, where was looked, and how to get it.
  static func loading(
    _ recipe: RecipeClean, for options: CleaningOptions, folder: String
  ) throws -> CleaningResources {
    let needed = options.neededResources
    var resources = CleaningResources(lexicon: try recipe.toxicityLexicon.map { try lexicon($0, folder) })
    if recipe.language != nil || needed.contains(.language) {
      resources.language = try language(recipe.language ?? RecipeLanguage(), folder)
    }
    if recipe.toxicityModel != nil || needed.contains(.toxicity) {
      resources.toxicity = try toxicity(recipe, folder)
    } else if let label = recipe.toxicityLabel {
      throw JobError(
        .usage,
        "toxicity: the label \(label) has no effect, because no model of toxicity is used; name one with model "
          + "(--toxicity-model), or leave out the label")
    }
    return resources
  }

  /// What ``loading(_:for:folder:)`` and the lists of addresses would give, without reading any of it.
  static func stated(
    by recipe: RecipeClean, for options: CleaningOptions, labels: [String]
  ) -> CleaningResources {
    var resources = options.neededResources
    // What is needed and was never given, no run came without.
    if recipe.toxicityLexicon != nil { resources.insert(.lexicon) }
    if recipe.urlLists != nil { resources.insert(.urlLists) }
    if recipe.language != nil { resources.insert(.language) }
    if recipe.toxicityModel != nil { resources.insert(.toxicity) }
    return CleaningResources(stating: resources, labels: labels)
  }

  private static func lexicon(_ path: String, _ folder: String) throws -> Lexicon {
    let isKnown = path == KnownModel.lexicon.name || path == KnownModel.standardName
    let resolved =
      isKnown ? try KnownModel.path(of: path, standard: .lexicon, folder: folder) : resolve(path, from: folder)
    do {
      let words = try FileSystem.contents(of: resolved)
      return try Lexicon(words.bytes)
    } catch let error as LexiconError {
      throw JobError("\(path): \(error)")
    } catch {
      throw JobError("cannot read the word list: \(error)")
    }
  }

  private static func language(_ recipe: RecipeLanguage, _ folder: String) throws -> LanguageSource {
    if recipe.model == "scripts" {
      guard recipe.sample == nil else {
        throw JobError(
          .usage, "language: sample (--language-sample) has no effect, because scripts are counted in whole texts")
      }
      return .scripts
    }
    let classifier = try KnownModel.open(recipe.model, standard: .lid176, folder: folder)
    return .model(classifier, sample: recipe.sample.map(TextSample.init(size:)))
  }

  private static func toxicity(_ recipe: RecipeClean, _ folder: String) throws -> ToxicityModel {
    let named = recipe.toxicityModel ?? KnownModel.toxicity.name
    let model = try KnownModel.open(named, standard: .toxicity, folder: folder)
    do {
      return try ToxicityModel(model, label: recipe.toxicityLabel)
    } catch {
      throw JobError(
        .usage, "toxicity: the model \(named): \(error); name the label of toxic texts with label (--toxicity-label)")
    }
  }
}
