import ArgumentParser
import QuernBytes
import QuernJSON
import QuernStages

/// `quern models`
struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models",
    abstract: "Lists the models and lists that cleaning may need, and where they are.",
    discussion: """
      EXAMPLES:
        quern models
        quern models --json | jq -r '.models[] | select(.path == null) | .name'

      A model is looked for in the folders of QUERN_MODELS (separated by colons), in share/quern beside the \
      executable, in the source tree, and in the places of the user, the system and Python packages. The name default \
      stands for lid.176, toxicity or lexicon, whichever kind an option asks for.
      """)

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    if json { return writeJSON() }
    var text = ""
    for model in KnownModel.all {
      text += "\(model.name): \(model.purpose)\n"
      if let path = model.path {
        text += "  found: \(path)\n"
      } else {
        text += "  not found; looked for \(model.fileNames.joined(separator: " or ")) in\n"
        text += model.folders.map { "    \($0)\n" }.joined()
        text += "  to get it: \(model.source)\n"
      }
    }
    Terminal.output(printableText(text))
  }

  private func writeJSON() {
    var writer = JSONWriter(indented: true)
    writer.beginObject()
    writer.member("quern", 1)
    writer.key("models")
    writer.beginArray()
    for model in KnownModel.all {
      writer.beginObject()
      writer.member("name", model.name)
      writer.member("purpose", model.purpose)
      writer.key("path")
      if let path = model.path { writer.string(path) } else { writer.null() }
      writer.member("files", model.fileNames)
      writer.member("folders", model.folders)
      writer.member("source", model.source)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    writer.endLine()
    Terminal.output(writer.buffer.bytes)
  }
}
