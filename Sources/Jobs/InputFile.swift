import QuernBytes
import QuernJSON
import QuernStreams

/// One input file of a plan, with what tells whether it has changed.
public struct InputFile: Sendable, Equatable {
  /// Its number: order of the recipe's inputs, then path bytes.
  public var number: Int
  /// The source that the recipe gives it.
  public var source: String
  /// Where it lies.
  public var path: String
  /// How rows and substitute ids name it: the path as the user gave it, or `-`.
  public var name: String
  /// How messages name it: so that it can be opened.
  public var shown: String { name == "-" ? name : path }
  /// The field that holds a record's text.
  public var textField: String
  /// The field that holds a record's id.
  public var idField: String
  /// The field that holds the address that a record came from.
  public var urlField = "url"
  /// The size in bytes, as stored.
  public var size: Int
  /// When it was last written, in nanoseconds since 1970; 0 for `-`.
  public var modifiedNanoseconds: Int
  /// XXH3-128 of the first and the last MiB. The hash of the whole file is taken while tasks read it.
  public var edges: Hash128
  /// XXH3-128 of all of it; only for `-`, which has no time of its own that would tell whether it is the same.
  public var content: Hash128?

  /// Looks at the file.
  public init(
    number: Int, source: String, path: String, name: String, textField: String, idField: String
  ) throws(StreamError) {
    guard case .file(let size, let modifiedNanoseconds) = FileSystem.entry(at: path) else {
      // Opening it gives the reason.
      _ = try RandomAccessFile(path: path)
      throw StreamError(.unreadable, path: name, message: "is no ordinary file")
    }
    self.number = number
    self.source = source
    self.path = path
    self.name = name
    self.textField = textField
    self.idField = idField
    self.size = size
    self.modifiedNanoseconds = name == "-" ? 0 : modifiedNanoseconds
    edges = try InputFile.edges(of: path, size: size)
    content = name == "-" ? try FileSystem.record(of: path).hash : nil
  }

  private static func edges(of path: String, size: Int) throws(StreamError) -> Hash128 {
    let file = try RandomAccessFile(path: path)
    let edge = min(size, 1 << 20)
    var bytes = ByteBuffer(capacity: 2 * edge)
    try file.read(at: 0, count: edge, into: &bytes)
    try file.read(at: size - edge, count: edge, into: &bytes)
    return XXH3.hash128(bytes.bytes)
  }

  /// Writes the file's entry in the plan. What is written decides the keys of the stages that read it.
  public func write(into writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("file", number)
    writer.member("source", source)
    writer.member("path", name)
    writer.member("text", textField)
    writer.member("id", idField)
    if urlField != "url" { writer.member("url", urlField) }
    writer.member("bytes", size)
    writer.member("modified_ns", modifiedNanoseconds)
    writer.member("edges", edges.hex)
    if let content {
      writer.member("xxh3_128", content.hex)
    }
    writer.endObject()
  }

  /// The file's part of a path in the run folder: number and base name without its endings.
  public var stem: String { "\(paddedNumber(number))-\(InputFile.baseName(of: name))" }

  /// The last component of `name` without the endings of compression and format; `stdin` for standard input.
  public static func baseName(of name: String) -> String {
    var name = splitPath(name == "-" ? "stdin" : name).name
    for ending in [".zst", ".zstd", ".gz", ".jsonl", ".ndjson", ".json"] where name.hasSuffix(ending) {
      name.removeLast(ending.count)
    }
    return name
  }
}
