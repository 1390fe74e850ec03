/// One value of a recipe file and where it stands, before its meaning is looked at.
struct RecipeNode {
  enum Value {
    /// A plain scalar may be a number, true, false or nothing; a quoted one is always text.
    case scalar(String, isPlain: Bool)
    case list([RecipeNode])
    /// The members in the order of the file. A repeated key is reported when parsing, and only its first value kept.
    case table([Member])
  }

  struct Member {
    var key: String
    var place: RecipePlace
    var value: RecipeNode
  }

  var value: Value
  var place: RecipePlace

  /// What the value is, in words for messages.
  var kind: String {
    switch value {
    case .list: "a list"
    case .table: "a table"
    case .scalar(let text, isPlain: true):
      switch text {
      case "", "~", "null", "Null", "NULL": "nothing"
      case "true", "True", "TRUE", "false", "False", "FALSE": "'\(text)'"
      default: RecipeNode.isNumber(text) ? "the number \(text)" : "'\(text)'"
      }
    case .scalar(let text, isPlain: false): "the text '\(text)'"
    }
  }

  /// The text of a scalar that is neither a number, nor true or false, nor nothing.
  var text: String? {
    guard case .scalar(let text, let isPlain) = value else { return nil }
    guard isPlain else { return text }
    switch text {
    case "", "~", "null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE": return nil
    default: return RecipeNode.isNumber(text) ? nil : text
    }
  }

  /// The letters of an unquoted number.
  var digits: String? {
    guard case .scalar(let text, isPlain: true) = value, RecipeNode.isNumber(text) else { return nil }
    return text
  }

  /// The value of an unquoted `true` or `false`.
  var flag: Bool? {
    guard case .scalar(let text, isPlain: true) = value else { return nil }
    switch text {
    case "true", "True", "TRUE": return true
    case "false", "False", "FALSE": return false
    default: return nil
    }
  }

  /// Whether `text` is a decimal number: `-?digits[.digits][e[+-]digits]`.
  ///
  /// Other notations of YAML (octal, sixty-based, underscores, infinities) are text, so that no value means something
  /// that its reader would not guess.
  private static func isNumber(_ text: String) -> Bool {
    var rest = Substring(text).utf8
    func takeDigits() -> Bool {
      let digits = rest.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
      rest = rest.dropFirst(digits.count)
      return !digits.isEmpty
    }
    if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    guard takeDigits() else { return false }
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      guard takeDigits() else { return false }
    }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest.removeFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
      guard takeDigits() else { return false }
    }
    return rest.isEmpty
  }
}
