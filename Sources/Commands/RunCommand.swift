import ArgumentParser
import QuernBytes
import QuernCleaning
import QuernJobs
import QuernStreams
import QuernTokenizer

/// `quern run`
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Does what a recipe says: raw shards in, documents, vocabulary and batches out.",
    discussion: """
      EXAMPLES:
        quern run recipe.yml --out run
        quern run recipe.yml --out run --jobs 2 --json > summary.json

      Finished tasks are kept: after a crash or an interrupt the same command goes on from there, and the results \
      are the same bytes. Paths in the recipe start from its own folder. See Docs/Recipe.md for the recipe.
      """)

  @Argument(help: "The recipe, a YAML file.")
  var recipe: String

  @Option(help: "The run folder.")
  var out: String

  @Flag(help: "Redo the stages of the folder whose recipe or inputs have changed.")
  var redo = false

  @OptionGroup var memory: MemoryOption
  @OptionGroup var work: WorkOptions

  func run() throws {
    let text = try FileSystem.contents(of: recipe, limit: 64 << 20)
    let vocabulary = RecipeVocabulary(
      profiles: Dictionary(
        uniqueKeysWithValues: Profile.all.map { profile in
          (profile.name, RunCommand.parameters(of: profile.rules.map(\.id)))
        }),
      sectionRules: RunCommand.parameters(of: RuleCatalogue.sectionRules),
      patterns: SplitPattern.allCases.map(\.rawValue), conditionMistake: RunCommand.mistake)
    let parsed = try Recipe(yaml: text.bytes.text, path: recipe, vocabulary: vocabulary)
    try RunJob(
      recipe: parsed, original: RunJob.ByteBufferBox(text), out: out, work: work, redo: redo, memory: memory.bytes
    ).run()
  }

  /// What is wrong with a condition over signals.
  @Sendable private static func mistake(in condition: String) -> String? {
    do {
      _ = try SignalCondition(condition)
      return nil
    } catch {
      return error.description
    }
  }

  /// The parameters of each of these rules.
  private static func parameters(of rules: [String]) -> [String: [String]] {
    var parameters: [String: [String]] = [:]
    for id in rules {
      parameters[id] = RuleCatalogue.rule(id)?.bounds.map(\.parameter) ?? []
    }
    return parameters
  }
}
