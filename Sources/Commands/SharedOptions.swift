import ArgumentParser
import QuernDocuments
import QuernJSON
import QuernJobs
import QuernStages
import QuernStreams
import QuernWorkers

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What a vocabulary file may be, for the help of commands that take one.
let vocabularyFileHelp = """
  A tokenizer.json, tekken.json, SentencePiece .model, .gguf, or tiktoken rank file; a rank file that is not one of the \
  published ones with its pattern: FILE:PATTERN or FILE:regex=EXPRESSION.
  """

/// How the command works and what it says.
struct WorkOptions: ParsableArguments {
  @Option(help: "Working threads (default: one a processor).")
  var jobs: Int?

  @Flag(help: "Say nothing but warnings and errors.")
  var quiet = false

  @Flag(help: "Print the summary as one JSON object on standard output.")
  var json = false

  @Flag(help: "Survive damage to a file: keep what can be read before it, report the loss, exit with 2.")
  var keepGoing = false

  func validate() throws {
    if let jobs, !(1...1024).contains(jobs) { throw ValidationError("--jobs must be between 1 and 1024, not \(jobs)") }
  }

  /// The number of working threads.
  var threads: Int { jobs ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}

/// Which records are read.
struct RecordOptions: ParsableArguments {
  @Option(help: "The field that holds the text.")
  var text = "text"

  @Option(help: "The field that holds the id.")
  var id = "id"

  @Option(help: "Longer lines are rejected.", transform: { try size($0) })
  var maxRecord = 64 << 20

  @Option(
    help: """
      The share of a file's records, 0 to 1, that may be rejected (default: 0.001, and 100 records always, but not all \
      of more than 10).
      """)
  var maxRejected: Double?

  func validate() throws {
    if let share = maxRejected, !(0...1).contains(share) {
      throw ValidationError("--max-rejected must be a share between 0 and 1, not \(share)")
    }
    for (option, name) in [("--text", text), ("--id", id)] where name.isEmpty {
      throw ValidationError("\(option) is empty; name a field")
    }
    if !(1...(1 << 30)).contains(maxRecord) { throw ValidationError("--max-record must be between 1 and 1GiB") }
  }

  /// The options that differ from their defaults.
  var given: [String] {
    let defaults = (text: "text", id: "id", maxRecord: 64 << 20)
    return [
      ("--text", text != defaults.text), ("--id", id != defaults.id), ("--max-record", maxRecord != defaults.maxRecord),
      ("--max-rejected", maxRejected != nil),
    ].filter(\.1).map(\.0)
  }

  private static func size(_ text: String) throws -> Int {
    guard let size = byteCount(of: text) else {
      throw ValidationError("'\(text)' is no size; write 500000, 64MiB or 2GB")
    }
    return size
  }

  /// The files behind `patterns` as inputs of one source, in order.
  ///
  /// - Parameter out: the folder for results, which must not stand among them.
  func sources(_ patterns: [String], out: String? = nil) throws -> [SourceFile] {
    var files: [SourceFile] = []
    for pattern in patterns {
      let found = pattern == "-" ? [pattern] : try InputResolver.files(for: pattern)
      if let out, pattern != "-" { try InputResolver.check(out: out, input: pattern, files: found) }
      for path in found {
        files.append(
          SourceFile(file: files.count, path: path, name: path, source: "input", textField: text, idField: id))
      }
    }
    var seen: Set<String> = []
    for file in files where !seen.insert(FileSystem.realPath(file.path)).inserted {
      throw JobError(.usage, "\(file.name): the file is named twice; its documents would count twice")
    }
    return files
  }
}

/// Refuses a list in which a name stands twice, as recipes do.
func refuseRepeated(_ names: [String], of option: String) throws {
  for (index, name) in names.enumerated() where names[..<index].contains(where: { $0.utf8.elementsEqual(name.utf8) }) {
    throw ValidationError("\(option) names '\(name)' twice")
  }
}

/// A seed for everything that is sampled.
struct SeedOption: ParsableArguments {
  @Option(help: "Seed of everything that is sampled.")
  var seed: UInt64 = 42
}
