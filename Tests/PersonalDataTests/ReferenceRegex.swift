/// A backtracking matcher of regular expressions over code points, as plain as can be.
indirect enum ReferenceRegex: Sendable {
  case set(@Sendable (Unicode.Scalar) -> Bool)
  case sequence([ReferenceRegex])
  case choice([ReferenceRegex])
  /// At least `least` and at most `most` times; as many as possible first, or as few if lazy.
  case repeated(ReferenceRegex, least: Int, most: Int, lazy: Bool)
  case group(ReferenceRegex)
  case wordBorder

  /// One match.
  struct Match: Equatable {
    var start: Int
    var end: Int
    var group: Range<Int>?
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == "_" { return true }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .letterNumber, .otherNumber:
      return true
    default: return false
    }
  }

  private func match(
    _ text: [Unicode.Scalar], _ at: Int, _ group: Range<Int>?, _ then: (Int, Range<Int>?) -> Match?
  ) -> Match? {
    switch self {
    case .set(let holds): return at < text.count && holds(text[at]) ? then(at + 1, group) : nil
    case .sequence(let parts):
      guard let first = parts.first else { return then(at, group) }
      return first.match(text, at, group) {
        ReferenceRegex.sequence(Array(parts.dropFirst())).match(text, $0, $1, then)
      }
    case .choice(let options):
      for option in options {
        if let match = option.match(text, at, group, then) { return match }
      }
      return nil
    case .repeated(let part, let least, let most, let lazy):
      func more() -> Match? {
        guard most > 0 else { return nil }
        return part.match(text, at, group) { next, group in
          // An empty round would go on for ever.
          if next == at { return nil }
          return ReferenceRegex.repeated(part, least: max(0, least - 1), most: most - 1, lazy: lazy)
            .match(text, next, group, then)
        }
      }
      if least > 0 { return more() }
      return lazy ? then(at, group) ?? more() : more() ?? then(at, group)
    case .group(let part): return part.match(text, at, group) { end, _ in then(end, at..<end) }
    case .wordBorder:
      let before = at > 0 && ReferenceRegex.isWord(text[at - 1])
      let after = at < text.count && ReferenceRegex.isWord(text[at])
      return before != after ? then(at, group) : nil
    }
  }

  /// All matches from left to right, none overlapping; no expression here matches nothing.
  func matches(in text: [Unicode.Scalar]) -> [Match] {
    var found: [Match] = []
    var at = 0
    while at < text.count {
      if let match = match(text, at, nil, { Match(start: at, end: $0, group: $1) }) {
        found.append(match)
        at = match.end
      } else {
        at += 1
      }
    }
    return found
  }
}

extension ReferenceRegex {
  static func any(of characters: String) -> ReferenceRegex {
    let scalars = Set(characters.unicodeScalars)
    return .set { scalars.contains($0) }
  }

  static func text(_ literal: String) -> ReferenceRegex {
    .sequence(literal.unicodeScalars.map { scalar in .set { $0 == scalar } })
  }

  func star() -> ReferenceRegex { .repeated(self, least: 0, most: .max, lazy: false) }
  func plus(lazy: Bool = false) -> ReferenceRegex { .repeated(self, least: 1, most: .max, lazy: lazy) }
  func optional() -> ReferenceRegex { .repeated(self, least: 0, most: 1, lazy: false) }
  func times(_ count: Int) -> ReferenceRegex { .repeated(self, least: count, most: count, lazy: false) }

  private static let alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
  private static let digit = any(of: "0123456789")
  private static let octet = ReferenceRegex.choice([
    .sequence([text("25"), any(of: "012345")]), .sequence([text("2"), any(of: "01234"), digit]),
    .sequence([any(of: "01").optional(), digit, digit.optional()]),
  ])

  /// datatrove's and dolma's expression for IPv4 addresses.
  static let address = ReferenceRegex.sequence([ReferenceRegex.sequence([octet, text(".")]).times(3), octet])

  /// datatrove's expression for e-mail addresses.
  static let datatroveEmail: ReferenceRegex = {
    let atom = any(of: alphanumeric + "!#$%&'*+/=?^_`{|}~-").plus()
    let label = ReferenceRegex.sequence([
      any(of: alphanumeric),
      ReferenceRegex.sequence([any(of: alphanumeric + "-").star(), any(of: alphanumeric)]).optional(),
    ])
    let name = ReferenceRegex.sequence([.sequence([label, text(".")]).plus(), label])
    let literal = ReferenceRegex.sequence([
      text("["), ReferenceRegex.sequence([octet, text(".")]).times(3),
      .choice([octet, .sequence([any(of: alphanumeric + "-").star(), any(of: alphanumeric), text(":")])]), text("]"),
    ])
    return .sequence([
      .wordBorder, atom, ReferenceRegex.sequence([text("."), atom]).star(), text("@"), .choice([name, literal]),
    ])
  }()

  @Sendable private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
  }

  private static let space = ReferenceRegex.set(isSpace)

  /// dolma's expression for e-mail addresses.
  static let dolmaEmail: ReferenceRegex = {
    let marks = Set(".@,?!;:)(".unicodeScalars)
    let edge = ReferenceRegex.set { marks.contains($0) || isSpace($0) }
    let local = ReferenceRegex.set { !isSpace($0) && $0 != "@" }
    let domain = ReferenceRegex.set { !isSpace($0) && (!marks.contains($0) || $0 == ".") }
    return .sequence([
      edge.star(), .group(.sequence([local.plus(), text("@"), domain.plus(lazy: true)])), edge.optional(), space,
    ])
  }()

  /// dolma's expression for telephone numbers.
  static let dolmaPhone: ReferenceRegex = {
    let number = ReferenceRegex.set { $0.properties.generalCategory == .decimalNumber }
    return .sequence([
      space.plus(), text("(").optional(), number.times(3), text(")").optional(), any(of: "-. ").star(), number.times(3),
      any(of: "-. ").optional(), number.times(4),
    ])
  }()
}
