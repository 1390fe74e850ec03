/// What splits off behind a digit at the end of a chunk: units, money and "+".
enum EnglishUnits {
  /// All of them; the longest has five code points.
  static func all() -> [String] {
    var found: [String] = ["+"]
    for prefix in ["k", "d", "c", "m", ""] { found += powers(prefix + "m") }
    for prefix in ["\u{43A}", "\u{434}", "\u{441}", "\u{43C}", ""] { found += powers(prefix + "\u{43C}") }
    for prefix in ["\u{643}", "\u{633}", "\u{645}", ""] { found += powers(prefix + "\u{645}") }
    found += list("ha \u{B5}m nm yd in ft kg g mg \u{B5}g t lb oz m/s km/h kmh mph hPa Pa mbar T G M K %")
    for size in ["m", "k", "g", "t"] { found += [size + "b", size.uppercased() + "B"] }
    found += list("\u{43D}\u{43C} \u{43A}\u{433} \u{433} \u{43C}\u{433} \u{43C}/\u{441} \u{43A}\u{43C}/\u{447}")
    found += list("\u{43A}\u{41F}\u{430} \u{41F}\u{430} \u{43C}\u{431}\u{430}\u{440}")
    for size in ["\u{41A}", "\u{41C}", "\u{413}", "\u{422}"] { found += [size + "\u{431}", size + "\u{411}"] }
    // The lower-case terabyte stands with the kilometre behind it, where spaCy's list lacks a space.
    for size in ["\u{43A}", "\u{43C}", "\u{433}"] { found.append(size + "\u{431}") }
    found.append("\u{442}\u{431}\u{643}\u{645}")
    found += list("\u{63A}\u{631}\u{627}\u{645} \u{62C}\u{631}\u{627}\u{645} \u{62C}\u{645} \u{643}\u{63A}")
    found += list("\u{645}\u{644}\u{63A} \u{643}\u{648}\u{628} \u{627}\u{643}\u{648}\u{627}\u{628}")
    found += ["$", "US$", "C$", "A$", "\u{A3}", "\u{A5}", "\u{E3F}", "\u{FDFC}"]
    for sign in UInt32(0x20A0)...0x20BF { found.append(String(UnicodeScalar(sign)!)) }
    return found
  }

  private static func powers(_ unit: String) -> [String] { [unit, unit + "\u{B2}", unit + "\u{B3}"] }

  private static func list(_ units: String) -> [String] { units.split(separator: " ").map(String.init) }
}
