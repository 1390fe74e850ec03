import QuernBytes
import QuernJSON
import QuernJobs
import QuernStreams
import QuernText

/// Makes documents of text files, whatever their encoding.
public struct TextImport {
  /// The endings of files that are taken from a folder.
  public static let endings = [".txt", ".text", ".md"]

  /// What became of the files.
  public struct Summary: Sendable {
    /// Files read; each is a document.
    public var files = 0
    /// Bytes of their text in UTF-8.
    public var bytes = 0
    /// How many files there were of each encoding.
    public var charsets: [String: Int] = [:]
    /// The files in which some bytes made no sense in their encoding, with the number of such places.
    public var malformed: [(path: String, places: Int)] = []
  }

  /// The size of text after which a zstd frame ends.
  private static let frameSize = 4 << 20

  /// Writes a JSON Lines file with a record for each of `files`: `id` (the path as given), `text` (UTF-8) and `charset`.
  ///
  /// Memory holds the largest file.
  /// - Parameters:
  ///   - charset: the encoding of all files; nil to find out that of each.
  ///   - output: the file to write; compressed where it ends in `.zst`.
  ///   - check: called before each file; it throws to stop.
  /// - Throws: ``JobError`` and `StreamError`; then nothing is written.
  public static func run(
    _ files: [String], charset: Charset?, to output: String, check: () throws -> Void
  ) throws -> Summary {
    var summary = Summary()
    let file = try OutputFile(path: output)
    let isCompressed = output.hasSuffix(".zst")
    var compressor = ZstdFrameWriter()
    var frame = ByteBuffer()
    var writer = JSONWriter()
    func flush() throws {
      if isCompressed {
        compressor.append(writer.buffer.bytes, to: &frame)
        try file.write(frame)
        frame.removeAll()
      } else {
        try file.write(writer.buffer)
      }
      writer.removeAll()
    }
    for path in files {
      try check()
      let source = try FileSystem.contents(of: path)
      let encoding = charset ?? Charset.guess(source.bytes).charset
      var text = ByteBuffer()
      let places: Int
      do {
        places = try CharsetDecoder(encoding).decode(source.bytes, into: &text)
      } catch {
        throw JobError("\(path): \(error)")
      }
      writer.beginObject()
      writer.member("id", path)
      writer.key("text")
      writer.string(text.bytes)
      writer.member("charset", encoding.name)
      writer.endObject()
      writer.endLine()
      summary.files += 1
      summary.bytes += text.count
      summary.charsets[encoding.name, default: 0] += 1
      if places > 0 { summary.malformed.append((path, places)) }
      if writer.buffer.count >= frameSize { try flush() }
    }
    if writer.buffer.count > 0 || summary.files == 0 { try flush() }
    try file.publish()
    return summary
  }
}
