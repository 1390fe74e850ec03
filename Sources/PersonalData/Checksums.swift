/// The check digits of cards, accounts and identity numbers.
enum Checksums {
  /// Luhn's check (ISO/IEC 7812-1, annex B) over `count` digits.
  static func luhn(_ digits: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    var sum = 0
    for place in 0..<count {
      var digit = Int(digits[count &- 1 &- place])
      if place & 1 == 1 {
        digit &*= 2
        if digit > 9 { digit &-= 9 }
      }
      sum &+= digit
    }
    return sum % 10 == 0
  }

  /// Whether the sum of the digits times their weights leaves `remainder` when divided by `modulus`.
  static func weighted(
    _ digits: UnsafePointer<UInt8>, _ weights: [Int], modulus: Int
  ) -> Int {
    var sum = 0
    for (place, weight) in weights.enumerated() { sum &+= Int(digits[place]) &* weight }
    return sum % modulus
  }

  /// Verhoeff's check over `count` digits: the dihedral group of order 10 is computed, not tabled.
  static func verhoeff(_ digits: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    // The permutation (1 5 8 9 4 2 7 0)(3 6) as images of 0 to 9.
    let permutation: [Int] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]
    var check = 0
    for place in 0..<count {
      var digit = Int(digits[count &- 1 &- place])
      for _ in 0..<place % 8 { digit = permutation[digit] }
      check = product(check, digit)
    }
    return check == 0
  }

  /// The product of two elements of the dihedral group of order 10: 0 to 4 turn, 5 to 9 mirror.
  private static func product(_ left: Int, _ right: Int) -> Int {
    switch (left < 5, right < 5) {
    case (true, true): (left + right) % 5
    case (true, false): 5 + (left + right) % 5
    case (false, true): 5 + (left - right + 10) % 5
    case (false, false): (left - right + 10) % 5
    }
  }

  /// Whether a day of a month exists in some year.
  static func isDate(month: Int, day: Int) -> Bool {
    guard month >= 1, month <= 12, day >= 1 else { return false }
    return day <= (month == 2 ? 29 : [4, 6, 9, 11].contains(month) ? 30 : 31)
  }
}
