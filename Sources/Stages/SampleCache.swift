import QuernBytes
import QuernDocuments
import QuernJSON
import QuernJobs
import QuernStreams

/// What measuring the text of the input has given, kept beside count files, so that it is done once.
struct SampleCache {
  private let path: String
  private let key: String

  /// - Parameter files: ordinary files.
  init(_ folder: CountFolder, _ files: [SourceFile], _ plan: TrainingPlan, maxRecord: Int) throws {
    path = "\(folder.path)/sample.json"
    var writer = JSONWriter()
    writer.beginArray()
    for file in files.sorted(by: { bytesPrecede($0.name, $1.name) }) {
      writer.string(try CountOrigin.identity(of: file, plan, nil, maxRecord: maxRecord) ?? "")
    }
    plan.writeSample(into: &writer)
    writer.endArray()
    key = XXH3.hash128(writer.buffer.bytes).hex
  }

  /// What ``write(_:)`` has kept for the same input, sample and mix.
  func read() -> (sample: DocumentSample, short: [String])? {
    guard let content = try? FileSystem.contents(of: path), let root = try? JSONDocument(content.bytes).root,
      root["key"]?.string == key, let sample = root["sample"].flatMap({ DocumentSample($0) })
    else { return nil }
    return (sample, (root["short"]?.elements ?? .none).compactMap(\.string))
  }

  func write(_ choice: (sample: DocumentSample, short: [String])) throws {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("key", key)
    writer.key("sample")
    choice.sample.write(into: &writer)
    writer.member("short", choice.short)
    writer.endObject()
    writer.endLine()
    try FileSystem.write(writer.buffer.bytes, to: path)
  }
}
