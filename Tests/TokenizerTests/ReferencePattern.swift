@testable import QuernTokenizer

/// A regular expression as data, matched by plain backtracking over characters: what the scanners are held against.
indirect enum PlainRegex: Sendable {
  /// One character of a class.
  case one(@Sendable (Token) -> Bool)
  /// The empty text at the end, or where the next character is not of a class.
  case endOfText
  case notBefore(@Sendable (Token) -> Bool)
  case sequence([PlainRegex])
  case any([PlainRegex])
  /// Greedy, with a minimum and a maximum.
  case times(PlainRegex, Int, Int)
  /// Greedy without giving back.
  case possessive(PlainRegex, Int, Int)

  /// A character: its class and its bytes.
  struct Token {
    var mask: UInt32
    var bytes: [UInt8]
  }

  /// Matches at `at` and calls `rest` with each end in the order in which an engine tries them, until one is accepted.
  func match(_ text: [Token], _ at: Int, _ rest: (Int) -> Int?) -> Int? {
    switch self {
    case .one(let isMember):
      return at < text.count && isMember(text[at]) ? rest(at + 1) : nil
    case .endOfText:
      return at == text.count ? rest(at) : nil
    case .notBefore(let isMember):
      return at < text.count && isMember(text[at]) ? nil : rest(at)
    case .sequence(let parts):
      guard let first = parts.first else { return rest(at) }
      return first.match(text, at) { PlainRegex.sequence(Array(parts.dropFirst())).match(text, $0, rest) }
    case .any(let choices):
      for choice in choices {
        if let end = choice.match(text, at, rest) { return end }
      }
      return nil
    case .times(let part, let least, let most):
      if most > 0 {
        let more = part.match(text, at) {
          PlainRegex.times(part, max(0, least - 1), most == .max ? .max : most - 1).match(text, $0, rest)
        }
        if let more { return more }
      }
      return least == 0 ? rest(at) : nil
    case .possessive(let part, let least, let most):
      guard let end = PlainRegex.times(part, least, most).match(text, at, { $0 }) else { return nil }
      return rest(end)
    }
  }
}

extension PlainRegex {
  static let letter = PlainRegex.one { $0.mask & CharacterSet.letter != 0 }
  static let number = PlainRegex.one { $0.mask & CharacterSet.number != 0 }
  static let space = PlainRegex.one { $0.mask & CharacterSet.space != 0 }
  static let newline = PlainRegex.one { $0.bytes == [10] || $0.bytes == [13] }
  static let newlineOrSlash = PlainRegex.one { $0.bytes == [10] || $0.bytes == [13] || $0.bytes == [0x2F] }
  static let notSpaceLetterNumber = PlainRegex.one {
    $0.mask & (CharacterSet.letter | CharacterSet.number | CharacterSet.space) == 0
  }
  static let notNewlineLetterNumber = PlainRegex.one {
    $0.mask & (CharacterSet.letter | CharacterSet.number) == 0 && $0.bytes != [10] && $0.bytes != [13]
  }
  static let letterOrMark = PlainRegex.one { $0.mask & (CharacterSet.letter | CharacterSet.mark) != 0 }
  static let punctuationOrSymbol = PlainRegex.one { $0.mask & CharacterSet.punctuationOrSymbol != 0 }
  static let notSpaceLetterMarkNumber = PlainRegex.one {
    $0.mask & (CharacterSet.letter | CharacterSet.mark | CharacterSet.number | CharacterSet.space) == 0
  }
  static let notNewlineLetterPunctuationSymbol = PlainRegex.one {
    $0.mask & (CharacterSet.letter | CharacterSet.punctuationOrSymbol) == 0 && $0.bytes != [10] && $0.bytes != [13]
  }
  static let upper = PlainRegex.one { $0.mask & CharacterSet.upperLike != 0 }
  static let lower = PlainRegex.one { $0.mask & CharacterSet.lowerLike != 0 }
  static let blank = PlainRegex.text(" ")

  static func some(_ part: PlainRegex) -> PlainRegex { .times(part, 1, .max) }
  static func many(_ part: PlainRegex) -> PlainRegex { .times(part, 0, .max) }
  static func maybe(_ part: PlainRegex) -> PlainRegex { .times(part, 0, 1) }

  /// The characters of `text`; with `folds` in any case, U+017F being an s.
  static func text(_ text: String, folds: Bool = false) -> PlainRegex {
    .sequence(
      text.unicodeScalars.map { scalar in
        .one { token in
          let same = token.bytes == Array(String(scalar).utf8)
          let other = token.bytes == Array(String(scalar).uppercased().utf8)
          return same || (folds && (other || (scalar == "s" && token.bytes == [0xC5, 0xBF])))
        }
      })
  }

  static func contractions(folds: Bool) -> PlainRegex {
    .any(["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"].map { text($0, folds: folds) })
  }

  static let spaceTail: [PlainRegex] = [
    .sequence([some(space), .notBefore { $0.mask & CharacterSet.space == 0 }]), some(space),
  ]

  static let gpt2 = PlainRegex.any(
    [
      contractions(folds: false), .sequence([maybe(blank), some(letter)]), .sequence([maybe(blank), some(number)]),
      .sequence([maybe(blank), some(notSpaceLetterNumber)]),
    ] + spaceTail)

  static func cl100kFamily(numbers: Int, tail: [PlainRegex]) -> PlainRegex {
    .any(
      [
        contractions(folds: true), .sequence([maybe(notNewlineLetterNumber), some(letter)]),
        .times(number, 1, numbers), .sequence([maybe(blank), some(notSpaceLetterNumber), many(newline)]),
      ] + tail)
  }

  static let cl100k = cl100kFamily(
    numbers: 3,
    tail: [
      .sequence([.possessive(space, 1, .max), .endOfText]), .sequence([many(space), newline]), spaceTail[0], space,
    ])
  static let llama3 = cl100kFamily(numbers: 3, tail: [.sequence([many(space), some(newline)])] + spaceTail)
  static let qwen2 = cl100kFamily(numbers: 1, tail: [.sequence([many(space), some(newline)])] + spaceTail)

  static let nanochat = cl100kFamily(numbers: 2, tail: [.sequence([many(space), newline])] + spaceTail)

  static let qwen35 = PlainRegex.any(
    [
      contractions(folds: true), .sequence([maybe(notNewlineLetterNumber), some(letterOrMark)]), number,
      .sequence([maybe(blank), some(notSpaceLetterMarkNumber), many(newline)]),
      .sequence([many(space), some(newline)]),
    ] + spaceTail)

  static func cased(numbers: Int, after: PlainRegex) -> PlainRegex {
    .any(
      [
        .sequence([maybe(notNewlineLetterNumber), many(upper), some(lower), after]),
        .sequence([maybe(notNewlineLetterNumber), some(upper), many(lower), after]),
        .times(number, 1, numbers), .sequence([maybe(blank), some(notSpaceLetterNumber), many(newlineOrSlash)]),
        .sequence([many(space), some(newline)]),
      ] + spaceTail)
  }

  static let o200k = cased(numbers: 3, after: maybe(contractions(folds: true)))
  static let tekken = cased(numbers: 1, after: .sequence([]))

  static let deepseekV3 = PlainRegex.any(
    [
      .sequence([
        .one { $0.isASCII { "!"..."/" ~= $0 || ":"..."@" ~= $0 || "["..."`" ~= $0 || "{"..."~" ~= $0 } },
        some(.one { $0.isASCII { "a"..."z" ~= $0 || "A"..."Z" ~= $0 } }),
      ]),
      .sequence([maybe(notNewlineLetterPunctuationSymbol), some(letterOrMark)]),
      .sequence([maybe(blank), some(punctuationOrSymbol), many(newline)]), .sequence([many(space), some(newline)]),
    ] + spaceTail)
}

extension PlainRegex.Token {
  /// Whether the character is a single byte for which `isMember` holds.
  func isASCII(_ isMember: (Unicode.Scalar) -> Bool) -> Bool {
    bytes.count == 1 && bytes[0] < 0x80 && isMember(Unicode.Scalar(bytes[0]))
  }

  /// Whether the character is in `[一-龥぀-ゟ゠-ヿ]`.
  var isHanOrKana: Bool {
    guard let scalar = String(decoding: bytes, as: UTF8.self).unicodeScalars.first else { return false }
    return "一"..."龥" ~= scalar || "\u{3040}"..."\u{30FF}" ~= scalar
  }
}

extension SplitPattern {
  /// The pattern written out.
  var reference: PlainRegex {
    switch self {
    case .gpt2: .gpt2
    case .cl100k: .cl100k
    case .llama3: .llama3
    case .qwen2: .qwen2
    case .o200k: .o200k
    case .qwen35: .qwen35
    case .deepseekV3: .deepseekV3
    case .tekken: .tekken
    case .nanochat: .nanochat
    }
  }
}

/// The characters of `bytes`; a byte that starts no valid character stands alone.
func characters(_ bytes: [UInt8]) -> [PlainRegex.Token] {
  var out: [PlainRegex.Token] = []
  var at = 0
  while at < bytes.count {
    var token = PlainRegex.Token(mask: CharacterSet.rest, bytes: [bytes[at]])
    for length in 1...4 where at + length <= bytes.count {
      let slice = Array(bytes[at..<(at + length)])
      if let text = String(validating: slice, as: UTF8.self), text.unicodeScalars.count == 1 {
        token = PlainRegex.Token(mask: classMask(text.unicodeScalars.first!), bytes: slice)
        break
      }
    }
    at += token.bytes.count
    out.append(token)
  }
  return out
}

/// The pieces of `bytes` by the written-out pattern.
func referencePieces(_ bytes: [UInt8], _ pattern: SplitPattern) -> [[UInt8]] {
  var segments = [characters(bytes)[...]]
  if pattern == .deepseekV3 {
    segments = segments.flatMap { cut($0, .times(.number, 1, 3)) }
    segments = segments.flatMap { cut($0, .some(.one(\.isHanOrKana))) }
  }
  segments = segments.flatMap { cut($0, pattern.reference) }
  return segments.map { $0.flatMap(\.bytes) }
}

/// The matches of `regex` in `segment`, and what lies between them.
private func cut(_ segment: ArraySlice<PlainRegex.Token>, _ regex: PlainRegex) -> [ArraySlice<PlainRegex.Token>] {
  let text = Array(segment)
  var out: [ArraySlice<PlainRegex.Token>] = []
  var start = 0
  var pending = 0
  while start < text.count {
    if let end = regex.match(text, start, { $0 }) {
      if pending < start { out.append(text[pending..<start]) }
      out.append(text[start..<end])
      start = end
      pending = end
    } else {
      start += 1
    }
  }
  if pending < text.count { out.append(text[pending...]) }
  return out
}
