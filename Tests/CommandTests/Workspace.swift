import Foundation
import QuernBytes
import QuernStreams
import Synchronization
import Testing

/// A folder of its own for one test, removed with it.
final class Workspace: Sendable {
  let folder: String
  private let counter = Atomic<Int>(0)

  init() throws {
    folder = NSTemporaryDirectory() + "quern-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func nextNumber() -> Int { counter.add(1, ordering: .relaxed).newValue }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  func isFolder(_ name: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path(name), isDirectory: &isFolder) && isFolder.boolValue
  }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  func read(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path(name))) }

  func write(_ name: String, _ content: Data) throws {
    try FileManager.default.createDirectory(
      atPath: (path(name) as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try content.write(to: URL(fileURLWithPath: path(name)))
  }

  func write(_ name: String, _ text: String) throws { try write(name, Data(text.utf8)) }

  func write(_ name: String, lines: [String]) throws { try write(name, lines.map { $0 + "\n" }.joined()) }

  func quern(_ arguments: String..., input: String? = nil) throws -> Quern.Result {
    try Quern.run(arguments, in: self, input: input.map(path) ?? "/dev/null")
  }

  /// The paths of the files below `name`, relative to it, in order; hidden ones included.
  func files(below name: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: path(name))?.compactMap { $0 as? String } ?? []
    return names.filter { file in
      !isFolder("\(name)/\(file)")
    }.sorted()
  }

  /// The content of every file below `name` whose bytes must not depend on how the work was done.
  func results(of name: String) throws -> [String: Data] {
    var results: [String: Data] = [:]
    for file in files(below: name) where !file.hasPrefix("done/") && file != "events.jsonl" && file != "plan.json" {
      results[file] = try read("\(name)/\(file)")
    }
    return results
  }

  /// The decompressed content of a file.
  func content(of name: String) throws -> Data {
    let decoder = try Decoder(path: path(name))
    var content = Data()
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { room.deallocate() }
    var count = 0
    repeat {
      try decoder.read(into: room, delivered: &count)
      content.append(contentsOf: room.prefix(count))
    } while count > 0
    return content
  }

  /// The lines of a file, or of all JSON Lines files of a folder in order.
  func lines(of name: String) throws -> [String] {
    let names =
      isFolder(name)
      ? files(below: name).filter { $0.hasSuffix(".jsonl.zst") }.map { "\(name)/\($0)" } : [name]
    return try names.flatMap { name in
      String(decoding: try content(of: name), as: UTF8.self).split(separator: "\n").map(String.init)
    }
  }

  /// The rows of a file or folder as JSON objects.
  func rows(of name: String) throws -> [[String: Any]] { try lines(of: name).map(parse) }

  /// The report of a run.
  func report(of run: String) throws -> [String: Any] {
    try parse(String(decoding: try read("\(run)/report/report.json"), as: UTF8.self))
  }
}

/// A JSON object, read by Foundation and not by our own parser.
func parse(_ text: String) throws -> [String: Any] {
  try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "no object: \(text)")
}

/// One zstd frame.
func zstd(_ content: Data) -> Data {
  var writer = ZstdFrameWriter()
  var compressed = ByteBuffer()
  content.withUnsafeBytes { writer.append($0, to: &compressed) }
  return Data(compressed.bytes)
}

/// What `gzip` makes of `content`.
func gzip(_ content: Data, _ workspace: Workspace) throws -> Data {
  try workspace.write("to-gzip", content)
  let process = try Child("/bin/sh", ["-c", "gzip -9nc to-gzip > gzipped"], in: workspace, input: "/dev/null")
  try #require(try process.wait().code == 0)
  return try workspace.read("gzipped")
}

/// Makes records of English-looking sentences, the same for the same seed.
struct Corpus {
  private var random: RandomGenerator
  private static let words = """
    the of and to in is was for on are with as his they at be this from have or by one had not but what all were when \
    we there can an your which their said if do will each about how up out them then she many some so these would \
    river window garden letter morning paper stone market village teacher winter bridge
    """.split(whereSeparator: \.isWhitespace).map(String.init)

  init(seed: UInt64) { random = RandomGenerator(seed: seed) }

  mutating func sentence(_ count: Int) -> String {
    let words = (0..<count).map { _ in Corpus.words[random.next(below: Corpus.words.count)] }
    return words.joined(separator: " ").capitalized + "."
  }

  /// Records with ids; every tenth repeats the text of an earlier one, every seventh is too short to be kept.
  mutating func records(_ count: Int, prefix: String = "a") -> [String] {
    var texts: [String] = []
    return (0..<count).map { index in
      var text = index % 7 == 6 ? "short" : "\(sentence(25))\\n\(sentence(30))"
      if index % 10 == 9 { text = texts[random.next(below: texts.count)] }
      texts.append(text)
      return "{\"id\":\"\(prefix)\(index)\",\"text\":\"\(text)\",\"n\":\(index)}"
    }
  }
}

/// A text that the profile `basic` keeps.
let goodText = "This is a line of quite ordinary text, long enough to be kept by the basic profile, and it has words."
