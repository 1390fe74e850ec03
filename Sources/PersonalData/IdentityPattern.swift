/// National identity numbers whose form, or check digit, tells them from other numbers:
///
/// China (18 digits: province, date of birth, ISO 7064 check), United States (SSN, three, two and four digits with
/// hyphens), Brazil (CPF with its punctuation), India (Aadhaar in fours, Verhoeff), South Korea (RRN with a hyphen),
/// Sweden (personnummer with a hyphen, Luhn), France (NIR, key of 97), Poland (PESEL), Canada (SIN with hyphens, Luhn),
/// Spain (DNI and NIE with their letter), Italy (codice fiscale).
enum IdentityPattern {
  /// The number whose first digit is at `start`.
  static func match(_ text: TextBytes, _ start: Int, _ groups: borrowing DigitGroups) -> PersonalDataSpan? {
    if let end = afterLetters(text, start, groups) { return end }
    guard groups.total >= 8, mayBegin(text, start) else { return nil }
    if let end = withLetterBehind(text, start, groups) {
      return PersonalDataSpan(start: start, end: end, kind: .nationalID)
    }
    guard !groups.isCut else { return nil }
    let end = groups.ends[groups.count &- 1]
    let next = text[end]
    if TextBytes.isAlphanumeric(next) || next == UInt8(ascii: "_") { return nil }
    if (next == UInt8(ascii: "-") || next == UInt8(ascii: ".")) && TextBytes.isAlphanumeric(text[end &+ 1]) {
      return nil
    }
    guard isNumber(text, start, groups) else { return nil }
    return PersonalDataSpan(start: start, end: end, kind: .nationalID)
  }

  private static func mayBegin(_ text: TextBytes, _ start: Int) -> Bool {
    let before = text[start &- 1]
    // Chinese and other text may touch the number; Latin letters may not.
    if TextBytes.isAlphanumeric(before) || before == UInt8(ascii: "_") { return false }
    switch before {
    case UInt8(ascii: "."): return false
    case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: ","):
      return !TextBytes.isAlphanumeric(text[start &- 2])
    case UInt8(ascii: " "): return !TextBytes.isDigit(text[start &- 2])
    default: return true
    }
  }

  private static func isNumber(_ text: TextBytes, _ start: Int, _ groups: borrowing DigitGroups) -> Bool {
    switch groups.total {
    case 9:
      if groups.have([3, 2, 4]) {
        return isSocialSecurity(groups)
          && (groups.areJoined(by: .dash, through: 2)
            || groups.areJoined(by: .space, through: 2) && Context(text, before: start).saysIdentity)
      }
      if groups.have([3, 3, 3]) {
        return groups.areJoined(by: .dash, through: 2) && groups.digits[0] != 0 && Checksums.luhn(groups.digits, 9)
      }
      return groups.count == 1 && isSocialSecurity(groups) && Context(text, before: start).saysIdentity
    case 10:
      return groups.have([6, 4]) && groups.separators[1] == .dash && isSwedish(groups, 0)
    case 11:
      if groups.have([3, 3, 3, 2]) { return isBrazilian(groups) }
      return groups.count == 1 && isPolish(groups)
    case 12:
      if groups.have([8, 4]) { return groups.separators[1] == .dash && isSwedish(groups, 2) }
      return groups.have([4, 4, 4]) && groups.digits[0] >= 2 && groups.separators[1] == groups.separators[2]
        && (groups.separators[1] == .space || groups.separators[1] == .dash)
        && Checksums.verhoeff(groups.digits, 12)
    case 13: return groups.have([6, 7]) && groups.separators[1] == .dash && isKorean(groups)
    case 15:
      return (groups.count == 1 || groups.have([1, 2, 2, 2, 3, 3, 2])) && isFrench(groups)
    case 18: return groups.count == 1 && isChinese(groups, last: Int(groups.digits[17]))
    default: return false
    }
  }

  private static func isSocialSecurity(_ groups: borrowing DigitGroups) -> Bool {
    let area = groups.number(0, 3)
    return area != 0 && area != 666 && area < 900 && groups.number(3, 2) != 0 && groups.number(5, 4) != 0
  }

  private static func isBrazilian(_ groups: borrowing DigitGroups) -> Bool {
    guard groups.separators[1] == .dot, groups.separators[2] == .dot, groups.separators[3] == .dash else {
      return false
    }
    let first = Checksums.weighted(groups.digits, [10, 9, 8, 7, 6, 5, 4, 3, 2], modulus: 11)
    let second = Checksums.weighted(groups.digits, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2], modulus: 11)
    return Int(groups.digits[9]) == (first < 2 ? 0 : 11 - first)
      && Int(groups.digits[10]) == (second < 2 ? 0 : 11 - second)
  }

  /// Ten digits from `place` on: date of birth (day up to 91 for people without a number of their own), and Luhn.
  private static func isSwedish(_ groups: borrowing DigitGroups, _ place: Int) -> Bool {
    if place == 2 && !(18...20).contains(groups.number(0, 2)) { return false }
    let day = groups.number(place &+ 4, 2)
    return Checksums.isDate(month: groups.number(place &+ 2, 2), day: day > 60 ? day - 60 : day)
      && Checksums.luhn(groups.digits + place, 10)
  }

  private static func isPolish(_ groups: borrowing DigitGroups) -> Bool {
    // The century is added to the month in steps of 20.
    let month = groups.number(2, 2)
    guard month % 20 >= 1, month % 20 <= 12, Checksums.isDate(month: month % 20, day: groups.number(4, 2)) else {
      return false
    }
    return Checksums.weighted(groups.digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1], modulus: 10) == 0
  }

  private static func isKorean(_ groups: borrowing DigitGroups) -> Bool {
    guard Checksums.isDate(month: groups.number(2, 2), day: groups.number(4, 2)), groups.digits[6] >= 1,
      groups.digits[6] <= 8
    else { return false }
    let sum = Checksums.weighted(groups.digits, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5], modulus: 11)
    return (11 - sum) % 10 == Int(groups.digits[12])
  }

  private static func isFrench(_ groups: borrowing DigitGroups) -> Bool {
    guard groups.digits[0] == 1 || groups.digits[0] == 2 else { return false }
    let month = groups.number(3, 2)
    guard (1...12).contains(month) || (20...42).contains(month) || month >= 50 else { return false }
    return 97 - groups.number(0, 13) % 97 == groups.number(13, 2)
  }

  private static func isChinese(_ groups: borrowing DigitGroups, last: Int) -> Bool {
    let provinces: [ClosedRange<Int>] = [11...15, 21...23, 31...37, 41...46, 50...54, 61...65, 71...71, 81...83]
    guard provinces.contains(where: { $0.contains(groups.number(0, 2)) }), (18...20).contains(groups.number(6, 2)),
      Checksums.isDate(month: groups.number(10, 2), day: groups.number(12, 2))
    else { return false }
    let sum = Checksums.weighted(
      groups.digits, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], modulus: 11)
    return (12 - sum) % 11 == last
  }

  /// Numbers that end in a letter: Chinese with X as the check digit, Spanish DNI.
  private static func withLetterBehind(
    _ text: TextBytes, _ start: Int, _ groups: borrowing DigitGroups
  ) -> Int? {
    var at = groups.ends[0]
    if groups.lengths[0] == 17 && text[at] | 0x20 == UInt8(ascii: "x") && !TextBytes.isAlphanumeric(text[at &+ 1]) {
      return isChinese(groups, last: 10) ? at &+ 1 : nil
    }
    guard groups.lengths[0] == 8 else { return nil }
    if text[at] == UInt8(ascii: "-") {
      at &+= 1
    } else if !Context(text, before: start).saysIdentity {
      // One of 23 letters behind eight digits is the right one by chance.
      return nil
    }
    guard !TextBytes.isAlphanumeric(text[at &+ 1]), text[at] == spanishLetter(groups.number(0, 8)) else { return nil }
    return at &+ 1
  }

  private static func spanishLetter(_ number: Int) -> UInt8 {
    let letters: StaticString = "TRWAGMYFPDXBNJZSQVHLCKE"
    return letters.utf8Start[number % 23]
  }

  /// Numbers that begin with letters: Spanish NIE, Italian codice fiscale.
  private static func afterLetters(
    _ text: TextBytes, _ start: Int, _ groups: borrowing DigitGroups
  ) -> PersonalDataSpan? {
    guard TextBytes.isUpper(text[start &- 1]) else { return nil }
    if groups.lengths[0] == 7 {
      let kind = Int(text[start &- 1]) &- 0x58
      guard kind >= 0, kind <= 2, !text.hasWordCharacter(before: start &- 1) else { return nil }
      let end = groups.ends[0] &+ 1
      guard text[end &- 1] == spanishLetter(kind * 10_000_000 + groups.number(0, 7)),
        !TextBytes.isAlphanumeric(text[end])
      else { return nil }
      return PersonalDataSpan(start: start &- 1, end: end, kind: .nationalID)
    }
    guard groups.lengths[0] == 2, start >= 6, isItalian(text, start &- 6) else { return nil }
    return PersonalDataSpan(start: start &- 6, end: start &+ 10, kind: .nationalID)
  }

  /// Six letters, two digits, a letter, two digits, a letter, three digits and a check letter.
  private static func isItalian(_ text: TextBytes, _ start: Int) -> Bool {
    guard !text.hasWordCharacter(before: start), !TextBytes.isAlphanumeric(text[start &+ 16]) else { return false }
    // The values of characters in odd places, 0 to 25, by the alphabet.
    let odd: StaticString = "BAFHJNPRTVCESULDGIMOQKWZYX"
    var sum = 0
    for place in 0..<16 {
      let byte = text[start &+ place]
      let isDigitPlace = place == 6 || place == 7 || place == 9 || place == 10 || (place >= 12 && place <= 14)
      guard isDigitPlace ? TextBytes.isDigit(byte) : TextBytes.isUpper(byte) else { return false }
      let value = isDigitPlace ? Int(byte &- 0x30) : Int(byte &- 0x41)
      if place == 15 { return sum % 26 == value }
      // Counted from 1, odd places have values of their own.
      sum &+= place & 1 == 1 ? value : Int(odd.utf8Start[value] &- 0x41)
    }
    return false
  }
}
