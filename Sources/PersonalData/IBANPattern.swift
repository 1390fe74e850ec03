/// International bank account numbers (ISO 13616): country, two check digits, and as many letters and digits as the
/// country's numbers have, in groups of four or in one; the whole must leave 1 when divided by 97.
enum IBANPattern {
  private static let longest = 34

  /// The account number whose check digits begin at `digits`; O(1).
  static func match(_ text: TextBytes, digits: Int) -> PersonalDataSpan? {
    let start = digits &- 2
    guard start >= 0, TextBytes.isUpper(text.base[start]), TextBytes.isUpper(text.base[start &+ 1]),
      TextBytes.isDigit(text[digits &+ 1]), !text.hasWordCharacter(before: start)
    else { return nil }
    let country = Int(text.base[start] &- 0x41) &* 26 &+ Int(text.base[start &+ 1] &- 0x41)
    guard let size = lengths[country] else { return nil }
    // The remainder is taken with the country and the check digits moved to the end.
    var remainder = 0
    var read = 4
    var at = digits &+ 2
    while read < size {
      let byte = text[at]
      if byte == UInt8(ascii: " ") && read % 4 == 0 {
        at &+= 1
        guard TextBytes.isAlphanumeric(text[at]) else { return nil }
        continue
      }
      guard TextBytes.isDigit(byte) || TextBytes.isUpper(byte) else { return nil }
      remainder = append(byte, remainder)
      read &+= 1
      at &+= 1
    }
    if TextBytes.isAlphanumeric(text[at]) { return nil }
    for place in start..<start &+ 4 { remainder = append(text.base[place], remainder) }
    return remainder == 1 ? PersonalDataSpan(start: start, end: at, kind: .iban) : nil
  }

  @inline(__always)
  private static func append(_ byte: UInt8, _ remainder: Int) -> Int {
    TextBytes.isDigit(byte)
      ? (remainder &* 10 &+ Int(byte &- 0x30)) % 97 : (remainder &* 100 &+ Int(byte &- 0x37)) % 97
  }

  /// The length of a country's account numbers, from the SWIFT registry of ISO 13616.
  private static let lengths: [Int: Int] = {
    let byLength: [(Int, String)] = [
      (15, "NO"), (16, "BE"), (18, "DK FI FO GL NL SD FK"), (19, "MK SI"),
      (20, "AT BA EE KZ LT LU XK MN"), (21, "CH HR LI LV"), (22, "BG BH CR DE GB GE IE ME RS VA"),
      (23, "AE GI IL IQ OM TL SO"), (24, "AD CZ ES MD PK RO SA SE SK TN VG"), (25, "PT ST LY"), (26, "IS TR"),
      (27, "BI DJ FR GR IT MC MR SM"), (28, "AL AZ BY CY DO GT HN HU LB NI PL SV"), (29, "BR EG PS QA UA"),
      (30, "JO KW MU YE"), (31, "MT SC"), (32, "LC"), (33, "RU"),
    ]
    var lengths: [Int: Int] = [:]
    for (length, countries) in byLength {
      for country in countries.split(separator: " ") {
        let letters = Array(country.utf8)
        lengths[Int(letters[0] - 0x41) * 26 + Int(letters[1] - 0x41)] = length
      }
    }
    return lengths
  }()
}
