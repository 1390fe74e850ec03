import QuernBytes
import QuernClassifiers
import QuernCleaning
import QuernJobs
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
    if recipe.language != nil || needed.contains(.languageModel) {
      let named = recipe.language?.model ?? KnownModel.lid176.name
      resources.languageModel = try KnownModel.open(named, standard: .lid176, folder: folder)
      resources.languageSample = recipe.language?.sample.map { TextSample(size: $0) }
      for label in recipe.language?.keep ?? [] {
        do {
          _ = try resources.languageModel?.index(of: label)
        } catch {
          throw JobError(.usage, "language: keep: \(error)")
        }
      }
    }
    if recipe.toxicityModel != nil || needed.contains(.toxicityModel) {
      let named = recipe.toxicityModel ?? KnownModel.toxicity.name
      let model = try KnownModel.open(named, standard: .toxicity, folder: folder)
      do {
        resources.toxicityModel = try ToxicityModel(model, label: recipe.toxicityLabel)
      } catch {
        throw JobError(
          .usage, "toxicity: the model \(named): \(error); name the label of toxic texts with 'label' (--toxicity-label)")
      }
    }
    return resources
  }

  private static func lexicon(_ path: String, _ folder: String) throws -> Lexicon {
    do {
      let words = try FileSystem.contents(of: resolve(path, from: folder))
      return try Lexicon(words.bytes)
    } catch let error as CleaningError {
      throw JobError("\(path): \(error)")
    } catch {
      throw JobError("cannot read the word list: \(error)")
    }
  }
}
