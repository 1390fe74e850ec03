/// Internet addresses of both versions.
enum AddressPattern {
  /// The IPv4 address whose first digit is at `start`: four numbers of 0 to 255 without leading zeros, that are part of no
  /// longer dotted number and no version, and that reach the whole internet.
  ///
  /// Versions of programs often look like addresses; so one of fewer than eight digits must stand in an address of a
  /// page, before a port or a length of prefix, or after a word such as “host”, and none ends in 0.
  static func matchIPv4(_ text: TextBytes, _ start: Int) -> PersonalDataSpan? {
    if text.hasWordCharacter(before: start) { return nil }
    if text[start &- 1] == UInt8(ascii: ".") || text[start &- 1] == UInt8(ascii: "-") { return nil }
    var address: UInt32 = 0
    var at = start
    for place in 0..<4 {
      if place > 0 {
        guard text[at] == UInt8(ascii: ".") else { return nil }
        at &+= 1
      }
      var value: UInt32 = 0
      let first = at
      while at < text.count && at &- first < 4 && TextBytes.isDigit(text.base[at]) {
        value = value &* 10 &+ UInt32(text.base[at] &- 0x30)
        at &+= 1
      }
      guard at > first, at &- first <= 3, value <= 255 else { return nil }
      if at &- first > 1 && text.base[first] == 0x30 { return nil }
      address = address &<< 8 | value
    }
    let next = text[at]
    if TextBytes.isAlphanumeric(next) || next == UInt8(ascii: "_") { return nil }
    if next == UInt8(ascii: ".") && TextBytes.isDigit(text[at &+ 1]) { return nil }
    guard isGlobal(address), address & 0xFF != 0 else { return nil }
    let context = Context(text, before: start)
    if context.isVersion { return nil }
    guard at &- start >= 11 || isUsed(text, start, at) || context.saysHost else { return nil }
    return PersonalDataSpan(start: start, end: at, kind: .ipv4)
  }

  /// Whether an address is part of the address of a page, or a port or a length of prefix follows.
  private static func isUsed(_ text: TextBytes, _ start: Int, _ end: Int) -> Bool {
    if text.has("//", at: start &- 2) || text[start &- 1] == UInt8(ascii: "@") { return true }
    return (text[end] == UInt8(ascii: ":") || text[end] == UInt8(ascii: "/")) && TextBytes.isDigit(text[end &+ 1])
  }

  /// Whether an IPv4 address is neither private nor reserved, by the special-purpose registry of RFC 6890 as Python's
  /// `ipaddress` reads it (`is_global`, 3.11 and 3.12; the newer ones add 192.0.0.9 and 192.0.0.10 as global and the
  /// rest of 192.0.0.0/24 as private, which is taken here).
  static func isGlobal(_ address: UInt32) -> Bool {
    func lies(in network: UInt32, _ bits: UInt32) -> Bool { (address ^ network) &>> (32 &- bits) == 0 }
    switch address >> 24 {
    case 0, 10, 127, 240...255: return false
    case 100: return !lies(in: 0x6440_0000, 10)
    case 169: return !lies(in: 0xA9FE_0000, 16)
    case 172: return !lies(in: 0xAC10_0000, 12)
    case 192:
      if lies(in: 0xC000_0000, 24) { return address == 0xC000_0009 || address == 0xC000_000A }
      return !lies(in: 0xC000_0200, 24) && !lies(in: 0xC0A8_0000, 16)
    case 198: return !lies(in: 0xC612_0000, 15) && !lies(in: 0xC633_6400, 24)
    case 203: return !lies(in: 0xCB00_7100, 24)
    default: return true
    }
  }

  /// The IPv6 address around the colon at `colon`, of the part of the space that is assigned to networks (2000::/3) and
  /// not to documentation, tunnels or tests.
  static func matchIPv6(_ text: TextBytes, colon: Int) -> PersonalDataSpan? {
    // The first group of all such addresses has four digits.
    guard colon >= 4, isHex(text.base[colon &- 1]) else { return nil }
    let start = colon &- 4
    let before = text[start &- 1]
    if text.hasWordCharacter(before: start) || before == UInt8(ascii: ":") || before == UInt8(ascii: ".") { return nil }
    var groups: (UInt32, UInt32) = (0, 0)
    var count = 0
    var gap = false
    var isAddress = false
    var at = start
    while true {
      var value: UInt32 = 0
      let first = at
      while at &- first < 5, let digit = TextBytes.hex(text[at]) {
        value = value &<< 4 | digit
        if digit > 9 || count > 0 && at &- first >= 2 { isAddress = true }
        at &+= 1
      }
      guard at > first, at &- first <= 4 else { return nil }
      if count == 0 { groups.0 = value } else if count == 1 && !gap { groups.1 = value }
      count &+= 1
      guard text[at] == UInt8(ascii: ":"), count < 8 else { break }
      if text[at &+ 1] == UInt8(ascii: ":") {
        if gap { return nil }
        gap = true
        at &+= 2
        if !isHex(text[at]) { break }
      } else if isHex(text[at &+ 1]) {
        at &+= 1
      } else {
        break
      }
    }
    let next = text[at]
    if TextBytes.isAlphanumeric(next) || next == UInt8(ascii: "_") { return nil }
    if next == UInt8(ascii: ":") && (isHex(text[at &+ 1]) || text[at &+ 1] == UInt8(ascii: ":")) { return nil }
    // Eight groups without letters, and of two digits at most behind the first, are a date and time.
    guard at &- start >= 6, gap ? count < 8 : count == 8 && isAddress else { return nil }
    guard groups.0 >> 13 == 1, groups.0 != 0x2002, groups.0 != 0x3FFF else { return nil }
    if groups.0 == 0x2001 && (groups.1 < 0x200 || groups.1 == 0xDB8) { return nil }
    return PersonalDataSpan(start: start, end: at, kind: .ipv6)
  }

  @inline(__always)
  private static func isHex(_ byte: UInt8) -> Bool { TextBytes.hex(byte) != nil }
}
