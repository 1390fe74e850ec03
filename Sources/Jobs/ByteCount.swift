/// The number of bytes that `text` names, as in `64MiB`, `20GB`, `1.5 GiB` or `4096`; nil when it names none.
///
/// `kB`, `MB`, `GB`, `TB` are powers of 1000 and `KiB`, `MiB`, `GiB`, `TiB` are powers of 1024, in any letter case; a
/// number alone, or with `B`, counts bytes. The result must be a whole number of bytes that fits in an `Int`; at most
/// six digits may follow the point.
public func byteCount(of text: String) -> Int? {
  var rest = Substring(text).utf8
  guard let whole = takeNumber(&rest) else { return nil }
  var fraction = (value: 0, scale: 1)
  if rest.first == UInt8(ascii: ".") {
    rest.removeFirst()
    guard let read = takeNumber(&rest), read.scale <= 1_000_000 else { return nil }
    fraction = read
  }
  if rest.first == UInt8(ascii: " ") { rest.removeFirst() }
  guard let unit = byteUnits[Substring(rest).lowercased()] else { return nil }

  // At most 2^40 · 10^6, which fits.
  let part = unit * fraction.value
  guard part.isMultiple(of: fraction.scale) else { return nil }
  let product = whole.value.multipliedReportingOverflow(by: unit)
  let sum = product.partialValue.addingReportingOverflow(part / fraction.scale)
  return product.overflow || sum.overflow ? nil : sum.partialValue
}

private let byteUnits: [String: Int] = [
  "": 1, "b": 1,
  "kb": 1000, "mb": 1_000_000, "gb": 1_000_000_000, "tb": 1_000_000_000_000,
  "kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30, "tib": 1 << 40,
]

/// Takes the decimal digits at the front of `text`: their value, and ten to the power of their number.
///
/// - Returns: nil when there are none or more than 18.
private func takeNumber(_ text: inout Substring.UTF8View) -> (value: Int, scale: Int)? {
  let digits = text.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
  guard 1...18 ~= digits.count else { return nil }
  text = text.dropFirst(digits.count)
  return digits.reduce(into: (value: 0, scale: 1)) { number, digit in
    number.value = number.value * 10 + Int(digit - UInt8(ascii: "0"))
    number.scale *= 10
  }
}
