import QuernBytes

/// Whose regular expressions these are: what tells the dialects apart.
enum RegexDialect: Sendable {
  /// Oniguruma 6.9 with its own syntax, as the `tokenizers` package uses it.
  case oniguruma
  /// Rust's fancy-regex over regex, as tiktoken uses it.
  case fancyRegex

  /// The name in messages.
  var name: String {
    switch self {
    case .oniguruma: "Oniguruma"
    case .fancyRegex: "fancy-regex"
    }
  }

  /// `\w` inside of brackets, if `inClass`, or outside: letters, marks, digits and connectors. The dialects differ in a
  /// few, and Oniguruma takes six more for words outside of brackets, where it has a table for Latin-1.
  func word(inClass: Bool) -> CodePointSet {
    let common = UnicodeProperties.alphabetic.union(UnicodeProperties.category("M", "Nd", "Pc"))
    switch self {
    case .oniguruma: return inClass ? common : common.union(CodePointSet(0xB2, 0xB3, 0xB9, 0xBC, 0xBD, 0xBE))
    case .fancyRegex: return common.union(CodePointSet([0x200C...0x200D]))
    }
  }

  /// The set of `\p{name}`; nil when the dialect has no such property or it is not known here.
  func property(_ written: String, inClass: Bool) -> CodePointSet? {
    let name = UnicodeProperties.plain(written)
    switch name {
    case "any": return .all
    case "assigned": return UnicodeProperties.category("Cn").inverted
    case "ascii": return CodePointSet([0...0x7F])
    case "alphabetic", "alpha": return UnicodeProperties.alphabetic
    case "lowercase", "lower": return UnicodeProperties.lowercase
    case "uppercase", "upper": return UnicodeProperties.uppercase
    case "whitespace", "space": return UnicodeProperties.whiteSpace
    default: break
    }
    if self == .oniguruma, name != "punct", let set = name == "word" ? word(inClass: inClass) : posix(name) {
      return set
    }
    if self == .fancyRegex {
      // The Rust engine also takes a property and its value.
      for prefix in ["script=", "sc="] where name.hasPrefix(prefix) {
        return UnicodeProperties.script(String(name.dropFirst(prefix.count)))
      }
      for prefix in ["generalcategory=", "gc="] where name.hasPrefix(prefix) {
        return RegexDialect.category(String(name.dropFirst(prefix.count)))
      }
    }
    return RegexDialect.category(name) ?? UnicodeProperties.script(name)
  }

  /// The set of `[:name:]`; nil when there is none, or when it is not known here.
  func posix(_ name: String) -> CodePointSet? {
    switch self {
    case .oniguruma:
      switch name {
      case "alnum": UnicodeProperties.alphabetic.union(UnicodeProperties.category("Nd"))
      case "alpha": UnicodeProperties.alphabetic
      case "ascii": CodePointSet([0...0x7F])
      case "blank": UnicodeProperties.category("Zs").union(CodePointSet(0x09))
      case "cntrl": UnicodeProperties.category("Cc")
      case "digit": UnicodeProperties.category("Nd")
      case "graph": UnicodeProperties.category("Z", "Cc", "Cs", "Cn").inverted
      case "lower": UnicodeProperties.lowercase
      case "print": UnicodeProperties.category("Zl", "Zp", "Cc", "Cs", "Cn").inverted
      case "punct": UnicodeProperties.category("P", "S")
      case "space": UnicodeProperties.whiteSpace
      case "upper": UnicodeProperties.uppercase
      case "xdigit": RegexDialect.hexadecimal
      case "word": word(inClass: true)
      default: nil
      }
    case .fancyRegex:
      switch name {
      case "alnum": CodePointSet([0x30...0x39, 0x41...0x5A, 0x61...0x7A])
      case "alpha": CodePointSet([0x41...0x5A, 0x61...0x7A])
      case "ascii": CodePointSet([0...0x7F])
      case "blank": CodePointSet(0x09, 0x20)
      case "cntrl": CodePointSet([0...0x1F, 0x7F...0x7F])
      case "digit": CodePointSet([0x30...0x39])
      case "graph": CodePointSet([0x21...0x7E])
      case "lower": CodePointSet([0x61...0x7A])
      case "print": CodePointSet([0x20...0x7E])
      case "punct": CodePointSet([0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E])
      case "space": CodePointSet([0x09...0x0D, 0x20...0x20])
      case "upper": CodePointSet([0x41...0x5A])
      case "word": CodePointSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
      case "xdigit": RegexDialect.hexadecimal
      default: nil
      }
    }
  }

  static var hexadecimal: CodePointSet { CodePointSet([0x30...0x39, 0x41...0x46, 0x61...0x66]) }

  private static func category(_ name: String) -> CodePointSet? {
    if name == "lc" || name == "casedletter" { return UnicodeProperties.category("Lu", "Ll", "Lt") }
    guard let found = categories.first(where: { $0.names.contains(name) }) else { return nil }
    return UnicodeProperties.category(found.short)
  }

  private static let categories: [(short: String, names: [String])] = [
    ("L", ["l", "letter"]), ("Lu", ["lu", "uppercaseletter"]), ("Ll", ["ll", "lowercaseletter"]),
    ("Lt", ["lt", "titlecaseletter"]), ("Lm", ["lm", "modifierletter"]), ("Lo", ["lo", "otherletter"]),
    ("M", ["m", "mark", "combiningmark"]), ("Mn", ["mn", "nonspacingmark"]), ("Mc", ["mc", "spacingmark"]),
    ("Me", ["me", "enclosingmark"]), ("N", ["n", "number"]), ("Nd", ["nd", "decimalnumber", "digit"]),
    ("Nl", ["nl", "letternumber"]), ("No", ["no", "othernumber"]), ("P", ["p", "punctuation", "punct"]),
    ("Pc", ["pc", "connectorpunctuation"]), ("Pd", ["pd", "dashpunctuation"]), ("Ps", ["ps", "openpunctuation"]),
    ("Pe", ["pe", "closepunctuation"]), ("Pi", ["pi", "initialpunctuation"]), ("Pf", ["pf", "finalpunctuation"]),
    ("Po", ["po", "otherpunctuation"]), ("S", ["s", "symbol"]), ("Sm", ["sm", "mathsymbol"]),
    ("Sc", ["sc", "currencysymbol"]), ("Sk", ["sk", "modifiersymbol"]), ("So", ["so", "othersymbol"]),
    ("Z", ["z", "separator"]), ("Zs", ["zs", "spaceseparator"]), ("Zl", ["zl", "lineseparator"]),
    ("Zp", ["zp", "paragraphseparator"]), ("C", ["c", "other"]), ("Cc", ["cc", "control", "cntrl"]),
    ("Cf", ["cf", "format"]), ("Cs", ["cs", "surrogate"]), ("Co", ["co", "privateuse"]), ("Cn", ["cn", "unassigned"]),
  ]
}
