import ArgumentParser
import QuernBytes
import QuernJSON
import QuernJobs
import QuernStages
import QuernTokenizer

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// `quern tokens`
struct TokensCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokens",
    abstract: "Turns text into token ids and back, counts or shows tokens.",
    discussion: """
      EXAMPLES:
        quern tokens --tokenizer tokenizer.json "Hello world"
        quern tokens --tokenizer cl100k_base.tiktoken:cl100k --show "Hello world"
        quern tokens --tokenizer tokenizer.json < lines.txt > ids.txt
        quern tokens --tokenizer tokenizer.json --decode < ids.txt
        quern tokens --tokenizer tokenizer.json --whole --count < book.txt
        quern tokens --tokenizer tokenizer.json --json "Hello" | jq .tokens

      Without TEXT, every line of standard input is a text, without its line end: one line of ids for each. With \
      --decode every line of ids becomes its text and a line end; with --whole all of standard input is one text, or \
      the ids of one, whose bytes are written exactly.
      """)

  @Option(help: "\(vocabularyFileHelp)")
  var tokenizer: String

  @Argument(help: "The text, or with --decode the ids (default: standard input).")
  var text: String?

  @Flag(help: "Turn ids back into text.")
  var decode = false

  @Flag(help: "Take all of standard input as one text.")
  var whole = false

  @Flag(
    name: [.customShort("0"), .long],
    help: "Texts end with a NUL byte instead of a line end, and may hold lines; ids still have a line each.")
  var null = false

  @Flag(help: "Print the number of ids only.")
  var count = false

  @Flag(help: "Show the tokens, in colours on a terminal (not with NO_COLOR), and their ids.")
  var show = false

  @Flag(help: "Print an object for each text: ids, tokens, where they start and end in bytes.")
  var json = false

  @Option(help: "What a special token in the text is: plain text, that token, or an error (default: text).")
  var special: TextTokenizer.Specials?

  @Flag(help: "Add the ids that the vocabulary file puts around a text.")
  var template = false

  @Option(help: "What becomes of bytes that are no UTF-8 (default: error).")
  var invalid: MalformedText?

  func validate() throws {
    if [count, show, json].filter({ $0 }).count > 1 {
      throw ValidationError("--count, --show and --json exclude each other")
    }
    if null && (whole || text != nil) {
      throw ValidationError("--null parts the texts of standard input; leave out --whole and TEXT")
    }
    if decode && (count || template || special != nil || invalid != nil) {
      throw ValidationError("--count, --template, --special and --invalid are about text; --decode takes ids")
    }
  }

  func run() throws {
    let model = try TokenizerFile(argument: tokenizer).load()
    warn(model)
    var job = try Job(command: self, model: model)
    if let text {
      let bytes = TextInput.argument(text)
      try job.work(on: bytes.bytes, place: "")
    } else if whole {
      let bytes = try TextInput.whole()
      try job.work(on: bytes.bytes, place: "")
    } else {
      var line = 0
      let hasNull = null && !decode
      try TextInput.forEachText(endedBy: hasNull ? 0 : 0x0A) { text in
        if let text {
          line += 1
          try job.work(on: text, place: "\(hasNull ? "text" : "line") \(line): ")
        } else {
          job.flush()
        }
      }
    }
    job.flush()
  }

  /// Says what was asked for in vain.
  private func warn(_ model: BPEModel) {
    if let special, special != .text, !model.addedTokens.contains(where: \.isSpecial) {
      Terminal.message("warning: the vocabulary names no special tokens, so --special \(special.rawValue) does nothing")
    }
    if template && model.postProcessor == PostProcessor() {
      Terminal.message("warning: the vocabulary puts nothing around a text, so --template does nothing")
    }
  }
}

extension TokensCommand {
  /// Works on one text after the other and collects what is printed.
  private struct Job: ~Copyable {
    private let command: TokensCommand
    private let view: TokenView
    private var tokenizer: TextTokenizer
    private var result = TextTokenizer.Tokenized()
    private var writer = JSONWriter()
    private var out = ByteBuffer()

    init(command: TokensCommand, model: BPEModel) throws {
      self.command = command
      let noColour = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
      view = TokenView(model: model, usesColour: isatty(STDOUT_FILENO) == 1 && !noColour)
      tokenizer = try TextTokenizer(
        model: model, specials: command.special ?? .text, malformed: command.invalid ?? .fail,
        usesTemplate: command.template)
    }

    /// - Parameter place: how messages begin.
    mutating func work(on input: UnsafeRawBufferPointer, place: String) throws {
      do {
        if command.decode {
          try tokenizer.decode(try Job.ids(input), into: &result)
        } else {
          try tokenizer.encode(input, withOffsets: command.json, into: &result)
        }
      } catch {
        // What came before is printed, so that the place tells where to go on.
        flush()
        let hint =
          switch error {
          case TokenizerError.malformedText: "; see --invalid"
          case TokenizerError.disallowedSpecial: "; see --special"
          default: ""
          }
        throw JobError("\(place)\(error)\(hint)")
      }
      if command.count {
        out.append(decimal: result.ids.count)
        out.append("\n")
      } else if command.show {
        view.show(result.ids, to: &out)
      } else if command.json {
        view.writeJSON(result, to: &writer)
        out.append(writer.buffer.bytes)
        writer.removeAll()
      } else if command.decode {
        out.append(result.text.bytes)
        if !command.whole { out.append(command.null ? 0 : 0x0A as UInt8) }
      } else {
        TokenView.append(result.ids, to: &out)
      }
      if out.count > 1 << 16 { flush() }
    }

    mutating func flush() {
      Terminal.output(out.bytes)
      out.removeAll()
    }

    /// The ids in `text`: decimal numbers between white space, commas and brackets.
    private static func ids(_ text: UnsafeRawBufferPointer) throws -> [UInt32] {
      func isBetween(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]")
      }
      var ids: [UInt32] = []
      var at = 0
      while at < text.count {
        if isBetween(text[at]) {
          at += 1
          continue
        }
        let start = at
        var value: UInt64 = 0
        while at < text.count, (0x30...0x39).contains(text[at]), value <= UInt64(UInt32.max) {
          value = value * 10 + UInt64(text[at] - 0x30)
          at += 1
        }
        guard at > start, at == text.count || isBetween(text[at]), let id = UInt32(exactly: value) else {
          while at < text.count, !isBetween(text[at]) { at += 1 }
          let word = text.slice(start, min(at, start + 40))
          throw JobError("'\(TokenView.printable(word))' is no token id")
        }
        ids.append(id)
      }
      return ids
    }
  }
}

extension MalformedText: ExpressibleByArgument {}
