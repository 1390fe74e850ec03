import CText

/// Which neighbours among characters betray mojibake: UTF-8 that was taken for another encoding.
///
/// Each character has a class (see `repair.h`). Most rules are about two classes that hardly ever meet in text that is
/// as it was meant, such as an accented small letter before a currency sign. The others look at up to five characters.
/// The rules accept what those of ftfy 6 (R. Speer) accept, on which they were modelled.
struct GarbleRules: @unchecked Sendable {  // the tables are never written after they are made
  /// The rules; the tables are shared by all.
  static let shared = GarbleRules()

  /// A set of classes, one bit each.
  typealias Classes = UInt32

  /// The entries of all code points up to U+FFFF.
  let characters: UnsafePointer<UInt16>
  /// For each class, the ones that tell mojibake when they follow it.
  private let pairs: UnsafeMutablePointer<Classes>
  /// For each class, the ones that may: the pair is bad or a part of a longer rule.
  let looks: UnsafeMutablePointer<Classes>

  static let mask = UInt16(QUERN_GARBLE_MASK)

  private static func set(_ classes: [Int]) -> Classes { classes.reduce(0) { $0 | 1 << UInt32($1) } }

  private static let bad = set([QUERN_GARBLE_BAD])
  private static let c1 = set([QUERN_GARBLE_C1])
  private static let law = set([QUERN_GARBLE_LAW])
  private static let currency = set([QUERN_GARBLE_CURRENCY])
  private static let opening = set([QUERN_GARBLE_OPENING])
  private static let closing = set([QUERN_GARBLE_CLOSING])
  private static let numeric = set([QUERN_GARBLE_NUMERIC])
  private static let box = set([QUERN_GARBLE_BOX])
  private static let common = set([QUERN_GARBLE_COMMON])
  private static let ligature = set([QUERN_GARBLE_UPPER_LIGATURE, QUERN_GARBLE_LOWER_LIGATURE])
  private static let upper = set([
    QUERN_GARBLE_UPPER, QUERN_GARBLE_UPPER_FACE, QUERN_GARBLE_UPPER_LIGATURE,
  ])
  private static let lower = set([
    QUERN_GARBLE_LOWER, QUERN_GARBLE_LOWER_FACE, QUERN_GARBLE_LOWER_LIGATURE,
  ])
  private static let face = set([
    QUERN_GARBLE_FACE, QUERN_GARBLE_UPPER_FACE, QUERN_GARBLE_LOWER_FACE,
  ])
  private static let foreignUpper = set([QUERN_GARBLE_FOREIGN_UPPER, QUERN_GARBLE_DJE])
  private static let foreignLower = set([QUERN_GARBLE_FOREIGN_LOWER])
  private static let ascii = set([QUERN_GARBLE_ASCII_LOWER, QUERN_GARBLE_ASCII_UPPER])
  private static let small = set([QUERN_GARBLE_ASCII_LOWER])
  private static let blank = set([QUERN_GARBLE_BLANK])
  private static let stop = set([QUERN_GARBLE_STOP])
  private static let word =
    set([QUERN_GARBLE_ASCII_WORD, QUERN_GARBLE_WORD])
    | ascii | upper | lower | face | foreignUpper | foreignLower

  private init() {
    characters = quern_repair_tables_get().characters
    pairs = .allocate(capacity: 32)
    looks = .allocate(capacity: 32)
    pairs.initialize(repeating: 0, count: 32)
    looks.initialize(repeating: 0, count: 32)
    func add(_ table: UnsafeMutablePointer<Classes>, _ first: Classes, _ second: Classes) {
      for each in 0..<32 where first >> UInt32(each) & 1 == 1 { table[each] |= second }
    }
    typealias Rules = GarbleRules
    let odd =
      Rules.lower | Rules.upper | Rules.box | Rules.opening | Rules.closing | Rules.currency | Rules.numeric
      | Rules.law
    add(pairs, odd | Rules.bad, Rules.bad)
    add(pairs, Rules.bad, odd)
    add(
      pairs, Rules.lower | Rules.foreignLower | Rules.box | Rules.closing | Rules.currency | Rules.numeric, Rules.upper)
    add(pairs, Rules.box | Rules.closing | Rules.currency | Rules.numeric, Rules.lower)
    add(pairs, Rules.lower | Rules.box | Rules.closing, Rules.currency)
    add(pairs, Rules.upper | Rules.box, Rules.numeric | Rules.law)
    add(pairs, Rules.currency | Rules.numeric | Rules.box, Rules.opening)
    add(pairs, Rules.box, Rules.face | Rules.closing)
    add(pairs, odd & ~Rules.box, Rules.box)
    add(pairs, Rules.ligature, ~Rules.ascii)

    for each in 0..<32 { looks[each] = pairs[each] | Rules.c1 }
    add(looks, Rules.upper | Rules.face, odd | Rules.bad | Rules.common | Rules.blank | Rules.face)
    add(looks, Rules.lower, Rules.numeric | Rules.opening | Rules.closing)
    add(looks, Rules.closing, Rules.opening)
    add(looks, Rules.opening, Rules.numeric | Rules.upper | Rules.lower)
    add(looks, Rules.foreignUpper | Rules.foreignLower, Rules.bad | Rules.opening | Rules.closing | Rules.currency)
    add(looks, Rules.foreignUpper, Rules.numeric | Rules.face)
    add(looks, ~0, Rules.set([QUERN_GARBLE_DJE]))
    add(looks, Rules.numeric, Rules.numeric | Rules.closing | Rules.currency | Rules.face | Rules.common)
  }

  /// The class of a code point.
  @inline(__always)
  func garble(of codePoint: UInt32) -> UInt32 {
    UInt32(quern_repair_entry(characters, codePoint) & GarbleRules.mask)
  }

  /// Whether any rule accepts a place in `text`, of which nothing stands before the first code point where
  /// `fromStart` is true.
  func acceptsAny(_ text: UnsafeBufferPointer<UInt32>, fromStart: Bool) -> Bool {
    for at in 0..<text.count where accepts(text, at, fromStart: fromStart) { return true }
    return false
  }

  /// The most code points that a rule looks at.
  static let reach = 7

  /// Whether a rule accepts the code points that begin at `at`.
  private func accepts(_ text: UnsafeBufferPointer<UInt32>, _ at: Int, fromStart: Bool) -> Bool {
    let first = Classes(1) << garble(of: text[at])
    if first & GarbleRules.c1 != 0 { return true }
    guard at + 1 < text.count else { return false }
    let second = Classes(1) << garble(of: text[at + 1])
    if pairs[first.trailingZeroBitCount] & second != 0 || acceptsPair(text[at], text[at + 1], first, second) {
      return true
    }
    if text[at + 1] == 0x20, fromStart && at == 0, GarbleRules.isTildeOrCircumflexA(text[at]) { return true }
    guard at + 2 < text.count else { return false }
    return acceptsThree(text, at, first, second) || acceptsMore(text, at)
  }

  /// Pairs of single characters: what frequent letters look like in Windows-1252, MacRoman and others.
  private func acceptsPair(_ one: UInt32, _ two: UInt32, _ first: Classes, _ second: Classes) -> Bool {
    if two == 0xB0, first & GarbleRules.upper != 0 { return true }
    switch one {
    case 0xC2, 0xC3, 0xCE, 0xD0:
      if second & (GarbleRules.opening | GarbleRules.closing) != 0 { return true }
      switch two {
      case 0xA0, 0xA2, 0xA3, 0xAD, 0xB4, 0xB7, 0x153, 0x160, 0x161, 0x178, 0x17E, 0x2013, 0x2014, 0x20AC: return true
      default: return false
      }
    case 0xD7: return two == 0xB2 || two == 0xB3
    case 0xE0: return [0xB2, 0xB5, 0xB9, 0xBC, 0xBD, 0xBE].contains(two)
    case 0x221A:
      return [0xA5, 0xAE, 0xB1, 0xB4, 0xB5, 0xF8, 0x2020, 0x2122, 0x2202, 0x2260, 0x2264, 0x2265].contains(two)
    case 0x2248: return two == 0xB0 || two == 0xA2
    case 0x0432: return two == 0x0402
    case 0x0101: return two == 0x20AC
    default: return false
    }
  }

  private func acceptsThree(
    _ text: UnsafeBufferPointer<UInt32>, _ at: Int, _ first: Classes, _ second: Classes
  ) -> Bool {
    typealias Rules = GarbleRules
    let (one, two, three) = (text[at], text[at + 1], text[at + 2])
    let third = Classes(1) << garble(of: three)
    if first & Rules.ascii != 0, second & (Rules.foreignLower | Rules.foreignUpper) != 0, third & Rules.bad != 0 {
      return true
    }
    if second & Rules.upper != 0 {
      if third & Rules.currency != 0, Rules.isSpace(one, first) { return true }
      if first & Rules.small != 0, third & (Rules.opening | Rules.currency) != 0 { return true }
    }
    if second & Rules.opening != 0, third & Rules.numeric != 0,
      first & (Rules.lower | Rules.upper | Rules.box | Rules.currency | Rules.closing) != 0
    {
      return true
    }
    if second & Rules.closing != 0, third & Rules.opening != 0,
      first & (Rules.lower | Rules.upper | Rules.currency | Rules.numeric | Rules.box | Rules.law) != 0
    {
      return true
    }
    if first & (Rules.lower | Rules.upper) != 0, second & (Rules.opening | Rules.closing) != 0,
      third & Rules.word != 0 && three != 0xB0 || Rules.isWordSign(three)
    {
      return true
    }
    if first & (Rules.small | Rules.stop | Rules.closing) != 0, two == 0xC2,
      third & (Rules.blank | Rules.opening | Rules.closing) != 0
    {
      return true
    }
    if first & Rules.small != 0, three == 0x20, Rules.isTildeOrCircumflexA(two) { return true }
    // Cyrillic and Greek capitals that stand for first bytes, around what stands for a later byte.
    let later = Rules.c1 | Rules.bad | Rules.opening | Rules.closing | Rules.currency
    if second & later != 0 || two == 0xB0 || two == 0xB5 {
      if [0x412, 0x413, 0x420, 0x421].contains(one), [0x412, 0x413, 0x420, 0x421].contains(three) { return true }
      if two != 0xB5, [0x392, 0x393, 0x39E, 0x39F].contains(one), [0x392, 0x393, 0x39E, 0x39F].contains(three) {
        return true
      }
    }
    if one == 0x3B2, two == 0x20AC, [0x2122, 0xA0, 0x386, 0xAD, 0xAE, 0xB0].contains(three) { return true }
    if one == 0x201A {
      let afterCapital: [UInt32] = [
        0xEC, 0xEE, 0xEF, 0xF2, 0xF4, 0xFA, 0xF9, 0xFB, 0x2020, 0xB0, 0xA2, 0x3C0,
      ]
      if two == 0xC4, afterCapital.contains(three) { return true }
      if two == 0xE2 || two == 0xF3, [0xE0, 0xE4, 0xB0, 0xEA].contains(three) { return true }
    }
    return false
  }

  /// Rules about four and five characters: Arabic, and Windows-1251 upon Windows-1252.
  private func acceptsMore(_ text: UnsafeBufferPointer<UInt32>, _ at: Int) -> Bool {
    typealias Rules = GarbleRules
    guard at + 3 < text.count else { return false }
    if text[at] == 0xD8 || text[at] == 0xD9, text[at + 2] == 0xD8 || text[at + 2] == 0xD9 {
      return standsForArabic(text[at + 1]) && standsForArabic(text[at + 3])
    }
    if Rules.small >> garble(of: text[at]) & 1 != 0, Rules.isTildeOrCircumflexA(text[at + 2]), text[at + 3] == 0x20,
      Rules.isSpace(text[at + 1], Classes(1) << garble(of: text[at + 1]))
    {
      return true
    }
    guard at + 4 < text.count, text[at] == 0x413, text[at + 1] == 0x45E, text[at + 2] == 0x412 else { return false }
    guard text[at + 3] == 0x402, at + 6 < text.count, text[at + 4] == 0x412 else { return false }
    return text[at + 6] == 0x20 || Rules.ascii >> garble(of: text[at + 6]) & 1 != 0
  }

  private func standsForArabic(_ codePoint: UInt32) -> Bool {
    typealias Rules = GarbleRules
    let classes = Rules.common | Rules.currency | Rules.bad | Rules.numeric | Rules.opening
    if classes >> garble(of: codePoint) & 1 != 0 { return true }
    return [0x178, 0x160, 0xAE, 0xB0, 0xBB].contains(codePoint)
  }

  private static func isTildeOrCircumflexA(_ codePoint: UInt32) -> Bool { codePoint == 0xC2 || codePoint == 0xC3 }

  private static func isSpace(_ codePoint: UInt32, _ garble: Classes) -> Bool {
    garble & set([QUERN_GARBLE_BLANK, QUERN_GARBLE_SPACE]) != 0
      || codePoint == 0xA0 || codePoint == 0x85
  }

  /// Signs that count as parts of words.
  private static func isWordSign(_ codePoint: UInt32) -> Bool {
    switch codePoint {
    case 0xAA, 0xB2, 0xB3, 0xB5, 0xB9, 0xBA, 0xBC...0xBE, 0x192, 0x2C6, 0x2C7: true
    default: false
    }
  }
}
