import CKernels
import CText
import QuernBytes
import QuernText

/// Text as datatrove compares it (`simplify_text` of datatrove 0.10.1): lower case, numbers as `0`, punctuation and
/// white space as single spaces, canonically decomposed without nonspacing marks.
///
/// Characters are those of ICU's Unicode version (15 with ICU 72); Python 3.11 knows Unicode 14.
public struct SimplifiedText: ~Copyable {
  private let unmarked = quern_unmarked()
  private let classes = CharacterClasses()

  /// What ASCII characters become: 0 for a space, 1 for a digit, else the character.
  private static let ascii: [UInt8] = {
    var table = (0..<128).map { UInt8($0) }
    for byte in 0...0x20 { table[byte] = 0 }
    for byte in "!/\"%&(\\#+^]~'{|[=-`*.:$<>,>)?_@};".utf8 { table[Int(byte)] = 0 }
    for byte in UInt8(ascii: "A")...UInt8(ascii: "Z") { table[Int(byte)] = byte | 0x20 }
    for byte in UInt8(ascii: "0")...UInt8(ascii: "9") { table[Int(byte)] = 1 }
    table[0x7F] = 0
    return table
  }()

  /// The punctuation above ASCII.
  private static let marks: Set<UInt32> = Set(
    "—”：％１〈、━【「」，】；“《„’∶´．（–？！：～«〉》）。…►»".unicodeScalars.map(\.value) + Array(0x80...0x9F))

  /// Separators within numbers.
  private static let separators: Set<UInt32> = Set(".,،٫⎖⎗⎘".unicodeScalars.map(\.value))

  /// A simplifier; its tables are shared by all.
  public init() {}

  /// Appends the simplified `text`, valid UTF-8, to `output`; O(n).
  public mutating func simplify(_ text: UnsafeRawBufferPointer, into output: inout ByteBuffer) {
    guard let start = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    let count = text.count
    let first = output.count
    output.reserve(count + 16)
    var at = 0
    var isSpaceDue = false
    SimplifiedText.ascii.withUnsafeBufferPointer { table in
      while at < count {
        let byte = start[at]
        if byte < 0x80 {
          let simple = table[Int(byte)]
          if simple > 1 {
            if isSpaceDue { SimplifiedText.endSpace(&output, first, &isSpaceDue) }
            output.append(simple)
            at &+= 1
            continue
          }
          if simple == 0 {
            isSpaceDue = true
            at &+= 1
            continue
          }
        }
        addOther(start, &at, count, &output, first, &isSpaceDue)
      }
    }
    while output.count > first {
      let size = SimplifiedText.spaceBefore(output.bytes, output.count)
      if size == 0 || output.count - size < first { break }
      output.truncate(to: output.count - size)
    }
  }

  @inline(__always)
  private static func endSpace(_ output: inout ByteBuffer, _ first: Int, _ isDue: inout Bool) {
    if output.count > first { output.append(0x20) }
    isDue = false
  }

  private static func spaceBefore(_ bytes: UnsafeRawBufferPointer, _ end: Int) -> Int {
    bytes[end - 1] == 0x20 ? 1 : 0
  }

  /// Adds the number or the character above ASCII at `at`.
  @inline(never)
  private func addOther(
    _ text: UnsafePointer<UInt8>, _ at: inout Int, _ count: Int, _ output: inout ByteBuffer, _ first: Int,
    _ isSpaceDue: inout Bool
  ) {
    if SimplifiedText.skipDigits(text, &at, count) {
      var next = at
      if next < count, SimplifiedText.separators.contains(text.decode(&next, count)),
        SimplifiedText.skipDigits(text, &next, count)
      {
        at = next
      }
      if isSpaceDue { SimplifiedText.endSpace(&output, first, &isSpaceDue) }
      return output.append(UInt8(ascii: "0"))
    }
    let place = at
    let scalar = text.decode(&at, count)
    if SimplifiedText.marks.contains(scalar) || classes[scalar] & CharacterClasses.space != 0 {
      isSpaceDue = true
      return
    }
    if isSpaceDue { SimplifiedText.endSpace(&output, first, &isSpaceDue) }
    var lower = quern_lowercase_17(scalar)
    if scalar == 0x3A3, SimplifiedText.isFinal(text, place, at, count) { lower = 0x3C2 }
    let entry = Int(unmarked.index[Int(lower)])
    if entry == 0 { return output.append(codePoint: lower) }
    withUnsafeBytes(of: unmarked.entries[entry].bytes) {
      output.append($0.slice(0, Int(unmarked.entries[entry].length)))
    }
  }

  /// Goes behind the decimal digits at `at`; false when there are none.
  private static func skipDigits(_ text: UnsafePointer<UInt8>, _ at: inout Int, _ count: Int) -> Bool {
    let start = at
    while at < count {
      if text[at] < 0x80 {
        guard text[at] &- 0x30 < 10 else { break }
        at &+= 1
        continue
      }
      var next = at
      guard quern_is_decimal(text.decode(&next, count)) != 0 else { break }
      at = next
    }
    return at > start
  }

  /// Whether the capital sigma at `place` ends a word, as Python's `str.lower` sees it: a cased letter stands before it,
  /// none behind it, where characters that case ignores do not count.
  private static func isFinal(_ text: UnsafePointer<UInt8>, _ place: Int, _ behind: Int, _ count: Int) -> Bool {
    var at = place
    var before: UInt32?
    while at > 0 {
      let scalar = text.decodeBackwards(&at, 0)
      if quern_is_case_ignorable(scalar) == 0 {
        before = scalar
        break
      }
    }
    guard let before, quern_is_cased(before) != 0 else { return false }
    at = behind
    while at < count {
      let scalar = text.decode(&at, count)
      if quern_is_case_ignorable(scalar) == 0 { return quern_is_cased(scalar) == 0 }
    }
    return true
  }
}
