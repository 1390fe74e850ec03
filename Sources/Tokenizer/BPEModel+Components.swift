import QuernBytes
import QuernJSON

/// The components of a tokenizer.json, as the `tokenizers` package (0.23) writes them.
extension BPEModel {
  func writeNormalizer(to json: inout JSONWriter) {
    let steps = (try? packageNormalizer()) ?? normalizer
    BPEModel.writeList("normalizers", steps.count, to: &json) { BPEModel.write(steps[$0], to: &$1) }
  }

  /// ``normalizer`` in components of the package.
  /// - Throws: ``TokenizerError/lossy(_:)`` when they cannot say it.
  func packageNormalizer() throws(TokenizerError) -> [NormalizerStep] {
    var steps: [NormalizerStep] = []
    for step in normalizer {
      switch step {
      case .sentencePiece(let whole):
        guard whole.charactersMap == nil, whole.escapesSpaces, !whole.spaceIsSuffix, !whole.removesExtraSpaces,
          whole.protected.isEmpty
        else { throw .lossy("the normaliser of a SentencePiece model does more than put U+2581 for spaces") }
        if whole.addsDummyPrefix { steps.append(.prepend("\u{2581}")) }
        steps.append(.replace(.literal(" "), content: "\u{2581}"))
      case .charactersMap(let map) where !map.isByGraphemes:
        throw .lossy("the package reads a precompiled_charsmap grapheme by grapheme")
      default: steps.append(step)
      }
    }
    return steps
  }

  /// ``decoderSteps`` in components of the package, which have nothing to say of the unknown piece.
  private var packageDecoder: [DecoderStep] {
    guard case .sentencePiece(let whole)? = decoderSteps.first else { return decoderSteps }
    var steps: [DecoderStep] = [.replace(.literal("\u{2581}"), content: " "), .byteFallback, .fuse]
    if whole.addsDummyPrefix || whole.removesExtraSpaces { steps.append(.strip(content: " ", start: 1, stop: 0)) }
    return steps
  }

  private static func write(_ step: NormalizerStep, to json: inout JSONWriter) {
    json.beginObject()
    switch step {
    case .unicode(let form):
      json.member("type", form.rawValue)
    case .lowercase:
      json.member("type", "Lowercase")
    case .prepend(let text):
      json.member("type", "Prepend")
      json.member("prepend", text)
    case .replace(let target, let content):
      json.member("type", "Replace")
      write(target, to: &json)
      json.member("content", content)
    case .strip(let left, let right):
      json.member("type", "Strip")
      json.member("strip_left", left)
      json.member("strip_right", right)
    case .charactersMap(let map):
      json.member("type", "Precompiled")
      json.key("precompiled_charsmap")
      writeBase64(map.bytes, to: &json)
    case .sentencePiece(let whole):
      // For fingerprints only: a file has the components of the package.
      json.member("type", "SentencePiece")
      json.key("map")
      writeBase64(whole.charactersMap?.bytes ?? [], to: &json)
      for (name, value) in [
        ("prefix", whole.addsDummyPrefix), ("collapse", whole.removesExtraSpaces), ("escape", whole.escapesSpaces),
        ("suffix", whole.spaceIsSuffix),
      ] {
        json.key(name: name)
        json.bool(value)
      }
      json.member("protected", whole.protected)
    }
    json.endObject()
  }

  private static func writeBase64(_ bytes: [UInt8], to json: inout JSONWriter) {
    var text = ByteBuffer()
    bytes.withUnsafeBytes { Base64.encode($0, into: &text) }
    json.string(text.bytes)
  }

  func writePretokenizer(to json: inout JSONWriter) {
    switch pretokenizer {
    case .scanner(.gpt2) where alphabet == .bytes:
      BPEModel.writeByteLevel(to: &json, trimsOffsets: true, usesRegex: true)
    case .scanner(let pattern):
      var steps = pattern.expressions.map {
        PretokenizerStep.split(.oniguruma($0), behavior: .isolated, inverted: false)
      }
      if alphabet == .bytes { steps.append(.byteLevel(addsPrefixSpace: false, splits: false)) }
      BPEModel.write(steps, to: &json)
    case .steps(let steps):
      BPEModel.write(steps, to: &json)
    }
  }

  private static func write(_ steps: [PretokenizerStep], to json: inout JSONWriter) {
    writeList("pretokenizers", steps.count, to: &json) { write(steps[$0], to: &$1) }
  }

  static func write(_ step: PretokenizerStep, to json: inout JSONWriter) {
    json.beginObject()
    switch step {
    case .split(let target, let behavior, let inverted):
      json.member("type", "Split")
      write(target, to: &json)
      json.member("behavior", behavior.rawValue)
      json.member("invert", inverted)
    case .digits(let individually):
      json.member("type", "Digits")
      json.member("individual_digits", individually)
    case .whitespace:
      json.member("type", "Whitespace")
    case .whitespaceSplit:
      json.member("type", "WhitespaceSplit")
    case .punctuation(let behavior):
      json.member("type", "Punctuation")
      json.member("behavior", behavior.rawValue)
    case .metaspace(let replacement, let prepend, let splits):
      writeMetaspace(replacement, prepend, splits, to: &json)
    case .beforeRuns(let mark):
      json.member("type", "Split")
      write(.oniguruma(mark.unicodeScalars.map { "\\x{\(String($0.value, radix: 16))}" }.joined() + "+"), to: &json)
      json.member("behavior", SplitBehavior.mergedWithNext.rawValue)
      json.member("invert", false)
    case .byteLevel(let addsPrefixSpace, let splits):
      writeByteLevelMembers(to: &json, addsPrefixSpace: addsPrefixSpace, trimsOffsets: true, usesRegex: splits)
    }
    json.endObject()
  }

  private static func writeMetaspace(
    _ replacement: String, _ prepend: MetaspacePrepend, _ splits: Bool, to json: inout JSONWriter
  ) {
    json.member("type", "Metaspace")
    json.member("replacement", replacement)
    json.member("prepend_scheme", prepend.rawValue)
    json.member("split", splits)
  }

  private static func write(_ target: PretokenizerStep.Target, to json: inout JSONWriter) {
    json.key("pattern")
    json.beginObject()
    switch target {
    case .literal(let text): json.member("String", text)
    case .oniguruma(let text), .fancyRegex(let text): json.member("Regex", text)
    case .pattern(let pattern): json.member("Regex", pattern.expressions[0])
    }
    json.endObject()
  }

  func writePostProcessor(to json: inout JSONWriter) {
    guard !postProcessor.before.isEmpty || !postProcessor.after.isEmpty else {
      if alphabet != .bytes { return json.null() }
      return BPEModel.writeByteLevel(to: &json, trimsOffsets: false, usesRegex: true)
    }
    json.beginObject()
    json.member("type", "TemplateProcessing")
    for (name, count) in [("single", 1), ("pair", 2)] {
      json.key(name: name)
      json.beginArray()
      for part in 0..<count {
        for id in postProcessor.before { writePart("SpecialToken", title(of: id), part, to: &json) }
        writePart("Sequence", part == 0 ? "A" : "B", part, to: &json)
        for id in postProcessor.after { writePart("SpecialToken", title(of: id), part, to: &json) }
      }
      json.endArray()
    }
    json.key("special_tokens")
    json.beginObject()
    for id in Set(postProcessor.before + postProcessor.after).sorted() {
      json.key(name: title(of: id))
      json.beginObject()
      json.member("id", title(of: id))
      json.key("ids")
      json.beginArray()
      json.number(Int(id))
      json.endArray()
      json.key("tokens")
      json.beginArray()
      json.string(title(of: id))
      json.endArray()
      json.endObject()
    }
    json.endObject()
    json.endObject()
  }

  private func writePart(_ kind: String, _ id: String, _ type: Int, to json: inout JSONWriter) {
    json.beginObject()
    json.key(name: kind)
    json.beginObject()
    json.member("id", id)
    json.member("type_id", type)
    json.endObject()
    json.endObject()
  }

  /// What a post-processor calls a token: any name does, so long as it is the token's own.
  private func title(of id: UInt32) -> String {
    addedTokens.first { $0.id == id }?.content ?? "token \(id)"
  }

  func writeDecoder(to json: inout JSONWriter) {
    let steps = packageDecoder
    switch steps {
    case [.spaced]: json.null()
    case []: BPEModel.writeSequence("decoders", 0, to: &json) { _, _ in }
    default:
      BPEModel.writeList("decoders", steps.count, to: &json) { BPEModel.write(steps[$0], to: &$1) }
    }
  }

  private static func write(_ step: DecoderStep, to json: inout JSONWriter) {
    json.beginObject()
    switch step {
    case .byteLevel:
      writeByteLevelMembers(to: &json, addsPrefixSpace: false, trimsOffsets: true, usesRegex: true)
    case .byteFallback: json.member("type", "ByteFallback")
    case .fuse: json.member("type", "Fuse")
    case .spaced, .sentencePiece:
      // The one is written as no decoder, the other as several components.
      json.member("type", "Fuse")
    case .strip(let content, let start, let stop):
      json.member("type", "Strip")
      json.member("content", content)
      json.member("start", start)
      json.member("stop", stop)
    case .metaspace(let replacement, let prepend):
      writeMetaspace(replacement, prepend, true, to: &json)
    case .replace(let target, let content):
      json.member("type", "Replace")
      write(target, to: &json)
      json.member("content", content)
    }
    json.endObject()
  }

  private static func writeByteLevel(to json: inout JSONWriter, trimsOffsets: Bool, usesRegex: Bool) {
    json.beginObject()
    writeByteLevelMembers(to: &json, addsPrefixSpace: false, trimsOffsets: trimsOffsets, usesRegex: usesRegex)
    json.endObject()
  }

  private static func writeByteLevelMembers(
    to json: inout JSONWriter, addsPrefixSpace: Bool, trimsOffsets: Bool, usesRegex: Bool
  ) {
    json.member("type", "ByteLevel")
    json.member("add_prefix_space", addsPrefixSpace)
    json.member("trim_offsets", trimsOffsets)
    json.member("use_regex", usesRegex)
  }

  /// Nothing as null, one component by itself, several as a sequence.
  private static func writeList(
    _ name: String, _ count: Int, to json: inout JSONWriter, _ write: (Int, inout JSONWriter) -> Void
  ) {
    switch count {
    case 0: json.null()
    case 1: write(0, &json)
    default: writeSequence(name, count, to: &json, write)
    }
  }

  private static func writeSequence(
    _ name: String, _ count: Int, to json: inout JSONWriter, _ write: (Int, inout JSONWriter) -> Void
  ) {
    json.beginObject()
    json.member("type", "Sequence")
    json.key(name: name)
    json.beginArray()
    for index in 0..<count { write(index, &json) }
    json.endArray()
    json.endObject()
  }
}
