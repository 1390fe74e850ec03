/// The addresses that stay one word.
///
/// The rule is an expression that backtracks; here its parts are found from left to right in linear time: a scheme,
/// a user, a host or an address of four numbers, a port, and anything behind a slash, question mark or hash.
enum EnglishURL {
  /// Whether the whole text from `low` to `high` is an address.
  static func matches(_ text: UnsafePointer<UInt8>, _ low: Int, _ high: Int, _ classes: EnglishClasses) -> Bool {
    // The shortest is "a.bc".
    var dots = false
    var at = low
    while at < high && !dots {
      dots = text[at] == UInt8(ascii: ".")
      at &+= 1
    }
    guard dots && high &- low >= 4 else { return false }
    if matchesHost(text, low, high, classes) { return true }
    let afterScheme = afterScheme(text, low, high, classes)
    if afterScheme > low && matchesHost(text, afterScheme, high, classes) { return true }
    // Whatever stands before an at sign may be the user.
    at = low &+ 1
    while at < high {
      if text[at] == UInt8(ascii: "@") && matchesHost(text, at &+ 1, high, classes) { return true }
      at &+= 1
    }
    return false
  }

  /// Where the text goes on behind "scheme://", or `low`.
  private static func afterScheme(
    _ text: UnsafePointer<UInt8>, _ low: Int, _ high: Int, _ classes: EnglishClasses
  ) -> Int {
    var at = low
    var length = 0
    while at < high {
      if text[at] == UInt8(ascii: ":") {
        let isScheme =
          length >= 2 && at &+ 2 < high && text[at &+ 1] == UInt8(ascii: "/") && text[at &+ 2] == UInt8(ascii: "/")
        return isScheme ? at &+ 3 : low
      }
      let codePoint = text.decode(&at, high)
      let isSign = codePoint == 0x2B || codePoint == 0x2D || codePoint == 0x2E
      if !isSign && classes[codePoint] & EnglishClasses.word == 0 { return low }
      length &+= 1
    }
    return low
  }

  /// Whether host, port and path are all that stands from `start` to `high`.
  private static func matchesHost(
    _ text: UnsafePointer<UInt8>, _ start: Int, _ high: Int, _ classes: EnglishClasses
  ) -> Bool {
    // The host goes to the first sign that it cannot hold.
    var end = start
    while end < high {
      switch text[end] {
      case UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"):
        guard matchesPort(text, end, high, classes) else { return false }
        return isName(text, start, end, classes) || isAddress(text, start, end, classes)
      case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...:
        end &+= 1
      default: return false
      }
    }
    return isName(text, start, end, classes) || isAddress(text, start, end, classes)
  }

  /// Whether a port, a path or both are all that stands from `start` to `high`.
  private static func matchesPort(
    _ text: UnsafePointer<UInt8>, _ start: Int, _ high: Int, _ classes: EnglishClasses
  ) -> Bool {
    guard text[start] == UInt8(ascii: ":") else { return true }
    var at = start &+ 1
    var digits = 0
    while at < high {
      switch text[at] {
      case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"): return digits >= 2
      default:
        digits &+= 1
        if classes[text.decode(&at, high)] & EnglishClasses.digit == 0 || digits > 5 { return false }
      }
    }
    return digits >= 2
  }

  /// Whether the text is a host's name: labels, each with a full stop behind it, and a top-level domain.
  private static func isName(
    _ text: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ classes: EnglishClasses
  ) -> Bool {
    var at = start
    var labels = 0
    var length = 0
    var startsWell = false
    var endsWell = false
    var isDomain = true
    while at < end {
      let codePoint = text.decode(&at, end)
      if codePoint == 0x2E {
        guard length > 0 && startsWell && endsWell && length <= 64 else { return false }
        labels &+= 1
        length = 0
        isDomain = true
        continue
      }
      let isPlain = codePoint < 0x80 ? codePoint != 0x2D && codePoint != 0x5F : codePoint >= 0xA1 && codePoint <= 0xFFFF
      let isLower = classes[codePoint] & EnglishClasses.lower != 0
      // Beyond U+FFFF there are characters for the top-level domain alone.
      if codePoint >= 0x80 && !isPlain && !isLower { return false }
      if length == 0 { startsWell = isPlain }
      endsWell = isPlain
      if codePoint > 0xFFFF { startsWell = false }
      isDomain = isDomain && isLower
      length &+= 1
    }
    return labels > 0 && isDomain && length >= 2 && length <= 63
  }

  /// Whether the text is an address of four numbers that is not private.
  private static func isAddress(
    _ text: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ classes: EnglishClasses
  ) -> Bool {
    guard end &- start <= 48 else { return false }
    // Digits of other scripts may stand where the rule says `\d`, not where it says a digit of its own.
    var parts: [[UInt32]] = [[]]
    var at = start
    while at < end {
      let codePoint = text.decode(&at, end)
      if codePoint == 0x2E {
        parts.append([])
      } else if classes[codePoint] & EnglishClasses.digit != 0 {
        parts[parts.count - 1].append(codePoint)
      } else {
        return false
      }
    }
    guard parts.count == 4, parts.allSatisfy({ $0.count >= 1 && $0.count <= 3 }) else { return false }
    let first = parts[0]
    if equals(first, "10") || equals(first, "127") { return false }
    if equals(first, "169") && equals(parts[1], "254") || equals(first, "192") && equals(parts[1], "168") {
      return false
    }
    if equals(first, "172") && parts[1].count == 2 {
      let (tens, ones) = (parts[1][0], parts[1][1])
      if tens == 0x31 && ones >= 0x36 && ones <= 0x39 || tens == 0x32 { return false }
      if tens == 0x33 && (ones == 0x30 || ones == 0x31) { return false }
    }
    return isOctet(first, hundreds: 0x32, (0x31, 0x33), leading: false)
      && parts[1...2].allSatisfy { isOctet($0, hundreds: 0x32, (0x34, 0x35), leading: true) }
      && isOctet(parts[3], hundreds: 0x32, (0x34, 0x34), leading: false)
  }

  private static func equals(_ digits: [UInt32], _ text: String) -> Bool {
    digits == text.unicodeScalars.map(\.value)
  }

  /// Whether the digits are a number in range.
  ///
  /// From 200 on the tens are at most `tens.0` with any ones, or above that with ones up to `tens.1`.
  private static func isOctet(
    _ digits: [UInt32], hundreds: UInt32, _ tens: (UInt32, UInt32), leading: Bool
  ) -> Bool {
    let isASCII = digits[0] >= 0x31 && digits[0] <= 0x39
    if digits.count < 3 { return leading || isASCII }
    if digits[0] == 0x31 { return true }
    guard digits[0] == hundreds, digits[1] >= 0x30 else { return false }
    if digits[1] <= tens.0 { return true }
    return digits[1] == tens.0 + 1 && digits[2] >= 0x30 && digits[2] <= 0x30 + tens.1 - 0x30
  }
}
