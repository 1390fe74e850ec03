/// The digits from a place on, in groups with at most a separator or two between them.
///
/// Reads at most ``mostDigits`` digits and ``mostGroups`` groups, so that every place costs O(1). Where more follow, the
/// numbers are cut: the last group has only the digits that were read, which may be none.
struct DigitGroups: ~Copyable {
  static let mostDigits = 24
  static let mostGroups = 8

  /// What stands between two groups.
  enum Separator: UInt8 {
    /// Nothing before the first group.
    case none
    case space
    case dash
    case dot
    case slash
    /// Spaces and at least one parenthesis.
    case parenthesis
  }

  /// The values of the digits.
  let digits: UnsafeMutablePointer<UInt8>
  /// The digits of each group.
  let lengths: UnsafeMutablePointer<Int>
  /// What stands before each group.
  let separators: UnsafeMutablePointer<Separator>
  /// Where each group ends in the text.
  let ends: UnsafeMutablePointer<Int>
  /// How many digits, and groups, there are.
  private(set) var total = 0
  private(set) var count = 0
  /// Whether digits follow that were not read; the last group is the one they belong to.
  private(set) var isCut = false

  init() {
    // One more, for the group that is cut.
    let room = DigitGroups.mostGroups + 1
    digits = .allocate(capacity: DigitGroups.mostDigits)
    lengths = .allocate(capacity: room)
    separators = .allocate(capacity: room)
    ends = .allocate(capacity: room)
    digits.initialize(repeating: 0, count: DigitGroups.mostDigits)
    lengths.initialize(repeating: 0, count: room)
    separators.initialize(repeating: .none, count: room)
    ends.initialize(repeating: 0, count: room)
  }

  deinit {
    digits.deallocate()
    lengths.deallocate()
    separators.deallocate()
    ends.deallocate()
  }

  /// Reads the groups from the digit at `start` on.
  mutating func read(_ text: TextBytes, from start: Int) {
    total = 0
    count = 0
    isCut = false
    var at = start
    var separator = Separator.none
    while true {
      let first = at
      if count < DigitGroups.mostGroups {
        while total < DigitGroups.mostDigits && at < text.count && TextBytes.isDigit(text.base[at]) {
          digits[total] = text.base[at] &- 0x30
          total &+= 1
          at &+= 1
        }
      }
      lengths[count] = at &- first
      separators[count] = separator
      ends[count] = at
      count &+= 1
      if TextBytes.isDigit(text[at]) {
        isCut = true
        return
      }
      guard let (next, between) = DigitGroups.separator(text, at) else { return }
      at = next
      separator = between
    }
  }

  /// Leaves the last group out where a space stands before it: it may be another number. Not where spaces join groups
  /// that stay, unless `anyway`.
  /// - Returns: whether a group was left out.
  mutating func dropLast(anyway: Bool) -> Bool {
    guard count > 1, separators[count &- 1] == .space else { return false }
    if !anyway {
      for place in 1..<max(1, count &- 1) where separators[place] == .space { return false }
    }
    count &-= 1
    total &-= lengths[count]
    isCut = false
    return true
  }

  /// The separator at `at` when a digit follows it: where that is, and the separator.
  private static func separator(_ text: TextBytes, _ start: Int) -> (Int, Separator)? {
    var at = start
    var found = Separator.none
    for _ in 0..<3 {
      let byte = text[at]
      if TextBytes.isDigit(byte) { return found == .none ? nil : (at, found) }
      switch byte {
      case UInt8(ascii: " "):
        if found == .none { found = .space } else if found != .parenthesis { return nil }
        at &+= 1
      case UInt8(ascii: "-"):
        if found != .none && found != .parenthesis { return nil }
        if found == .none { found = .dash }
        at &+= 1
      case UInt8(ascii: "."):
        if found != .none { return nil }
        found = .dot
        at &+= 1
      case UInt8(ascii: "/"):
        if found != .none && found != .parenthesis { return nil }
        if found == .none { found = .slash }
        at &+= 1
      case UInt8(ascii: "("), UInt8(ascii: ")"):
        if found != .none && found != .space && found != .parenthesis { return nil }
        found = .parenthesis
        at &+= 1
      case 0xC2 where text[at &+ 1] == 0xA0:  // no-break space
        if found != .none { return nil }
        found = .space
        at &+= 2
      case 0xE2 where text[at &+ 1] == 0x80 && (text[at &+ 2] &- 0x90 <= 3 || text[at &+ 2] == 0xAF):
        // Hyphens and dashes U+2010 to U+2013, and the narrow no-break space.
        if found != .none { return nil }
        found = text[at &+ 2] == 0xAF ? .space : .dash
        at &+= 3
      default: return nil
      }
    }
    return TextBytes.isDigit(text[at]) && found != .none ? (at, found) : nil
  }

  /// Whether the groups have these lengths and no others.
  func have(_ wanted: [Int]) -> Bool {
    guard count == wanted.count else { return false }
    for (place, length) in wanted.enumerated() where lengths[place] != length { return false }
    return true
  }

  /// Whether the first groups have these lengths.
  func begin(_ wanted: [Int]) -> Bool {
    guard count >= wanted.count else { return false }
    for (place, length) in wanted.enumerated() where lengths[place] != length { return false }
    return true
  }

  /// Whether groups 1 to `last` stand behind `separator`.
  func areJoined(by separator: Separator, through last: Int) -> Bool {
    guard last >= 1 else { return true }
    for place in 1...last where separators[place] != separator { return false }
    return true
  }

  /// The number that `length` digits from `start` on spell.
  func number(_ start: Int, _ length: Int) -> Int {
    var value = 0
    for place in start..<start &+ length { value = value &* 10 &+ Int(digits[place]) }
    return value
  }

  /// The number of groups whose digits are `wanted` together, or nil.
  func groups(of wanted: Int) -> Int? {
    var sum = 0
    for place in 0..<count {
      sum &+= lengths[place]
      if sum == wanted { return place &+ 1 }
      if sum > wanted { return nil }
    }
    return nil
  }
}
