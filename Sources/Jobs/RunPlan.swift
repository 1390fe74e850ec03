import QuernBytes
import QuernJSON
import QuernStreams

/// What `plan.json` says: inputs, stages with their keys and tasks, and the versions that decide bytes.
public struct RunPlan: Sendable {
  /// The input files, in plan order.
  public var inputs: [InputFile]
  /// The stages, in the order in which they run.
  public var stages: [Stage]
  /// Name and version of each library and tool that decides bytes.
  public var versions: [(name: String, version: String)]

  /// A plan of these inputs and stages.
  public init(inputs: [InputFile], stages: [Stage], versions: [(name: String, version: String)]) {
    self.inputs = inputs
    self.stages = stages
    self.versions = versions
  }

  /// Writes the plan into the run folder.
  public func write(to folder: RunFolder) throws(StreamError) {
    var writer = JSONWriter(indented: true)
    writer.beginObject()
    writer.member("quern", 1)
    writer.key("versions")
    writer.beginObject()
    for (name, version) in versions {
      writer.key(name: name)
      writer.string(version)
    }
    writer.endObject()
    writer.key("inputs")
    writer.beginArray()
    for input in inputs { input.write(into: &writer) }
    writer.endArray()
    writer.key("stages")
    writer.beginArray()
    for stage in stages {
      writer.beginObject()
      writer.member("stage", stage.name)
      writer.member("key", stage.key.hex)
      writer.member("needs", stage.needs)
      writer.member("tasks", stage.tasks)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    writer.endLine()
    try FileSystem.write(writer.buffer.bytes, to: folder.plan)
  }

  /// The field that holds the text of each input, by the input's number, as the plan of `folder` says; empty when the
  /// folder has no plan.
  /// - Throws: `StreamError` or `JSONError` when there is a plan that cannot be read.
  public static func textFields(in folder: RunFolder) throws -> [Int: String] {
    guard case .file = FileSystem.entry(at: folder.plan) else { return [:] }
    let plan = try JSONDocument(try FileSystem.contents(of: folder.plan))
    var fields: [Int: String] = [:]
    for input in plan.root["inputs"]?.elements ?? JSONElements.none {
      if let number = input["file"]?.int { fields[number] = input["text"]?.string }
    }
    return fields
  }
}
