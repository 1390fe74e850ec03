/// Names of hosts in ASCII (RFC 3492), for names that lists spell in their own script.
enum Punycode {
  /// `host` with every label that is not ASCII encoded as `xn--…`; labels that are not UTF-8 stay as they are.
  static func host(_ host: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard host.contains(where: { $0 >= 0x80 }) else { return host }
    let labels = host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map(label)
    return ArraySlice(labels.joined(separator: [UInt8(ascii: ".")]))
  }

  private static func label(_ label: ArraySlice<UInt8>) -> [UInt8] {
    guard label.contains(where: { $0 >= 0x80 }), let text = String(validating: label, as: UTF8.self) else {
      return Array(label)
    }
    let scalars = text.unicodeScalars.map { Int($0.value) }
    var out = scalars.filter { $0 < 0x80 }.map { UInt8($0) }
    let basic = out.count
    if basic > 0 { out.append(UInt8(ascii: "-")) }
    // The encoding counts through all pairs of a code point and a place, and writes how many lie between those used.
    var next = 0x80
    var delta = 0
    var bias = 72
    var handled = basic
    while handled < scalars.count {
      guard let least = scalars.filter({ $0 >= next }).min() else { break }
      delta += (least - next) * (handled + 1)
      next = least
      for scalar in scalars {
        if scalar < next { delta += 1 }
        if scalar == next {
          write(delta, bias, to: &out)
          bias = adapted(delta, handled + 1, isFirst: handled == basic)
          delta = 0
          handled += 1
        }
      }
      delta += 1
      next += 1
    }
    return Array("xn--".utf8) + out
  }

  private static func write(_ delta: Int, _ bias: Int, to out: inout [UInt8]) {
    var rest = delta
    var weight = 36
    while true {
      let threshold = min(26, max(1, weight - bias))
      if rest < threshold { return out.append(digit(rest)) }
      out.append(digit(threshold + (rest - threshold) % (36 - threshold)))
      rest = (rest - threshold) / (36 - threshold)
      weight += 36
    }
  }

  private static func digit(_ value: Int) -> UInt8 { UInt8(value < 26 ? 0x61 + value : 0x30 + value - 26) }

  private static func adapted(_ delta: Int, _ count: Int, isFirst: Bool) -> Int {
    var rest = isFirst ? delta / 700 : delta / 2
    rest += rest / count
    var weight = 0
    while rest > 455 {
      rest /= 35
      weight += 36
    }
    return weight + 36 * rest / (rest + 38)
  }
}
