import QuernBytes
import QuernJSON

/// The components around the model. Where the package has a default for what a file leaves out, so has this.
extension TokenizerJSONParser {
  func parseNormalizer(_ node: JSONNode?, into steps: inout [NormalizerStep]) throws(TokenizerError) {
    guard let node, !node.isNull else { return }
    var parts: [JSONNode] = []
    flatten(node, "normalizers", into: &parts)
    for part in parts {
      switch type(part) {
      case "Lowercase": steps.append(.lowercase)
      case "Prepend": steps.append(.prepend(try text(part, "prepend")))
      case "Replace": steps.append(.replace(try target(part), content: try text(part, "content")))
      case "Strip":
        steps.append(
          .strip(
            left: try flag(part, "strip_left", default: true), right: try flag(part, "strip_right", default: true)))
      case "Precompiled":
        var map: [UInt8] = []
        guard let coded = part["precompiled_charsmap"]?.bytes, Base64.decode(coded, into: &map) else {
          throw .malformedVocabulary("Precompiled has no precompiled_charsmap in base 64")
        }
        steps.append(.charactersMap(try CharactersMap(map, isByGraphemes: true)))
      case let name:
        guard let form = NormalizerStep.Form(rawValue: name) else { throw .unsupported("normalizer \(name)") }
        steps.append(.unicode(form))
      }
    }
  }

  func parsePretokenizer(_ node: JSONNode?, into steps: inout [PretokenizerStep]) throws(TokenizerError) {
    guard let node, !node.isNull else { return }
    var parts: [JSONNode] = []
    flatten(node, "pretokenizers", into: &parts)
    for part in parts {
      switch type(part) {
      case "ByteLevel":
        steps.append(
          .byteLevel(
            addsPrefixSpace: try flag(part, "add_prefix_space", default: true),
            splits: try flag(part, "use_regex", default: true)))
      case "Split":
        let inverted = try flag(part, "invert", default: false)
        steps.append(.split(try target(part), behavior: try behavior(part), inverted: inverted))
      case "CharDelimiterSplit":
        steps.append(.split(.literal(try text(part, "delimiter")), behavior: .removed, inverted: false))
      case "Digits": steps.append(.digits(individually: try flag(part, "individual_digits", default: false)))
      case "Whitespace": steps.append(.whitespace)
      case "WhitespaceSplit": steps.append(.whitespaceSplit)
      case "Punctuation":
        steps.append(.punctuation(part["behavior"] == nil ? .isolated : try behavior(part)))
      case "Metaspace":
        let (replacement, prepend) = try metaspace(part)
        steps.append(
          .metaspace(replacement: replacement, prepend: prepend, splits: try flag(part, "split", default: true)))
      case let name: throw .unsupported("pre_tokenizer \(name)")
      }
    }
  }

  /// The same as `steps`, by a scanner that does all of them where there is one.
  static func simplified(_ steps: [PretokenizerStep], _ alphabet: BPEModel.Alphabet) -> Pretokenizer {
    var splits = steps
    if alphabet == .bytes {
      guard case .byteLevel(addsPrefixSpace: false, let splitsItself) = splits.popLast() else { return .steps(steps) }
      if splitsItself { return splits.isEmpty ? .scanner(.gpt2) : .steps(steps) }
    }
    var expressions: [String] = []
    for step in splits {
      switch step {
      case .split(.oniguruma(let text), .isolated, inverted: false),
        .split(.oniguruma(let text), .removed, inverted: true):
        expressions.append(text)
      default: return .steps(steps)
      }
    }
    return pattern(expressions).map { .scanner($0) } ?? .steps(steps)
  }

  private static func pattern(_ expressions: [String]) -> SplitPattern? {
    var all = ByteBuffer()
    for expression in expressions { all.append(string: expression) }
    var parts: [UnsafeRawBufferPointer] = []
    var start = 0
    for expression in expressions {
      let end = start + expression.utf8.count
      parts.append(UnsafeRawBufferPointer(start: all.base + start, count: end - start))
      start = end
    }
    let found = SplitPattern.named(bySplits: parts)
    all.removeAll()
    return found
  }

  func parsePostProcessor(_ node: JSONNode?, into result: inout PostProcessor) throws(TokenizerError) {
    guard let node, !node.isNull else { return }
    var parts: [JSONNode] = []
    flatten(node, "processors", into: &parts)
    for part in parts {
      switch type(part) {
      case "ByteLevel": continue  // moves offsets only
      case "BertProcessing", "RobertaProcessing":
        result.before.insert(try idOfPair(part["cls"]), at: 0)
        result.after.append(try idOfPair(part["sep"]))
      case "TemplateProcessing": try parseTemplate(part, into: &result)
      case let name: throw .unsupported("post_processor \(name)")
      }
    }
  }

  /// The id of `["token", id]`.
  private func idOfPair(_ node: JSONNode?) throws(TokenizerError) -> UInt32 {
    var elements = node?.elements ?? .none
    _ = elements.next()
    guard let id = elements.next()?.uint, id <= UInt64(BPEModelDraft.highestID) else {
      throw .malformedVocabulary("post_processor has no cls or sep")
    }
    return UInt32(id)
  }

  private func parseTemplate(_ node: JSONNode, into result: inout PostProcessor) throws(TokenizerError) {
    var before: [UInt32] = []
    var after: [UInt32] = []
    var hasText = false
    for piece in node["single"]?.elements ?? .none {
      if let sequence = piece["Sequence"] {
        guard sequence["id"]?.string == "A", !hasText else {
          throw .unsupported("post_processor TemplateProcessing that does not have the text once")
        }
        hasText = true
      } else if let name = piece["SpecialToken"]?["id"]?.string,
        let special = node["special_tokens"]?.member(named: name)
      {
        for id in special["ids"]?.elements ?? .none {
          guard let id = id.uint, id <= UInt64(BPEModelDraft.highestID) else {
            throw .malformedVocabulary("special token \(name) of post_processor has no id")
          }
          if hasText { after.append(UInt32(id)) } else { before.append(UInt32(id)) }
        }
      } else {
        throw .malformedVocabulary("TemplateProcessing has a piece that is neither a text nor a special token")
      }
    }
    guard hasText else { throw .unsupported("post_processor TemplateProcessing without the text") }
    result.before = before + result.before
    result.after += after
  }

  func parseDecoder(_ node: JSONNode?) throws(TokenizerError) -> [DecoderStep] {
    guard let node, !node.isNull else { return [.spaced] }
    var parts: [JSONNode] = []
    flatten(node, "decoders", into: &parts)
    var steps: [DecoderStep] = []
    for part in parts {
      switch type(part) {
      case "ByteLevel": steps.append(.byteLevel)
      case "ByteFallback": steps.append(.byteFallback)
      case "Fuse": steps.append(.fuse)
      case "Strip":
        let content = try text(part, "content")
        guard content.unicodeScalars.count == 1 else { throw .malformedVocabulary("Strip is not of one character") }
        steps.append(.strip(content: content, start: try number(part, "start"), stop: try number(part, "stop")))
      case "Metaspace":
        let (replacement, prepend) = try metaspace(part)
        steps.append(.metaspace(replacement: replacement, prepend: prepend))
      case "Replace": steps.append(.replace(try target(part), content: try text(part, "content")))
      case let name: throw .unsupported("decoder \(name)")
      }
    }
    return steps
  }

  private func target(_ node: JSONNode) throws(TokenizerError) -> PretokenizerStep.Target {
    if let text = node["pattern"]?["String"]?.string { return .literal(text) }
    if let text = node["pattern"]?["Regex"]?.string { return .oniguruma(text) }
    throw .malformedVocabulary("\(type(node)) has no pattern")
  }

  private func behavior(_ node: JSONNode) throws(TokenizerError) -> SplitBehavior {
    let name = try text(node, "behavior")
    guard let behavior = SplitBehavior(rawValue: name) else {
      throw .malformedVocabulary("there is no behavior \(name)")
    }
    return behavior
  }

  /// Newer files say where the replacement is put, older ones whether it is.
  private func metaspace(_ node: JSONNode) throws(TokenizerError) -> (replacement: String, prepend: MetaspacePrepend) {
    let replacement = try text(node, "replacement")
    guard replacement.unicodeScalars.count == 1 else {
      throw .malformedVocabulary("the replacement of Metaspace is not one character")
    }
    let adds = try flag(node, "add_prefix_space", default: true)
    guard let scheme = node["prepend_scheme"], !scheme.isNull else { return (replacement, adds ? .always : .never) }
    guard let name = scheme.string, let prepend = MetaspacePrepend(rawValue: name) else {
      throw .malformedVocabulary("Metaspace has an unknown prepend_scheme")
    }
    guard adds || prepend == .never else { throw .malformedVocabulary("Metaspace contradicts itself") }
    return (replacement, prepend)
  }
}
