import ArgumentParser
import QuernBytes
import QuernJSON
import QuernJobs
import QuernReports
import QuernStages
import QuernText
import QuernWorkers

/// `quern import`
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Makes documents of text files, whatever their encoding.",
    discussion: """
      EXAMPLES:
        quern import books/ --out books.jsonl.zst
        quern import 'letters/*.txt' --charset koi8-r --out letters.jsonl

      Each file becomes a record with its path as id, its text in UTF-8, and its encoding. Of folders, files that end \
      in \(TextImport.endings.joined(separator: ", ")) are taken. The encoding of a file is told by a byte order mark, \
      by being valid UTF-8, by a declaration as in HTML or XML, or else by statistics. What makes no sense in the \
      encoding becomes U+FFFD; then the command says so and exits with 2.
      """)

  @Argument(help: "Files, folders or quoted globs.")
  var inputs: [String]

  @Option(help: "The encoding of all files; auto finds out that of each.")
  var charset = "auto"

  @Option(help: "The JSON Lines file to write; .zst compresses it.")
  var out: String

  @Flag(help: "Print the summary as one JSON object on standard output.")
  var json = false

  func validate() throws {
    if charset != "auto", Charset(named: charset) == nil {
      throw ValidationError("--charset \(charset): there is no such encoding; write a name such as windows-1251")
    }
  }

  func run() throws {
    var files: [String] = []
    for input in inputs { files += try InputResolver.files(for: input, endings: TextImport.endings) }
    try OutputPlaces.prepare([("--out", out)], inputs: files)
    let summary = try TextImport.run(files, charset: Charset(named: charset), to: out) { try interruption.check() }
    for file in summary.malformed.prefix(10) {
      Terminal.message("warning: \(file.path): \(file.places) places make no sense in its encoding")
    }
    if summary.malformed.count > 10 {
      Terminal.message("warning: \(summary.malformed.count - 10) more files like these")
    }
    if json {
      writeJSON(summary)
    } else {
      let charsets = summary.charsets.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      Terminal.message(
        "\(grouped(summary.files)) documents, \(grouped(summary.bytes)) bytes of text in \(out); "
          + charsets.map { "\($0.key) \(grouped($0.value))" }.joined(separator: ", "))
    }
    if !summary.malformed.isEmpty { throw ExitCode(ExitStatus.doneWithLosses) }
  }

  private func writeJSON(_ summary: TextImport.Summary) {
    var writer = JSONWriter(indented: true)
    writer.beginObject()
    writer.member("quern", 1)
    writer.member("documents", summary.files)
    writer.member("bytes", summary.bytes)
    writer.key("charsets")
    writer.beginObject()
    for (name, count) in summary.charsets.sorted(by: { $0.key < $1.key }) {
      writer.key(name: name)
      writer.number(count)
    }
    writer.endObject()
    writer.member("malformed_files", summary.malformed.count)
    writer.endObject()
    writer.endLine()
    Terminal.output(writer.buffer.bytes)
  }
}
