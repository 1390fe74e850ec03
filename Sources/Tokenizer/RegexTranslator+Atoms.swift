extension RegexTranslator {
  mutating func atom() throws(TokenizerError) -> Part {
    guard let next = peek() else { throw refusal("the end") }
    switch next {
    case "(": return try group()
    case "[": return try set(characterClass(isNested: false))
    case "\\": return try escape()
    case ".":
      at += 1
      return set(flags.dotTakesNewlines ? .all : CodePointSet(0x0A).inverted)
    case "^":
      at += 1
      // Oniguruma sees no line after a newline that ends the text.
      if dialect == .oniguruma { return assertion(#"(?:\A|(?<=\n)(?!\z))"#) }
      return assertion(flags.lines ? #"(?:\A|(?<=\n))"# : #"\A"#)
    case "$":
      at += 1
      return assertion(dialect == .oniguruma || flags.lines ? #"(?:\z|(?=\n))"# : #"\z"#)
    case "*", "+", "?": throw refusal("a quantifier of nothing")
    default:
      at += 1
      return try literal(next.value)
    }
  }

  private func assertion(_ icu: String) -> Part { Part(icu: icu, canBeEmpty: true, isAssertion: true) }

  /// One character of `set`.
  func set(_ set: CodePointSet) -> Part {
    Part(icu: RegexTranslator.icu(set), canBeEmpty: false)
  }

  /// One character, in any case if the flags say so.
  func literal(_ codePoint: UInt32) throws(TokenizerError) -> Part {
    guard flags.ignoresCase else { return set(CodePointSet(codePoint)) }
    if dialect == .oniguruma && codePoint >= 0x80 {
      throw refusal("a character outside of ASCII in any case", at: at - 1)
    }
    var part = set(variants.closure(of: CodePointSet(codePoint)))
    let lower = codePoint >= 0x41 && codePoint <= 0x5A ? codePoint | 0x20 : codePoint
    part.first = [lower]
    part.last = [lower]
    return part
  }

  // MARK: Groups

  /// `(?flags)`, with all that it holds for: the rest of the group. Nil when something else comes next.
  mutating func isolatedFlags() throws(TokenizerError) -> Part? {
    guard peek() == "(", peek(1) == "?", let third = peek(2), third.value < 0x80,
      third == "-" || third.properties.isAlphabetic, third != "P"
    else { return nil }
    let start = at
    at += 2
    let outer = flags
    try readFlags(start)
    guard take(")") else {
      guard take(":") else { throw refusal("a group (?\(third)", at: start) }
      at = start
      flags = outer
      return nil
    }
    if dialect == .fancyRegex {
      // There they hold on after the group that they are in.
      guard depth == 1 else { throw refusal("flags for the rest of a group", at: start) }
      return Part(icu: "", canBeEmpty: true)
    }
    // Oniguruma puts all of the rest, alternatives and all, into a group of its own.
    var rest = try alternation()
    flags = outer
    rest.icu = rest.grouped
    return rest
  }

  private mutating func readFlags(_ start: Int) throws(TokenizerError) {
    var value = true
    while let letter = peek(), letter != ")", letter != ":" {
      switch (letter, dialect) {
      case ("-", _) where value: value = false
      case ("i", _): flags.ignoresCase = value
      case ("m", .oniguruma), ("s", .fancyRegex): flags.dotTakesNewlines = value
      case ("m", .fancyRegex): flags.lines = value
      default: throw refusal("flag \(letter)", at: start)
      }
      at += 1
    }
  }

  private mutating func group() throws(TokenizerError) -> Part {
    let start = at
    at += 1
    let outer = flags
    defer { flags = outer }
    guard peek() == "?" else {
      if peek() == "*" { throw refusal("a callout (*", at: start) }
      return try close("(?:", start)
    }
    if take("?:") { return try close("(?:", start) }
    if take("?>") {
      try checkAtomic("an atomic group", start)
      return try close("(?>", start)
    }
    for (opening, isBehind) in [("?=", false), ("?!", false), ("?<=", true), ("?<!", true)] as [(StaticString, Bool)]
    where take(opening) {
      let wasBehind = looksBehind
      defer { looksBehind = wasBehind }
      looksBehind = looksBehind || isBehind
      var part = try close("(\(opening)", start)
      if isBehind && part.canBeEmpty { throw refusal("a look behind that can match nothing", at: start) }
      part = Part(icu: part.icu, canBeEmpty: true, isAssertion: true)
      return part
    }
    if take("?#") {
      while let next = peek(), next != ")" {
        if next == "\\" { throw refusal("an escape in a comment", at: start) }
        at += 1
      }
      guard take(")") else { throw refusal("an open comment", at: start) }
      if let next = peek(), "*+?{".unicodeScalars.contains(next) { throw refusal("a quantifier after a comment") }
      return Part(icu: "", canBeEmpty: true)
    }
    if take("?<") || (dialect == .fancyRegex && take("?P<")) {
      while let next = peek(), next != ">" {
        guard next.value < 0x80, next == "_" || next.properties.isAlphabetic || next.properties.numericType != nil
        else {
          throw refusal("a group of that name", at: start)
        }
        at += 1
      }
      guard take(">") else { throw refusal("an open group name", at: start) }
      return try close("(?:", start)
    }
    if let third = peek(1), third.value < 0x80, third == "-" || third.properties.isAlphabetic, third != "P" {
      at += 1
      try readFlags(start)
      guard take(":") else { throw refusal("a group (?\(third)", at: start) }
      return try close("(?:", start)
    }
    throw refusal("a group (?\(peek(1).map(String.init) ?? "")", at: start)
  }

  /// The rest of a group that `opening` begins for ICU.
  private mutating func close(_ opening: String, _ start: Int) throws(TokenizerError) -> Part {
    var part = try alternation()
    guard take(")") else { throw refusal("an open group", at: start) }
    part.icu = opening + part.icu + ")"
    part.isAssertion = false
    return part
  }

  // MARK: Sets for ICU

  /// `set` as ICU reads it, by numbers, so that nothing in it can be taken for syntax.
  static func icu(_ set: CodePointSet) -> String {
    if set.isEmpty { return "(?!)" }
    if let single = set.single { return icu(single) }
    var out = "["
    for range in set.ranges {
      out += icu(range.lowerBound)
      if range.count > 1 { out += "-" + icu(range.upperBound) }
    }
    return out + "]"
  }

  private static func icu(_ codePoint: UInt32) -> String { "\\x{\(String(codePoint, radix: 16))}" }
}
