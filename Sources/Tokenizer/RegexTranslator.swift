import QuernBytes

/// Writes a regular expression of another dialect so that ICU's engine finds the same matches.
///
/// Every class becomes a set of code points from the pinned tables, case is spelt out, and anchors are written as looks
/// around, so that of ICU only the engine is used: neither its Unicode data nor its readings of `$` or `\w`. What cannot
/// be carried over with certainty is an error that names it.
struct RegexTranslator {
  let dialect: RegexDialect
  let source: [Unicode.Scalar]
  var at = 0
  var depth = 0
  /// Whether this is inside of a look behind.
  var looksBehind = false
  var flags = Flags()
  let variants = CaseVariants()

  struct Flags {
    /// `i`.
    var ignoresCase = false
    /// The dot takes newlines too: `m` of Oniguruma, `s` of fancy-regex.
    var dotTakesNewlines = false
    /// `^` and `$` are about lines: `m` of fancy-regex, always so in Oniguruma.
    var lines = false
  }

  /// A translated part.
  struct Part {
    var icu: String
    /// Whether the part can match nothing at all.
    var canBeEmpty: Bool
    /// Whether it is an assertion, which cannot be repeated.
    var isAssertion = false
    /// The letters that it can begin and end with where case is ignored, for ``RegexTranslator/checkLigature(_:_:)``.
    var first: Set<UInt32> = []
    var last: Set<UInt32> = []

    /// `icu` as one unit, to be followed by a quantifier.
    var grouped: String { "(?:\(icu))" }
  }

  /// The pattern for ICU.
  /// - Throws: ``TokenizerError/unsupported(_:)``, naming the construct and its place.
  static func translate(_ pattern: String, _ dialect: RegexDialect) throws(TokenizerError) -> String {
    var translator = RegexTranslator(dialect: dialect, source: Array(pattern.unicodeScalars))
    let part = try translator.alternation()
    if let next = translator.peek() { throw translator.refusal("unmatched \(next)") }
    return part.icu
  }

  // MARK: Reading

  func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
    at + ahead < source.count ? source[at + ahead] : nil
  }

  /// Moves past `text` if it comes next.
  mutating func take(_ text: StaticString) -> Bool {
    let wanted = Array("\(text)".unicodeScalars)
    guard at + wanted.count <= source.count, source[at..<(at + wanted.count)].elementsEqual(wanted) else {
      return false
    }
    at += wanted.count
    return true
  }

  func refusal(_ what: String, at place: Int? = nil) -> TokenizerError {
    .unsupported("\(what) at character \((place ?? at) + 1) of a regular expression of \(dialect.name)")
  }

  // MARK: Alternatives and sequences

  mutating func alternation() throws(TokenizerError) -> Part {
    depth += 1
    defer { depth -= 1 }
    guard depth <= 100 else { throw refusal("nesting of more than 100 groups") }
    var out = try sequence()
    while take("|") {
      let next = try sequence()
      out.icu += "|" + next.icu
      out.canBeEmpty = out.canBeEmpty || next.canBeEmpty
      out.isAssertion = false
      out.first.formUnion(next.first)
      out.last.formUnion(next.last)
    }
    return out
  }

  private mutating func sequence() throws(TokenizerError) -> Part {
    var out = Part(icu: "", canBeEmpty: true)
    while let next = peek(), next != "|", next != ")" {
      let start = at
      if let part = try isolatedFlags() {
        try append(part, to: &out, start)
        continue
      }
      try append(try quantified(), to: &out, start)
    }
    return out
  }

  private func append(_ part: Part, to out: inout Part, _ place: Int) throws(TokenizerError) {
    if dialect == .oniguruma { try checkLigature(out.last, part.first, place) }
    out.icu += part.icu
    if out.canBeEmpty { out.first.formUnion(part.first) }
    out.last = part.canBeEmpty ? out.last.union(part.last) : part.last
    out.canBeEmpty = out.canBeEmpty && part.canBeEmpty
  }

  /// Where case is ignored Oniguruma also takes ß for "ss" and ligatures for their letters, which is not done here.
  private func checkLigature(_ last: Set<UInt32>, _ first: Set<UInt32>, _ place: Int) throws(TokenizerError) {
    for pair in ["ss", "st", "ff", "fi", "fl"] {
      let letters = pair.unicodeScalars.map(\.value)
      if last.contains(letters[0]) && first.contains(letters[1]) {
        throw refusal("\"\(pair)\" in any case, which also stands for single characters,", at: place)
      }
    }
  }

  /// Engines go backwards over what keeps its first match in ways of their own.
  func checkAtomic(_ what: String, _ place: Int) throws(TokenizerError) {
    if looksBehind { throw refusal("\(what) in a look behind", at: place) }
  }

  // MARK: Quantifiers

  private mutating func quantified() throws(TokenizerError) -> Part {
    let start = at
    var part = try atom()
    guard let first = try quantifier() else { return part }
    if part.isAssertion { throw refusal("a quantifier after an assertion", at: start) }
    var count = first
    if count.most != 1 && part.canBeEmpty {
      throw refusal("repetition of what can match nothing", at: start)
    }
    var suffix = ""
    if peek() == "?" {
      at += 1
      if dialect == .oniguruma && count.isFixed {
        // Not lazy there, but optional.
        part.icu = part.grouped + count.icu
        count = Count(least: 0, most: 1, icu: "?", isInterval: false)
      } else {
        suffix = "?"
      }
    }
    var isAtomic = false
    if peek() == "+" {
      at += 1
      if dialect == .oniguruma && (first.isInterval || suffix == "?") {
        // Possessive elsewhere, a repeated group there.
        guard count.least > 0 else { throw refusal("repetition of what can match nothing", at: start) }
        part.icu = part.grouped + count.icu + suffix
        count = Count(least: 1, most: nil, icu: "+", isInterval: false)
        suffix = ""
      } else {
        try checkAtomic("a possessive quantifier", start)
        isAtomic = true
      }
    }
    if let next = peek(), "*+?".unicodeScalars.contains(next) { throw refusal("a quantifier after a quantifier") }
    if peek() == "{", try interval() != nil { throw refusal("a quantifier after a quantifier", at: start) }
    let repeated = part.grouped + count.icu + suffix
    part.icu = isAtomic ? "(?>\(repeated))" : repeated
    part.canBeEmpty = part.canBeEmpty || count.least == 0
    if count.most != 1 && dialect == .oniguruma { try checkLigature(part.last, part.first, start) }
    return part
  }

  private struct Count {
    var least: Int
    /// Nil for any number.
    var most: Int?
    var icu: String
    var isInterval: Bool
    /// Whether it was written `{n}`.
    var isFixed = false
  }

  private mutating func quantifier() throws(TokenizerError) -> Count? {
    switch peek() {
    case "?":
      at += 1
      return Count(least: 0, most: 1, icu: "?", isInterval: false)
    case "*":
      at += 1
      return Count(least: 0, most: nil, icu: "*", isInterval: false)
    case "+":
      at += 1
      return Count(least: 1, most: nil, icu: "+", isInterval: false)
    case "{": return try interval()
    default: return nil
    }
  }

  /// `{n}`, `{n,}`, `{n,m}` or `{,m}`; nil, and nothing read, when the brace stands for itself.
  private mutating func interval() throws(TokenizerError) -> Count? {
    let start = at
    at += 1
    let least = number()
    let hasComma = take(",")
    let most = hasComma ? number() : least
    if least == nil && most == nil && hasComma && peek() == "}" { throw refusal("{,}", at: start) }
    guard least != nil || most != nil, take("}") else {
      at = start
      return nil
    }
    let low = least ?? 0
    guard low <= 1000, (most ?? 0) <= 1000 else { throw refusal("a quantifier above 1000", at: start) }
    if let most, most < low { throw refusal("a quantifier whose least is above its most", at: start) }
    if most == 0 { throw refusal("a quantifier of zero", at: start) }
    let icu = hasComma ? "{\(low),\(most.map(String.init) ?? "")}" : "{\(low)}"
    return Count(least: low, most: most, icu: icu, isInterval: true, isFixed: !hasComma)
  }

  private mutating func number() -> Int? {
    var value: Int?
    while let digit = peek(), digit >= "0", digit <= "9", (value ?? 0) < 100_000 {
      value = (value ?? 0) * 10 + Int(digit.value - 0x30)
      at += 1
    }
    return value
  }
}
