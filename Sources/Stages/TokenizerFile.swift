import QuernBytes
import QuernJobs
import QuernShards
import QuernStreams
import QuernTokenizer

/// A vocabulary file as the command line and the recipe name it.
public struct TokenizerFile: Sendable {
  public var path: String
  /// The split pattern, for files that do not name their own: a name, or `regex=` and an expression.
  public var pattern: String?

  public init(path: String, pattern: String? = nil) {
    self.path = path
    self.pattern = pattern
  }

  /// Splits `FILE[:PATTERN]`; the part after the last colon is a pattern only if it is the name of one. In
  /// `FILE:regex=EXPRESSION` the expression is all that follows the first mark.
  public init(argument: String) {
    self.init(path: argument)
    if let mark = argument.firstRange(of: ":\(RecipeTraining.regexMark)") {
      path = String(argument[..<mark.lowerBound])
      pattern = String(argument[argument.index(after: mark.lowerBound)...])
      return
    }
    guard let colon = argument.lastIndex(of: ":") else { return }
    let name = String(argument[argument.index(after: colon)...])
    guard SplitPattern(rawValue: name) != nil || FileSystem.entry(at: argument) == .nothing else { return }
    path = String(argument[..<colon])
    pattern = name
  }

  /// Loads the vocabulary: a tokenizer.json, a tekken.json, a SentencePiece model, a GGUF file, or a rank file of
  /// tiktoken with its pattern; told apart by their content. Of a GGUF file only the metadata is read.
  public func load() throws -> BPEModel {
    if case .file(let size, _) = FileSystem.entry(at: path), size >= 4 {
      let file = try RandomAccessFile(path: path)
      var magic = ByteBuffer()
      try file.read(at: 0, count: 4, into: &magic)
      if magic.bytes.equals("GGUF") {
        return try named { try BPEModel(ggufOfSize: size) { try file.read(at: $0, into: $1) } }
      }
    }
    return try model(from: try FileSystem.contents(of: path))
  }

  /// The vocabulary that `content`, the content of the file, holds.
  func model(from content: borrowing ByteBuffer) throws -> BPEModel {
    let bytes = content.bytes
    return switch VocabularyFormat(bytes) {
    case .json: try named { try BPEModel(json: bytes) }
    case .sentencePiece: try named { try BPEModel(sentencePiece: bytes) }
    case .gguf:
      try named {
        try BPEModel(ggufOfSize: bytes.count) { offset, room in
          room.copyMemory(from: bytes.slice(offset, offset + room.count))
        }
      }
    case .ranks:
      try rethrowing { try BPEModel(tiktoken: bytes, pretokenizer: try ranksSplit(bytes)) }
    case nil:
      throw JobError(
        "\(path): not a vocabulary file: tokenizer.json, tekken.json, a SentencePiece .model of the type BPE, .gguf and "
          + "tiktoken rank files can be read")
    }
  }

  /// Loads a file that names its own split pattern.
  private func named(_ load: () throws -> BPEModel) throws -> BPEModel {
    if let pattern {
      throw JobError(.usage, "\(path): the file names its own split pattern; leave out ':\(pattern)'")
    }
    return try rethrowing(load)
  }

  private func rethrowing(_ load: () throws -> BPEModel) throws -> BPEModel {
    do {
      return try load()
    } catch let error as TokenizerError {
      throw JobError("\(path): \(error)")
    }
  }

  /// The split as it was named, or else that of a published rank file.
  private func ranksSplit(_ bytes: UnsafeRawBufferPointer) throws -> Pretokenizer {
    if let pattern {
      if pattern.hasPrefix(RecipeTraining.regexMark) {
        return Pretokenizer(fancyRegex: String(pattern.dropFirst(RecipeTraining.regexMark.count)))
      }
      return .scanner(try splitPattern(named: pattern))
    }
    guard let known = SplitPattern(ofKnownRanks: bytes) else {
      throw JobError(
        .usage,
        "\(path): a rank file does not say how text is split; name the pattern as \(path):PATTERN, one of "
          + SplitPattern.allCases.map(\.rawValue).joined(separator: ", ")
          + ", or regex= and an expression as tiktoken takes it")
    }
    return .scanner(known)
  }
}

extension RowFormat {
  /// The rows of `length` and `batch` for ids of `model`, with the tokens between documents found in it.
  ///
  /// - Parameter vocabularySize: how many ids there will be, for a model that is not trained yet.
  /// - Throws: ``JobError`` of kind `usage`.
  public init(
    length: Int, batch: Int, end: RecipeToken, beginning: RecipeToken, model: BPEModel, vocabularySize: Int? = nil
  ) throws {
    let size = vocabularySize ?? model.vocabularySize
    let end = try RowFormat.id(of: end, in: model, size: size)
    let beginning = try RowFormat.id(of: beginning, in: model, size: size)
    // A rank file holds no special tokens; an id given by number may be one of those that follow the ranks.
    let highest = [end, beginning].compactMap { $0 }.map { Int($0) + 1 }.max() ?? 0
    self.init(
      length: length, batch: batch, vocabularySize: max(size, highest), beginning: beginning, end: end)
    do { try check() } catch { throw JobError(.usage, "\(error)") }
  }

  private static func id(of token: RecipeToken, in model: BPEModel, size: Int) throws -> UInt32? {
    switch token {
    case .absent: return nil
    case .id(let id):
      guard id < 1 << 24, let id = UInt32(exactly: id) else {
        throw JobError(.usage, "\(id) is no token id: ids lie between 0 and 16777215")
      }
      guard model.addedTokens.isEmpty || id < size else {
        throw JobError(.usage, "the vocabulary has no token \(id): its ids end at \(size - 1)")
      }
      return id
    case .token(let text):
      guard let id = model.id(ofSpecial: text) else {
        let known = model.addedTokens.filter(\.isSpecial).map(\.content)
        let nearest = nearestName(to: text, among: known).map { "did you mean '\($0)'? " } ?? ""
        throw JobError(
          .usage,
          "the vocabulary has no special token '\(text)'; \(nearest)give "
            + (known.isEmpty ? "" : "one of \(known.prefix(10).joined(separator: " ")), ") + "an id, or none")
      }
      return id
    case .endOfText:
      guard let id = model.endOfText else {
        throw JobError(
          .usage,
          "the vocabulary has no end-of-text token of its own; say with --eos or `eos:` what follows a document: a "
            + "special token, an id, or none")
      }
      return id
    }
  }
}
