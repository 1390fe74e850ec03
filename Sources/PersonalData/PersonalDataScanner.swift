import CKernels
import QuernBytes
import QuernText

/// Finds personal data in texts, one after the other; one per thread.
///
/// Text is looked at 64 bytes at a time for what every kind needs somewhere: a digit, `@`, `:`, or a long run of letters,
/// digits, `_` and `-`. Each such place is then tried by the patterns, whose work per place is limited, so that time is
/// linear in any text.
public struct PersonalDataScanner: ~Copyable {
  /// What is looked for.
  public let kinds: PersonalDataKinds
  /// What was found in the last text, in order and without overlap.
  public private(set) var spans: [PersonalDataSpan] = []

  private let classes = CharacterClasses()
  private var groups = DigitGroups()
  private var privateKeys = PrivateKeyPattern()
  private var tail = ByteBuffer(capacity: 64)

  /// A scanner for `kinds`.
  public init(kinds: PersonalDataKinds = .all) { self.kinds = kinds }

  /// Finds the personal data of `text` (UTF-8); where finds overlap, the first in the order of ``PersonalDataKind`` is
  /// kept, and what overlaps none that is kept.
  /// - Complexity: O(n), and O(k log k) for k finds.
  public mutating func scan(_ text: UnsafeRawBufferPointer) {
    spans.removeAll(keepingCapacity: true)
    guard let base = text.baseAddress, text.count > 0 else { return }
    let bytes = TextBytes(
      base: base.assumingMemoryBound(to: UInt8.self), count: text.count, classes: classes.table)
    var seeker = Seeker(text: bytes, kinds: kinds)
    var at = 0
    while at &+ 64 <= bytes.count {
      let block = quern_candidate_block_at(bytes.base + at)
      seeker.look(at: at, block, &groups, &spans)
      at &+= 64
    }
    if at < bytes.count {
      tail.removeAll()
      tail.append(text.slice(at, bytes.count))
      let block = tail.base.assumingMemoryBound(to: UInt8.self)
      (block + tail.count).update(repeating: 0, count: 64 &- tail.count)
      seeker.look(at: at, quern_candidate_block_at(block), &groups, &spans)
    }
    if kinds.contains(.apiKey) { privateKeys.find(bytes, into: &spans) }
    if spans.count > 1 { resolve() }
  }

  /// Orders the finds and lets each place have one.
  private mutating func resolve() {
    spans.sort { $0.start < $1.start }
    for index in 1..<spans.count where spans[index].start < spans[index - 1].end {
      spans = PersonalDataScanner.withoutOverlap(spans)
      return
    }
  }

  /// Keeps of spans that overlap those of the first kind, of one kind the first and longest; in order.
  ///
  /// What overlaps only spans that are not kept is kept.
  static func withoutOverlap(_ spans: [PersonalDataSpan]) -> [PersonalDataSpan] {
    let ordered = spans.sorted { ($0.kind.rawValue, $0.start, $1.end) < ($1.kind.rawValue, $1.start, $0.end) }
    var kept: [PersonalDataSpan] = []
    var at = 0
    for kind in PersonalDataKind.allCases {
      var next = 0
      var free = 0
      var added: [PersonalDataSpan] = []
      while at < ordered.count && ordered[at].kind == kind {
        let span = ordered[at]
        at += 1
        while next < kept.count && kept[next].end <= span.start { next += 1 }
        if span.start < free || next < kept.count && kept[next].start < span.end { continue }
        added.append(span)
        free = span.end
      }
      if added.isEmpty { continue }
      kept += added
      kept.sort { $0.start < $1.start }
    }
    return kept
  }
}

/// Goes through the candidates of one text.
private struct Seeker {
  let text: TextBytes
  let kinds: PersonalDataKinds
  private let wantsDigits: Bool
  private let wantsSigns: Bool
  private let wantsTokens: Bool
  /// Whether the last byte of the block before was a digit.
  private var digitBefore: UInt64 = 0
  /// Where numbers and tokens may begin again.
  private var numbersFrom = 0
  private var tokensFrom = 0

  init(text: TextBytes, kinds: PersonalDataKinds) {
    self.text = text
    self.kinds = kinds
    wantsDigits = !kinds.isDisjoint(with: [
      .init(.iban), .init(.creditCard), .init(.nationalID), .init(.ipv4), .init(.phone),
    ])
    wantsSigns = kinds.contains(.email) || kinds.contains(.ipv6)
    wantsTokens = kinds.contains(.apiKey)
  }

  /// Tries the candidates of the 64 bytes at `place`.
  @inline(__always)
  mutating func look(
    at place: Int, _ block: quern_candidate_block, _ groups: inout DigitGroups, _ spans: inout [PersonalDataSpan]
  ) {
    let numbers = wantsDigits ? block.digits & ~(block.digits &<< 1 | digitBefore) : 0
    digitBefore = block.digits &>> 63
    if numbers | block.signs != 0 { lookAtPlaces(place, numbers, wantsSigns ? block.signs : 0, &groups, &spans) }
    if wantsTokens {
      let full = quern_full_octets(block.tokens)
      if full != 0 { lookAtTokens(place, full, block.tokens, &spans) }
    }
  }

  private mutating func lookAtPlaces(
    _ place: Int, _ numbers: UInt64, _ signs: UInt64, _ groups: inout DigitGroups, _ spans: inout [PersonalDataSpan]
  ) {
    var rest = numbers
    while rest != 0 {
      let at = place &+ rest.trailingZeroBitCount
      rest &= rest &- 1
      if at >= numbersFrom { lookAtNumber(at, &groups, &spans) }
    }
    rest = signs
    while rest != 0 {
      let at = place &+ rest.trailingZeroBitCount
      rest &= rest &- 1
      if text.base[at] == UInt8(ascii: "@") {
        if kinds.contains(.email), let span = EmailPattern.match(text, sign: at) { spans.append(span) }
      } else if kinds.contains(.ipv6), let span = AddressPattern.matchIPv6(text, colon: at) {
        spans.append(span)
      }
    }
  }

  private mutating func lookAtNumber(
    _ start: Int, _ groups: inout DigitGroups, _ spans: inout [PersonalDataSpan]
  ) {
    if kinds.contains(.iban), TextBytes.isUpper(text[start &- 1]), let span = IBANPattern.match(text, digits: start) {
      return take(span, &spans)
    }
    groups.read(text, from: start)
    guard groups.total >= 4 || TextBytes.isUpper(text[start &- 1]) else { return }
    if kinds.contains(.creditCard), let span = CardPattern.match(text, start, groups), mayStandAlone(start) {
      return take(span, &spans)
    }
    if kinds.contains(.nationalID), let span = IdentityPattern.match(text, start, groups) { return take(span, &spans) }
    if kinds.contains(.ipv4), groups.count >= 4, groups.separators[1] == .dot,
      let span = AddressPattern.matchIPv4(text, start)
    {
      return take(span, &spans)
    }
    if kinds.contains(.phone), let span = PhonePattern.match(text, start, &groups) { take(span, &spans) }
  }

  /// Whether the number at `start` is part of no longer name or number.
  private func mayStandAlone(_ start: Int) -> Bool {
    if text.base[start] < 0x80, start > 0, text.base[start &- 1] < 0x80, text.hasWordCharacter(before: start) {
      return false
    }
    switch text[start &- 1] {
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"): return !TextBytes.isAlphanumeric(text[start &- 2])
    case UInt8(ascii: " "): return !TextBytes.isDigit(text[start &- 2])
    default: return true
    }
  }

  private mutating func take(_ span: PersonalDataSpan, _ spans: inout [PersonalDataSpan]) {
    precondition(span.start < span.end && span.end <= text.count, "a span of personal data lies outside the text")
    spans.append(span)
    numbersFrom = span.end
  }

  /// Tries the tokens around the groups of eight bytes at the bits of `octets`.
  private mutating func lookAtTokens(
    _ place: Int, _ octets: UInt64, _ tokens: UInt64, _ spans: inout [PersonalDataSpan]
  ) {
    var rest = octets
    while rest != 0 {
      let bit = rest.trailingZeroBitCount
      rest &= rest &- 1
      var start = place &+ bit
      if start < tokensFrom { continue }
      // What the block shows of the token decides on most of them.
      let before = bit == 0 ? 0 : (~(tokens &<< UInt64(64 &- bit))).leadingZeroBitCount
      let after = (~(tokens &>> UInt64(bit))).trailingZeroBitCount
      if before < bit, bit &+ after < 64, before &+ after < KeyPattern.shortest { continue }
      while start > tokensFrom && TextBytes.isToken(text.base[start &- 1]) { start &-= 1 }
      var end = place &+ bit &+ 8
      while end < text.count && TextBytes.isToken(text.base[end]) { end &+= 1 }
      tokensFrom = end
      guard end &- start >= KeyPattern.shortest else { continue }
      if let span = KeyPattern.match(text, start, end) { spans.append(span) }
    }
  }
}
