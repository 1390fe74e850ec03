import CText
import QuernBytes

/// What is wrong with a text operation.
public enum TextError: Error, CustomStringConvertible, Equatable, Sendable {
  /// The text has more bytes than ICU can count (2³¹ − 1).
  case tooLong(bytes: Int)
  /// ICU reported an error by this name.
  case library(String)

  public var description: String {
    switch self {
    case .tooLong(let bytes): "a text of \(bytes) bytes is too long to normalise; the limit is 2147483647"
    case .library(let name): "ICU failed with \(name)"
    }
  }
}

/// A Unicode normalisation form.
public enum NormalizationForm: String, CaseIterable, Sendable {
  /// The text stays as it is.
  case none
  /// Canonical composition.
  case nfc
  /// Compatibility composition.
  case nfkc
}

/// Normalises UTF-8 text with ICU (Unicode Standard Annex #15).
public struct Normalizer: Sendable {
  /// The form that texts are brought into.
  public let form: NormalizationForm

  /// A normaliser to `form`.
  public init(_ form: NormalizationForm) { self.form = form }

  /// Appends the normalised `text` to `out` and returns true, or appends nothing and returns false when the text is
  /// normalised already.
  ///
  /// ASCII text costs one scan at memory speed.
  /// - Parameter text: UTF-8 bytes, not inside `out`.
  /// - Complexity: O(n), also for long runs of combining marks.
  /// - Throws: ``TextError/tooLong(bytes:)`` above 2³¹ − 1 bytes; ``TextError/library(_:)`` when ICU has no data.
  public func normalize(
    _ text: UnsafeRawBufferPointer, into out: inout ByteBuffer
  ) throws(TextError) -> Bool {
    try run(text, &out, nil).changed
  }

  /// As ``normalize(_:into:)``, and makes `changes` the parts that differ; none when the text is normalised already.
  ///
  /// A part is most often a character and its marks, and never cuts a character.
  public func normalize(
    _ text: UnsafeRawBufferPointer, into out: inout ByteBuffer, changes: inout [OffsetMap.Change]
  ) throws(TextError) -> Bool {
    changes.removeAll(keepingCapacity: true)
    let start = out.count
    var room = 256
    while true {
      let edits = UnsafeMutableBufferPointer<quern_edit>.allocate(capacity: room)
      defer { edits.deallocate() }
      let (changed, count) = try run(text, &out, edits)
      if !changed { return false }
      if count <= room {
        var before = 0
        var after = 0
        for edit in edits[0..<count] {
          if edit.changes != 0 {
            changes.append(
              OffsetMap.Change(source: before..<(before + edit.before), result: after..<(after + edit.after)))
          }
          before += edit.before
          after += edit.after
        }
        return true
      }
      room = count
      out.truncate(to: start)
    }
  }

  private func run(
    _ text: UnsafeRawBufferPointer, _ out: inout ByteBuffer, _ edits: UnsafeMutableBufferPointer<quern_edit>?
  ) throws(TextError) -> (changed: Bool, edits: Int) {
    let icuForm: quern_form
    switch form {
    case .none: return (false, 0)
    case .nfc: icuForm = QUERN_NFC
    case .nfkc: icuForm = QUERN_NFKC
    }
    guard text.count <= Int(Int32.max) else { throw .tooLong(bytes: text.count) }
    var room = 0
    var count = 0
    while true {
      var needed = 0
      var changed: Int32 = 0
      try out.appendFilling(atLeast: room) { (free) throws(TextError) in
        room = free.count
        let error = withUnsafeMutablePointer(to: &count) {
          quern_normalize_edits(
            icuForm, text.baseAddress?.assumingMemoryBound(to: UInt8.self), text.count,
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

/// The versions that decide what normalisation and character classes give.
public enum ICUVersion {
  /// The version of the ICU library in use, such as `72.1`.
  public static var library: String { String(cString: quern_icu_version()) }
  /// The version of the Unicode data inside it, such as `15.0`.
  public static var unicode: String { String(cString: quern_icu_unicode_version()) }
}
