import QuernBytes
import QuernText

/// Finds personal data in texts and takes it out, one text after the other; one per thread.
///
/// What becomes of a text depends on that text and the policy alone: values in turn begin anew with each.
public struct PersonalDataEditor: ~Copyable {
  /// What was found in the last text.
  public private(set) var found = PersonalDataCounts()
  /// What was changed in it.
  public private(set) var changed = PersonalDataCounts()

  private let policy: PersonalDataPolicy
  private let hash: KeyedHash
  private var scanner: PersonalDataScanner
  private var datatrove: DatatroveScanner
  private var dolma: DolmaScanner
  private var between = ByteBuffer()
  /// The values of the text that have got a substitute: their hashes and the number of the substitute, by kind.
  private var substitutes: [UInt64: Int] = [:]
  private var used: [Int] = []

  /// An editor that follows `policy`.
  public init(_ policy: PersonalDataPolicy) {
    self.policy = policy
    hash = KeyedHash(salt: policy.salt)
    let classes = CharacterClasses()
    scanner = PersonalDataScanner(kinds: policy.kinds)
    datatrove = DatatroveScanner(classes)
    dolma = DolmaScanner(classes)
  }

  /// Finds the personal data of `text` and appends the text without it to `out`, unless nothing changes.
  /// - Returns: whether the text changes; if not, nothing was appended.
  /// - Complexity: O(n), and O(k log k) for k finds.
  public mutating func edit(_ text: UnsafeRawBufferPointer, into out: inout ByteBuffer) -> Bool {
    found = PersonalDataCounts()
    changed = PersonalDataCounts()
    switch policy.method {
    case .quern:
      scanner.scan(text)
      if scanner.spans.isEmpty { return false }
      substitutes.removeAll(keepingCapacity: true)
      used = [Int](repeating: 0, count: PersonalDataKind.allCases.count)
      return replace(text, scanner.spans, into: &out)
    case .datatrove: return editLikeDatatrove(text, into: &out)
    case .dolma:
      dolma.scan(text, kinds: policy.kinds)
      if dolma.spans.isEmpty { return false }
      return replace(text, dolma.spans, into: &out)
    }
  }

  /// datatrove looks for addresses of hosts in what it has made of addresses of people.
  private mutating func editLikeDatatrove(_ text: UnsafeRawBufferPointer, into out: inout ByteBuffer) -> Bool {
    var current = text
    var masked = ByteBuffer()
    swap(&masked, &between)
    defer { swap(&masked, &between) }
    masked.empty(keeping: 1 << 20)
    var isChanged = false
    if policy[.email] != .keep {
      datatrove.scanEmails(text)
      used = [0]
      if replace(text, datatrove.spans, into: &masked) {
        isChanged = true
        current = masked.bytes
      }
    }
    if policy[.ipv4] != .keep {
      datatrove.scanAddresses(current)
      used = [0]
      if replace(current, datatrove.spans, into: &out) { return true }
    }
    if isChanged { out.append(current) }
    return isChanged
  }

  /// Appends `text` with `spans` taken out; of those that overlap the first goes, and the others stay as dolma's mixer
  /// has it.
  private mutating func replace(
    _ text: UnsafeRawBufferPointer, _ spans: [PersonalDataSpan], into out: inout ByteBuffer
  ) -> Bool {
    var written = 0
    var edited = false
    for span in spans {
      found[span.kind] += 1
      let action = policy[span.kind]
      guard action.edits, span.start >= written else { continue }
      out.append(text.slice(written, span.start))
      write(text.slice(span.start, span.end), span.kind, action, into: &out)
      changed[span.kind] += 1
      written = span.end
      edited = true
    }
    if edited { out.append(text.slice(written, text.count)) }
    return edited
  }

  private mutating func write(
    _ value: UnsafeRawBufferPointer, _ kind: PersonalDataKind, _ action: PersonalDataAction, into out: inout ByteBuffer
  ) {
    switch action {
    case .replace where policy.method == .datatrove:
      let values = Substitutes.datatroveValues(kind)
      out.append(values[used[0] % values.count])
      used[0] += 1
    case .replace where policy.method == .dolma: out.append(Substitutes.dolmaTag(kind))
    case .replace: out.append(substitute(value, kind))
    case .hash:
      out.append(UInt8(ascii: "["))
      out.append(kind.tag)
      out.append(UInt8(ascii: ":"))
      let digits: StaticString = "0123456789abcdef"
      let value = hash(value)
      for shift in stride(from: 60, through: 0, by: -4) {
        out.append(digits.utf8Start[Int(value &>> UInt64(shift) & 15)])
      }
      out.append(UInt8(ascii: "]"))
    default:
      out.append(UInt8(ascii: "["))
      out.append(kind.tag)
      out.append(UInt8(ascii: "]"))
    }
  }

  /// The invented value for a real one: equal values of a text get the same, others the next in turn.
  private mutating func substitute(_ value: UnsafeRawBufferPointer, _ kind: PersonalDataKind) -> StaticString {
    let values = Substitutes.values(kind)
    if values.count == 1 { return values[0] }
    let key = XXH3.hash128(value).low ^ UInt64(kind.rawValue)
    let place = Int(kind.rawValue)
    if let number = substitutes[key] { return values[number] }
    let number = used[place] % values.count
    used[place] += 1
    substitutes[key] = number
    return values[number]
  }
}
