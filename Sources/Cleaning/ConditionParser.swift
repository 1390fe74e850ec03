import QuernBytes

/// Reads a ``SignalCondition`` by recursive descent.
struct ConditionParser {
  /// Parentheses and negations nest at most so deep.
  private static let deepest = 100

  private let characters: [Character]
  private var at = 0
  private var depth = 0

  init(_ text: String) { characters = Array(text) }

  /// A piece of a condition, with its place.
  private enum Term {
    case number(Double)
    case signal(Signal)
    case text(String)
  }

  mutating func parse() throws(ConditionError) -> SignalCondition.Node {
    let node = try any()
    skipSpaces()
    guard at == characters.count else { throw error("expected && or || or the end, but found “\(characters[at])”") }
    return node
  }

  private mutating func any() throws(ConditionError) -> SignalCondition.Node {
    var node = try all()
    while take("||") { node = .any(node, try all()) }
    return node
  }

  private mutating func all() throws(ConditionError) -> SignalCondition.Node {
    var node = try single()
    while take("&&") { node = .all(node, try single()) }
    return node
  }

  private mutating func single() throws(ConditionError) -> SignalCondition.Node {
    depth += 1
    defer { depth -= 1 }
    guard depth <= ConditionParser.deepest else { throw error("parentheses are nested too deep") }
    skipSpaces()
    if at < characters.count, characters[at] == "!", !next("!=") {
      at += 1
      return .not(try single())
    }
    if take("(") {
      let node = try any()
      guard take(")") else { throw error("a ) is missing") }
      return node
    }
    return try comparison()
  }

  private mutating func comparison() throws(ConditionError) -> SignalCondition.Node {
    let start = at
    let left = try term()
    guard let comparison = takeComparison() else { throw error("expected one of < <= > >= == !=") }
    let right = try term()
    switch (left, right) {
    case (.signal(let signal), .text(let text)), (.text(let text), .signal(let signal)):
      guard signal.kind == .label else {
        throw ConditionError(message: "\(signal.name) is a number and is compared with a text", column: start + 1)
      }
      guard comparison == .equal || comparison == .different else {
        throw ConditionError(message: "texts are compared with == or != only", column: start + 1)
      }
      return .label(signal, isEqual: comparison == .equal, text)
    case (.text, _), (_, .text):
      throw ConditionError(message: "a text is compared with no signal", column: start + 1)
    default: break
    }
    return .compare(try number(left, start), comparison, try number(right, start))
  }

  private func number(_ term: Term, _ start: Int) throws(ConditionError) -> SignalCondition.Operand {
    switch term {
    case .number(let number): return .number(number)
    case .signal(let signal) where signal.kind != .label: return .signal(signal)
    case .signal(let signal):
      throw ConditionError(
        message: "\(signal.name) is a text: compare it with one in quotes, as in \(signal.name) == 'en'",
        column: start + 1)
    case .text: throw ConditionError(message: "a text is compared with no signal", column: start + 1)
    }
  }

  private mutating func term() throws(ConditionError) -> Term {
    skipSpaces()
    guard at < characters.count else { throw error("the condition ends where a signal or number is expected") }
    let first = characters[at]
    if first == "'" || first == "\"" { return .text(try quoted(first)) }
    let start = at
    if first.isNumber || first == "-" || first == "." {
      at += 1
      while at < characters.count, isNumberPart(characters[at]) { at += 1 }
      guard let number = Double(String(characters[start..<at])), number.isFinite else {
        at = start
        throw error("this is no number")
      }
      return .number(number)
    }
    while at < characters.count, isNamePart(characters[at]) { at += 1 }
    guard at > start else { throw error("expected a signal or number, but found “\(first)”") }
    let name = String(characters[start..<at])
    guard let signal = Signal.named(name) else {
      let near = nearestName(to: name, among: Signal.all.map(\.name)).map { "; did you mean \($0)?" } ?? ""
      throw ConditionError(message: "there is no signal \(name)\(near)", column: start + 1)
    }
    return .signal(signal)
  }

  private func isNumberPart(_ character: Character) -> Bool {
    if character.isNumber || character == "." || character == "e" || character == "E" { return true }
    let isSign = character == "-" || character == "+"
    return isSign && (characters[at - 1] == "e" || characters[at - 1] == "E")
  }

  private func isNamePart(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_" || character == "." || character == "@"
  }

  private mutating func quoted(_ quote: Character) throws(ConditionError) -> String {
    let start = at + 1
    guard let end = characters[start...].firstIndex(of: quote) else { throw error("the quote is not closed") }
    at = end + 1
    return String(characters[start..<end])
  }

  private mutating func takeComparison() -> SignalCondition.Comparison? {
    for symbol in ["<=", ">=", "==", "!=", "<", ">"] where take(symbol) {
      return SignalCondition.Comparison(rawValue: symbol)
    }
    return nil
  }

  private func next(_ symbol: String) -> Bool { characters[at...].starts(with: symbol) }

  private mutating func take(_ symbol: String) -> Bool {
    skipSpaces()
    guard next(symbol) else { return false }
    at += symbol.count
    return true
  }

  private mutating func skipSpaces() {
    while at < characters.count, characters[at].isWhitespace { at += 1 }
  }

  private func error(_ message: String) -> ConditionError { ConditionError(message: message, column: at + 1) }
}
