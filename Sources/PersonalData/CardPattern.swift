/// Numbers of payment cards: prefix and length of an issuer, the issuer's groups or none, and Luhn's check digit.
///
/// Source: ISO/IEC 7812-1 and the ranges that the networks publish.
enum CardPattern {
  /// The card number that the groups begin with, and its end.
  static func match(_ text: TextBytes, _ start: Int, _ groups: borrowing DigitGroups) -> PersonalDataSpan? {
    guard !groups.isCut || groups.count > 1, groups.total >= 13 else { return nil }
    if groups.lengths[0] >= 13 { return number(text, start, groups, groups: 1, size: groups.lengths[0]) }
    for lengths in groupings where groups.begin(lengths) {
      let last = lengths.count &- 1
      guard groups.areJoined(by: .space, through: last) || groups.areJoined(by: .dash, through: last) else { continue }
      if let span = number(text, start, groups, groups: lengths.count, size: lengths.reduce(0, +)) { return span }
    }
    return nil
  }

  /// The number of the first `count` groups, which have `size` digits, if it is one of a card.
  private static func number(
    _ text: TextBytes, _ start: Int, _ groups: borrowing DigitGroups, groups count: Int, size: Int
  ) -> PersonalDataSpan? {
    guard size <= 19, isIssued(groups, size) else { return nil }
    // More groups of the same list make it another number.
    if count < groups.count, groups.separators[count] == .dash || groups.separators[count] == .dot { return nil }
    let end = groups.ends[count &- 1]
    if TextBytes.isAlphanumeric(text[end]) || text[end] == UInt8(ascii: "_") { return nil }
    guard Checksums.luhn(groups.digits, size) else { return nil }
    return PersonalDataSpan(start: start, end: end, kind: .creditCard)
  }

  /// How cards are grouped, the longest first.
  private static let groupings = [[4, 4, 4, 4, 3], [4, 4, 4, 4], [4, 6, 5], [4, 6, 4]]

  private static func isIssued(_ groups: borrowing DigitGroups, _ size: Int) -> Bool {
    let four = groups.number(0, 4)
    switch four {
    case 4000...4999: return size == 13 || size == 16 || size == 19
    case 5100...5599, 2221...2720: return size == 16
    case 3400...3499, 3700...3799: return size == 15
    case 6011, 6440...6599: return size == 16 || size == 19
    case 3528...3589: return size == 16 || size == 19
    case 3000...3059, 3095, 3600...3699, 3800...3999: return size == 14 || size == 16
    case 6200...6299, 8100...8199: return size >= 16 && size <= 19
    case 2200...2204: return size == 16
    case 5018, 5020, 5038, 5893, 6304, 6759, 6761...6763: return size >= 16 && size <= 19
    default: return false
    }
  }
}
