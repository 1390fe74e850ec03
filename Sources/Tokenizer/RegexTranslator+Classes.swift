extension RegexTranslator {
  // MARK: Escapes

  mutating func escape() throws(TokenizerError) -> Part {
    let start = at
    if let set = try classEscape(inClass: false) { return self.set(set) }
    guard let next = peek(1) else { throw refusal("a backslash at the end") }
    func assertion(_ icu: String) -> Part { Part(icu: icu, canBeEmpty: true, isAssertion: true) }
    switch next {
    case "A":
      at += 2
      return assertion(#"\A"#)
    case "z":
      at += 2
      return assertion(#"\z"#)
    case "Z":
      at += 2
      return assertion(dialect == .oniguruma ? #"(?=\n?\z)"# : #"(?=\n*\z)"#)
    case "b", "B":
      at += 2
      // Word boundaries with braces are another thing in fancy-regex.
      if peek() == "{" { throw refusal("\\\(next){", at: start) }
      let word = RegexTranslator.icu(dialect.word(inClass: false))
      return assertion(
        next == "b"
          ? "(?:(?<=\(word))(?!\(word))|(?<!\(word))(?=\(word)))"
          : "(?:(?<=\(word))(?=\(word))|(?<!\(word))(?!\(word)))")
    case "R":
      try checkAtomic("\\R", start)
      at += 2
      return Part(icu: #"(?>\r\n|[\n\u000B\f\r\u0085\u2028\u2029])"#, canBeEmpty: false)
    case "N" where dialect == .oniguruma, "O" where dialect == .oniguruma:
      at += 2
      return set(next == "O" ? .all : CodePointSet(0x0A).inverted)
    default:
      return try literal(characterEscape(inClass: false))
    }
  }

  /// The set of `\d`, `\p{…}` and the like; nil, and nothing read, when something else comes next.
  private mutating func classEscape(inClass: Bool) throws(TokenizerError) -> CodePointSet? {
    guard let next = peek(1) else { return nil }
    let set: CodePointSet
    switch next {
    case "d", "D": set = UnicodeProperties.category("Nd")
    case "s", "S": set = UnicodeProperties.whiteSpace
    case "w", "W": set = dialect.word(inClass: inClass)
    case "h", "H": set = RegexDialect.hexadecimal
    case "p", "P": return try property(isNegated: next == "P", inClass)
    default: return nil
    }
    at += 2
    return next.properties.isUppercase ? set.inverted : set
  }

  private mutating func property(isNegated: Bool, _ inClass: Bool) throws(TokenizerError) -> CodePointSet {
    let start = at
    at += 2
    var isNegated = isNegated
    var name = ""
    if take("{") {
      if take("^") {
        if dialect == .fancyRegex { throw refusal("\\p{^", at: start) }
        isNegated.toggle()
      }
      while let next = peek(), next != "}" {
        name.unicodeScalars.append(next)
        at += 1
      }
      guard take("}") else { throw refusal("an open \\p{", at: start) }
    } else if dialect == .fancyRegex, let letter = peek(), letter.properties.isAlphabetic {
      name.unicodeScalars.append(letter)
      at += 1
    } else {
      throw refusal("\\p without braces", at: start)
    }
    guard var set = dialect.property(name, inClass: inClass) else { throw refusal("property \(name)", at: start) }
    // The Rust engine ignores the case of properties too, Oniguruma only inside of brackets.
    if flags.ignoresCase && dialect == .fancyRegex { set = variants.closure(of: set) }
    return isNegated ? set.inverted : set
  }

  /// The character that a backslash and what follows stand for.
  private mutating func characterEscape(inClass: Bool) throws(TokenizerError) -> UInt32 {
    let start = at
    guard let next = peek(1) else { throw refusal("a backslash at the end") }
    at += 2
    switch next {
    case "n": return 0x0A
    case "r": return 0x0D
    case "t": return 0x09
    case "f": return 0x0C
    case "v": return 0x0B
    case "a": return 0x07
    case "e": return 0x1B
    case "b" where inClass: return 0x08
    case "x":
      if take("{") { return try hexadecimal(1...8, start, closes: true) }
      let value = try hexadecimal(2...2, start, closes: false)
      // A byte, not a character, in Oniguruma.
      if dialect == .oniguruma && value >= 0x80 { throw refusal("a byte \\x\(String(value, radix: 16))", at: start) }
      return value
    case "u":
      if peek() == "{" {
        guard dialect == .fancyRegex else { throw refusal("\\u{", at: start) }
        at += 1
        return try hexadecimal(1...8, start, closes: true)
      }
      return try hexadecimal(4...4, start, closes: false)
    case "U" where dialect == .fancyRegex: return try hexadecimal(8...8, start, closes: false)
    default:
      guard next.value < 0x80, !next.properties.isAlphabetic, next.properties.numericType == nil,
        next.value > 0x20 || next == " "
      else { throw refusal("\\\(next)", at: start) }
      return next.value
    }
  }

  private mutating func hexadecimal(
    _ digits: ClosedRange<Int>, _ start: Int, closes: Bool
  ) throws(TokenizerError) -> UInt32 {
    var value: UInt32 = 0
    var count = 0
    while count < digits.upperBound, let digit = peek(), digit.value < 0x80, digit.properties.isASCIIHexDigit {
      value = value << 4 | UInt32(String(digit), radix: 16)!
      at += 1
      count += 1
    }
    guard count >= digits.lowerBound, !closes || take("}"), Unicode.Scalar(value) != nil else {
      throw refusal("a hexadecimal escape", at: start)
    }
    return value
  }

  // MARK: Bracketed classes

  /// `[…]`, with nested classes and intersections.
  mutating func characterClass(isNested: Bool) throws(TokenizerError) -> CodePointSet {
    let start = at
    depth += 1
    defer { depth -= 1 }
    guard depth <= 100 else { throw refusal("nesting of more than 100 classes") }
    at += 1
    let isNegated = take("^")
    if isNested && flags.ignoresCase && dialect == .oniguruma { throw refusal("a nested class in any case", at: start) }
    var operands: [CodePointSet] = []
    var current: CodePointSet?
    var isFirst = true
    while true {
      guard let next = peek() else { throw refusal("an open class", at: start) }
      if next == "]" && !isFirst { break }
      if take("&&") {
        guard let left = current else { throw refusal("an intersection with nothing", at: start) }
        if flags.ignoresCase { throw refusal("an intersection in any case", at: start) }
        operands.append(left)
        current = nil
      } else {
        let item = try classItem(isFirst: isFirst)
        current = current?.union(item) ?? item
      }
      isFirst = false
    }
    at += 1
    guard var set = current else { throw refusal("an intersection with nothing", at: start) }
    for operand in operands { set = set.intersection(operand) }
    if flags.ignoresCase { set = try inAnyCase(set, isNegated: isNegated, start) }
    return isNegated ? set.inverted : set
  }

  private func inAnyCase(_ set: CodePointSet, isNegated: Bool, _ start: Int) throws(TokenizerError) -> CodePointSet {
    if dialect == .oniguruma {
      // A single character is a literal, and literals next to each other may be a ligature.
      if set.single != nil { throw refusal("a class of one character in any case", at: start) }
      if !isNegated && !set.isDisjoint(with: RegexTranslator.expanding) {
        throw refusal("a class in any case with a character that stands for several", at: start)
      }
    }
    return variants.closure(of: set)
  }

  /// The characters that become several when their case is folded; Oniguruma lets them match those.
  private static var expanding: CodePointSet {
    CodePointSet([
      0xDF...0xDF, 0x130...0x130, 0x149...0x149, 0x1F0...0x1F0, 0x390...0x390, 0x3B0...0x3B0, 0x587...0x587,
      0x1E96...0x1E9E, 0x1F50...0x1F57, 0x1F80...0x1FFF, 0xFB00...0xFB17,
    ])
  }

  private mutating func classItem(isFirst: Bool) throws(TokenizerError) -> CodePointSet {
    let start = at
    if peek() == "[" {
      if peek(1) == ":" { return try posixClass() }
      if dialect == .oniguruma || peek(1) != "]" { return try characterClass(isNested: true) }
      throw refusal("[ in a class")
    }
    if dialect == .fancyRegex && (peek() == "~" && peek(1) == "~" || peek() == "-" && peek(1) == "-") {
      throw refusal("an operation of classes")
    }
    if peek() == "\\", let set = try classEscape(inClass: true) {
      if peek() == "-", peek(1) != "]" { throw refusal("a hyphen after a class") }
      return set
    }
    if peek() == "-" && !isFirst && peek(1) != "]" { throw refusal("a hyphen in a class") }
    let low = try classCharacter()
    guard peek() == "-", let after = peek(1), after != "]" else { return CodePointSet(low) }
    at += 1
    if after == "-" || after == "[" || (after == "&" && peek(1) == "&") {
      throw refusal("a range to \(after)", at: start)
    }
    if after == "\\", let kind = peek(1), "dDsSwWhHpPRX".unicodeScalars.contains(kind) {
      throw refusal("a range to a class", at: start)
    }
    let high = try classCharacter()
    guard low <= high else { throw refusal("a range from high to low", at: start) }
    if peek() == "-", peek(1) != "]" { throw refusal("a hyphen after a range") }
    return CodePointSet([low...high])
  }

  private mutating func classCharacter() throws(TokenizerError) -> UInt32 {
    guard let next = peek() else { throw refusal("an open class") }
    if next == "\\" { return try characterEscape(inClass: true) }
    at += 1
    return next.value
  }

  private mutating func posixClass() throws(TokenizerError) -> CodePointSet {
    let start = at
    at += 2
    let isNegated = take("^")
    var name = ""
    while let next = peek(), next.properties.isAlphabetic {
      name.unicodeScalars.append(next)
      at += 1
    }
    guard take(":]"), let set = dialect.posix(name) else { throw refusal("class [:\(name)", at: start) }
    return isNegated ? set.inverted : set
  }
}
