import CText
import QuernBytes

/// Normalises UTF-8 text as Unicode 9.0 does, whatever version of ICU is in use.
///
/// It is the version that the normalisers of the `tokenizers` package (0.23) know; characters that are younger stay as
/// they are. Unicode does not change the normalisation of characters
/// that it has assigned, so that a vocabulary keeps its meaning from one system to the next.
public struct FrozenNormalizer: Sendable {
  /// The version of Unicode whose characters are normalised.
  public static var unicodeVersion: String { "9.0" }

  /// A normalisation form.
  public enum Form: Sendable {
    case nfc, nfd, nfkc, nfkd
  }

  /// A stretch of a text that normalising changes, or leaves.
  public struct Stretch: BitwiseCopyable, Sendable {
    /// Its length in bytes before.
    public var before: Int
    /// Its length in bytes after.
    public var after: Int
    /// Whether it is another text after than before.
    public var changes: Bool

    public init(before: Int, after: Int, changes: Bool) {
      self.before = before
      self.after = after
      self.changes = changes
    }
  }

  private let form: quern_form

  /// A normaliser to `form`.
  public init(_ form: Form) {
    switch form {
    case .nfc: self.form = QUERN_NFC
    case .nfd: self.form = QUERN_NFD
    case .nfkc: self.form = QUERN_NFKC
    case .nfkd: self.form = QUERN_NFKD
    }
  }

  /// Appends the normalised `text` to `out` and returns true, or appends nothing and returns false when the text is
  /// normalised already.
  /// - Parameter text: UTF-8 bytes, not inside `out`; what becomes of other bytes is unspecified.
  /// - Complexity: O(n); ASCII text costs one scan at memory speed.
  /// - Throws: ``TextError/tooLong(bytes:)`` above 2³¹ − 1 bytes; ``TextError/library(_:)`` when ICU has no data.
  public func normalize(
    _ text: UnsafeRawBufferPointer, into out: inout ByteBuffer
  ) throws(TextError) -> Bool {
    try run(text, &out, nil).changed
  }

  /// As ``normalize(_:into:)``, and makes `stretches` what the text consists of, in order, when it changes.
  ///
  /// A stretch that changes is as short as ICU can say, most often a character and its marks, and neither begins nor
  /// ends with characters that stay.
  public func normalize(
    _ text: UnsafeRawBufferPointer, into out: inout ByteBuffer, stretches: inout [Stretch]
  ) throws(TextError) -> Bool {
    stretches.removeAll(keepingCapacity: true)
    let start = out.count
    var room = 256
    while true {
      let edits = UnsafeMutableBufferPointer<quern_edit>.allocate(capacity: room)
      defer { edits.deallocate() }
      let (changed, count) = try run(text, &out, edits)
      if !changed { return false }
      if count <= room {
        var before = 0
        var after = start
        for edit in edits[0..<count] {
          let old = text.slice(before, before + edit.before)
          let new = out.bytes.slice(after, after + edit.after)
          FrozenNormalizer.append(old, new, changes: edit.changes != 0, to: &stretches)
          before += edit.before
          after += edit.after
        }
        return true
      }
      room = count
      out.truncate(to: start)
    }
  }

  /// Appends a stretch, without what both ends have in common.
  private static func append(
    _ old: UnsafeRawBufferPointer, _ new: UnsafeRawBufferPointer, changes: Bool, to stretches: inout [Stretch]
  ) {
    let shorter = changes ? min(old.count, new.count) : 0
    var head = 0
    while head < shorter && old[head] == new[head] { head += 1 }
    while head > 0 && (isInside(old, head) || isInside(new, head)) { head -= 1 }
    var tail = 0
    while tail < shorter - head && old[old.count - tail - 1] == new[new.count - tail - 1] { tail += 1 }
    while tail > 0 && isInside(old, old.count - tail) { tail -= 1 }
    if head > 0 { stretches.append(Stretch(before: head, after: head, changes: false)) }
    stretches.append(Stretch(before: old.count - head - tail, after: new.count - head - tail, changes: changes))
    if tail > 0 { stretches.append(Stretch(before: tail, after: tail, changes: false)) }
  }

  /// Whether a character goes on at `at`.
  private static func isInside(_ text: UnsafeRawBufferPointer, _ at: Int) -> Bool {
    at < text.count && text[at] & 0xC0 == 0x80
  }

  private func run(
    _ text: UnsafeRawBufferPointer, _ out: inout ByteBuffer, _ edits: UnsafeMutableBufferPointer<quern_edit>?
  ) throws(TextError) -> (changed: Bool, edits: Int) {
    guard text.count <= Int(Int32.max) else { throw .tooLong(bytes: text.count) }
    var room = 0
    var count = 0
    while true {
      var needed = 0
      var changed: Int32 = 0
      try out.appendFilling(atLeast: room) { (free) throws(TextError) in
        room = free.count
        let error = withUnsafeMutablePointer(to: &count) {
          quern_normalize_frozen(
            form, text.baseAddress?.assumingMemoryBound(to: UInt8.self), text.count,
            free.baseAddress?.assumingMemoryBound(to: UInt8.self), free.count, &needed, &changed,
            edits?.baseAddress, edits?.count ?? 0, edits == nil ? nil : $0)
        }
        if let error { throw .library(String(cString: error)) }
        return changed != 0 && needed <= room ? needed : 0
      }
      if changed == 0 || needed <= room { return (changed != 0, count) }
      room = needed
    }
  }
}
