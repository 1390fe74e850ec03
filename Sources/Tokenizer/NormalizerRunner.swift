import CKernels
import QuernBytes
import QuernText

/// Carries out the normaliser of a model.
struct NormalizerRunner: Sendable {
  private enum Step {
    case unicode(FrozenNormalizer)
    case lowercase
    case prepend([UInt8])
    case replace(TargetSearch, [UInt8])
    case strip(left: Bool, right: Bool)
    case charactersMap(CharactersMap)
    case sentencePiece(SentencePieceNormalizer)
  }

  private let steps: [Step]

  /// - Throws: ``TokenizerError/unsupported(_:)`` for a step that is not done here.
  init(_ steps: [NormalizerStep]) throws(TokenizerError) {
    var compiled: [Step] = []
    for step in steps {
      switch step {
      case .unicode(let form): compiled.append(.unicode(FrozenNormalizer(form.frozen)))
      case .lowercase: compiled.append(.lowercase)
      case .prepend(let text): compiled.append(.prepend(Array(text.utf8)))
      case .replace(let target, let content): compiled.append(.replace(try TargetSearch(target), Array(content.utf8)))
      case .strip(let left, let right): compiled.append(.strip(left: left, right: right))
      case .charactersMap(let map): compiled.append(.charactersMap(map))
      case .sentencePiece(let normalizer): compiled.append(.sentencePiece(normalizer))
      }
    }
    self.steps = compiled
  }

  /// Whether texts stay as they are.
  var isEmpty: Bool { steps.isEmpty }

  /// Normalises the text of `rewriter`.
  func run(_ rewriter: inout TextRewriter) throws(TokenizerError) {
    for step in steps {
      switch step {
      case .unicode(let normalizer): try NormalizerRunner.normalize(&rewriter, normalizer)
      case .lowercase: NormalizerRunner.lowercase(&rewriter)
      case .prepend(let bytes):
        let count = rewriter.text.count
        guard count > 0 else { continue }
        rewriter.put(bytes, for: 0, 0)
        rewriter.copy(0, count)
        rewriter.finish()
      case .replace(let search, let content): try NormalizerRunner.replace(&rewriter, search, content)
      case .strip(let left, let right): NormalizerRunner.strip(&rewriter, left, right)
      case .charactersMap(let map): NormalizerRunner.apply(map, &rewriter)
      case .sentencePiece(let normalizer):
        rewriter.rewrite { text, out, stretches in
          normalizer.apply(text, into: &out, stretches: &stretches)
          return true
        }
      }
    }
  }

  private static func normalize(
    _ rewriter: inout TextRewriter, _ normalizer: FrozenNormalizer
  ) throws(TokenizerError) {
    do {
      try rewriter.rewrite { (text, out, stretches) throws(TextError) in
        guard stretches != nil else { return try normalizer.normalize(text, into: &out) }
        return try normalizer.normalize(text, into: &out, stretches: &stretches!)
      }
    } catch {
      throw .text(error.description)
    }
  }

  private static func lowercase(_ rewriter: inout TextRewriter) {
    let text = rewriter.text
    var copied = 0
    var at = 0
    while at < text.count {
      let (scalar, next) = text.scalar(at: at)
      let lower = scalar == QUERN_MALFORMED ? scalar : quern_lowercase_17(scalar)
      if lower != scalar {
        rewriter.copy(copied, at)
        rewriter.put(utf8(lower) + (scalar == 0x130 ? [0xCC, 0x87] : []), for: at, next)
        copied = next
      }
      at = next
    }
    guard copied > 0 else { return }
    rewriter.copy(copied, text.count)
    rewriter.finish()
  }

  private static func utf8(_ scalar: UInt32) -> [UInt8] {
    Unicode.Scalar(scalar).map { Array(String(Character($0)).utf8) } ?? []
  }

  private static func replace(
    _ rewriter: inout TextRewriter, _ search: TargetSearch, _ content: [UInt8]
  ) throws(TokenizerError) {
    let count = rewriter.text.count
    try search.find(in: rewriter.text)
    guard !search.matches.isEmpty else { return }
    var copied = 0
    for match in search.matches {
      // The package loses track of a text to which characters are added where none were.
      guard !match.isEmpty else { throw .unsupported("normalizer Replace of nothing between two characters") }
      rewriter.copy(copied, match.lowerBound)
      rewriter.put(content, for: match.lowerBound, match.upperBound)
      copied = match.upperBound
    }
    rewriter.copy(copied, count)
    rewriter.finish()
  }

  private static func strip(_ rewriter: inout TextRewriter, _ left: Bool, _ right: Bool) {
    let text = rewriter.text
    var start = 0
    while left, start < text.count {
      let (scalar, next) = text.scalar(at: start)
      guard CharacterSet.isSpace(scalar) else { break }
      start = next
    }
    var end = text.count
    while right, end > start {
      let (scalar, before) = text.scalar(before: end)
      guard CharacterSet.isSpace(scalar) else { break }
      end = before
    }
    guard start > 0 || end < text.count else { return }
    rewriter.copy(start, end)
    rewriter.finish()
  }

  private static func apply(_ map: CharactersMap, _ rewriter: inout TextRewriter) {
    rewriter.rewrite { text, out, stretches in
      guard stretches != nil else {
        map.apply(text, into: &out)
        return true
      }
      guard let bytes = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return true }
      // What becomes of a grapheme depends on nothing beside it.
      var at = 0
      for grapheme in text.text {
        let first = at
        // Malformed bytes are shorter than the character that stands for them here.
        for _ in grapheme.unicodeScalars { at += abs(UTF8Repair.sequence(bytes, at, text.count)) }
        let start = out.count
        var copy = String(grapheme)
        copy.withUTF8 { map.apply(UnsafeRawBufferPointer($0), into: &out) }
        let changes = !text.slice(first, at).hasSameBytes(as: out.bytes.slice(start, out.count))
        stretches?.append(FrozenNormalizer.Stretch(before: at - first, after: out.count - start, changes: changes))
      }
      return true
    }
  }
}

extension NormalizerStep.Form {
  fileprivate var frozen: FrozenNormalizer.Form {
    switch self {
    case .nfc: .nfc
    case .nfd: .nfd
    case .nfkc: .nfkc
    case .nfkd: .nfkd
    }
  }
}
