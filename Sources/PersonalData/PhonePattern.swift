/// Telephone numbers, by our own rules:
///
/// - international: `+` or `00` (then grouped, or after a word such as “tel”), a country's code, and as many digits as
///   numbers of that country have;
/// - North American: three, three and four digits, none of the first two groups from 0 or 1, joined by hyphens, dots or
///   parentheses;
/// - Chinese mobile: eleven digits from 13 to 19, in one or as three, four and four;
/// - others with a trunk 0: nine to twelve digits in two to five groups, the first one an area code;
/// - any seven to thirteen digits after a word such as “tel” or “电话”.
///
/// Numbers that are called something else (order, ISBN, version, …) are none unless they begin with `+`; neither are
/// dates, ranges of years and ISBNs.
enum PhonePattern {
  /// The number whose first digit is at `start`; groups that are no part of it are left out of `groups`.
  static func match(_ text: TextBytes, _ start: Int, _ groups: inout DigitGroups) -> PersonalDataSpan? {
    guard groups.total >= 7 else { return nil }
    if let first = plus(text, start) {
      repeat {
        if !groups.isCut, !continues(text, groups.ends[groups.count &- 1]), isInternational(groups) {
          return PersonalDataSpan(start: first, end: groups.ends[groups.count &- 1], kind: .phone)
        }
      } while groups.dropLast(anyway: true)
      return nil
    }
    guard mayBegin(text, start) else { return nil }
    let context = Context(text, before: start)
    if context.saysOther && !context.saysPhone { return nil }
    repeat {
      if groups.total >= 7, !groups.isCut, !continues(text, groups.ends[groups.count &- 1]),
        isNumber(text, start, groups, context)
      {
        let first = text[start &- 1] == UInt8(ascii: "(") ? start &- 1 : start
        return PersonalDataSpan(start: first, end: groups.ends[groups.count &- 1], kind: .phone)
      }
    } while groups.dropLast(anyway: false)
    return nil
  }

  /// Whether the groups are a number in a form without a country's code.
  private static func isNumber(
    _ text: TextBytes, _ start: Int, _ groups: borrowing DigitGroups, _ context: Context
  ) -> Bool {
    if context.saysPhone { return isAfterWord(groups) }
    if isGlued(text, start) || isBook(groups) { return false }
    if isNorthAmerican(groups) || isChineseMobile(groups) { return true }
    guard groups.digits[0] == 0 else { return false }
    return groups.digits[1] == 0 ? isDialled(groups) : isNational(groups, text, start)
  }

  /// Where the number begins when a `+` stands before its first digit, with a parenthesis between at most.
  private static func plus(_ text: TextBytes, _ start: Int) -> Int? {
    var at = start &- 1
    if text[at] == UInt8(ascii: "(") { at &-= 1 }
    guard text[at] == UInt8(ascii: "+"), !text.hasWordCharacter(before: at) else { return nil }
    return text[at &- 1] == UInt8(ascii: "(") ? at &- 1 : at
  }

  /// Whether the groups are a country's code and a number there.
  private static func isInternational(_ groups: borrowing DigitGroups) -> Bool {
    if groups.total <= 15, CallingCodes.codeLength(groups.digits, groups.total) != nil { return true }
    // “(0)” is dialled inside the country only.
    let code = groups.lengths[0]
    guard groups.count > 2, groups.lengths[1] == 1, groups.separators[1] == .parenthesis, groups.total <= 16,
      groups.digits[code] == 0
    else { return false }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16) { digits in
      var count = 0
      for place in 0..<groups.total where place != code {
        digits[count] = groups.digits[place]
        count += 1
      }
      guard let base = digits.baseAddress else { return false }
      return CallingCodes.codeLength(base, count) != nil
    }
  }

  /// Whether the digits go on as something else: a decimal, a longer code, a unit.
  private static func continues(_ text: TextBytes, _ end: Int) -> Bool {
    let next = text[end]
    if TextBytes.isAlphanumeric(next) || next == UInt8(ascii: "_") || next == UInt8(ascii: "%") { return true }
    switch next {
    case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: ":"):
      return TextBytes.isAlphanumeric(text[end &+ 1])
    default: return false
    }
  }

  /// Whether a number without `+` may begin here: not in a word, a decimal, a price or a path.
  private static func mayBegin(_ text: TextBytes, _ start: Int) -> Bool {
    var at = start
    if text[at &- 1] == UInt8(ascii: "(") { at &-= 1 }
    if at > 0, text.base[at &- 1] < 0x80, text.hasWordCharacter(before: at) { return false }
    switch text[at &- 1] {
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "/"):
      return !TextBytes.isAlphanumeric(text[at &- 2])
    case UInt8(ascii: ":"): return !TextBytes.isDigit(text[at &- 2])
    case UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "@"), UInt8(ascii: "&"), UInt8(ascii: "%"),
      UInt8(ascii: "\\"), UInt8(ascii: "+"):
      return false
    default: return true
    }
  }

  /// Whether a digit stands before the number with white space between: part of a list of numbers.
  private static func isGlued(_ text: TextBytes, _ start: Int) -> Bool {
    text[start &- 1] == UInt8(ascii: " ") && TextBytes.isDigit(text[start &- 2])
  }

  private static func isAfterWord(_ groups: borrowing DigitGroups) -> Bool {
    guard groups.total <= 13 else { return false }
    for place in 1..<max(1, groups.count) where (groups.separators[place] == .dot) != (groups.separators[1] == .dot) {
      return false
    }
    if groups.have([4, 4]) && isYear(groups, 0) && isYear(groups, 4) { return false }
    return !isDate(groups)
  }

  private static func isYear(_ groups: borrowing DigitGroups, _ place: Int) -> Bool {
    (1900...2099).contains(groups.number(place, 4))
  }

  /// Whether the groups are a day, a month and a year.
  private static func isDate(_ groups: borrowing DigitGroups) -> Bool {
    if groups.have([4, 2, 2]) {
      return isYear(groups, 0) && Checksums.isDate(month: groups.number(4, 2), day: groups.number(6, 2))
    }
    guard groups.count == 3, groups.lengths[2] == 4, groups.lengths[0] <= 2, groups.lengths[1] <= 2 else {
      return false
    }
    let first = groups.number(0, groups.lengths[0])
    let second = groups.number(groups.lengths[0], groups.lengths[1])
    return isYear(groups, groups.lengths[0] &+ groups.lengths[1])
      && (Checksums.isDate(month: first, day: second) || Checksums.isDate(month: second, day: first))
  }

  private static func isNorthAmerican(_ groups: borrowing DigitGroups) -> Bool {
    var place = 0
    if groups.have([1, 3, 3, 4]) {
      guard groups.digits[0] == 1 else { return false }
      place = 1
    } else if !groups.have([3, 3, 4]) {
      return false
    }
    let first = place == 0 ? 1 : 2
    guard groups.digits[place] >= 2, groups.digits[place &+ 3] >= 2 else { return false }
    let (one, two) = (groups.separators[first], groups.separators[first &+ 1])
    if one == .parenthesis { return two != .parenthesis }
    return one == two && (one == .dash || one == .dot)
  }

  private static func isChineseMobile(_ groups: borrowing DigitGroups) -> Bool {
    guard groups.total == 11, groups.digits[0] == 1, groups.digits[1] >= 3 else { return false }
    if groups.count == 1 { return true }
    return groups.have([3, 4, 4])
      && (groups.areJoined(by: .space, through: 2) || groups.areJoined(by: .dash, through: 2))
  }

  /// Whether the groups are `00`, a country's code and a number of it, not all in one.
  private static func isDialled(_ groups: borrowing DigitGroups) -> Bool {
    groups.count >= 2 && groups.total >= 10 && groups.total <= 17 && groups.lengths[0] <= 7
      && groups.digits[2] != 0 && CallingCodes.codeLength(groups.digits + 2, groups.total &- 2) != nil
  }

  /// Whether the groups are an area code with a trunk 0 and a number.
  private static func isNational(_ groups: borrowing DigitGroups, _ text: TextBytes, _ start: Int) -> Bool {
    guard groups.total >= 9, groups.total <= 12, groups.count >= 2, groups.count <= 5, groups.lengths[0] >= 2,
      groups.lengths[0] <= 5, groups.lengths[groups.count &- 1] >= 2, !isDate(groups)
    else { return false }
    if groups.have([2, 2, 2, 2, 2]) {
      return groups.areJoined(by: groups.separators[1], through: 4) && groups.separators[1] != .slash
    }
    for place in 1..<groups.count where groups.separators[place] == .dot { return false }
    if groups.separators[1] == .parenthesis { return text[start &- 1] == UInt8(ascii: "(") }
    return groups.lengths[groups.count &- 1] >= 3
  }

  /// Whether the groups are an ISBN with its check digit.
  private static func isBook(_ groups: borrowing DigitGroups) -> Bool {
    if groups.total == 13, groups.count >= 2, (978...979).contains(groups.number(0, 3)) { return true }
    guard groups.total == 10, groups.count == 4, groups.lengths[3] == 1 else { return false }
    return Checksums.weighted(groups.digits, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1], modulus: 11) == 0
  }
}
