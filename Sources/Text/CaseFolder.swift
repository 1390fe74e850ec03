import CText
import QuernBytes

/// Full case folding of UTF-8 text: "Straße" and "STRASSE" become the same bytes.
///
/// The foldings are ICU's (CaseFolding.txt, statuses C and F, no Turkic rules), code point by code point, so the
/// folding of a text is the concatenation of the foldings of its parts. The result need not be normalised.
public struct CaseFolder: @unchecked Sendable {  // the tables are filled before anyone sees the pointers
  private let classes: UnsafePointer<UInt8>
  private let foldings: quern_foldings

  /// A folder; the tables are shared by all.
  public init() {
    classes = quern_character_classes()
    foldings = quern_case_foldings()
  }

  /// Appends the folded `text`, which must not lie inside `out`.
  /// - Complexity: O(n); ASCII runs are folded 16 bytes at a time.
  public func fold(_ text: UnsafeRawBufferPointer, into out: inout ByteBuffer) {
    guard let start = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    out.reserve(text.count &+ 16)
    var at = 0
    while at < text.count {
      // A code point of two bytes folds into at most six, the worst ratio there is.
      let end = min(at &+ 4096, text.count)
      out.appendFilling(atLeast: 3 &* (end &- at) &+ 32) { room in
        foldChunk(start, &at, end, text.count, room.baseAddress!.assumingMemoryBound(to: UInt8.self))
      }
    }
  }

  /// Folds from `at` up to the first code point that starts at or after `end`; returns the bytes written.
  private func foldChunk(
    _ text: UnsafePointer<UInt8>, _ at: inout Int, _ end: Int, _ limit: Int, _ out: UnsafeMutablePointer<UInt8>
  ) -> Int {
    var read = at
    var written = 0
    while read < end {
      if text[read] < 0x80 {
        if read &+ 16 <= end {
          let high = quern_ascii_lower_16(text + read, out + written)
          let plain = high == 0 ? 16 : high.trailingZeroBitCount
          read &+= plain
          written &+= plain
        } else {
          let byte = text[read]
          out[written] = byte &- 0x41 < 26 ? byte | 0x20 : byte
          read &+= 1
          written &+= 1
        }
        continue
      }
      let from = read
      let codePoint = text.decode(&read, limit)
      if quern_class_of(classes, codePoint) & CharacterClasses.folds == 0 {
        if from &+ 4 <= limit {
          // One store for any length; what is too much is overwritten by the next.
          let bytes = UnsafeRawPointer(text + from).loadUnaligned(as: UInt32.self)
          UnsafeMutableRawPointer(out + written).storeBytes(of: bytes, as: UInt32.self)
        } else {
          UnsafeMutableRawPointer(out + written).copyMemory(from: text + from, byteCount: read &- from)
        }
        written &+= read &- from
      } else {
        written &+= copyFolding(of: codePoint, to: out + written)
      }
    }
    at = read
    return written
  }

  /// Writes 16 bytes of which those of the folding come first; returns how many they are.
  private func copyFolding(of codePoint: UInt32, to out: UnsafeMutablePointer<UInt8>) -> Int {
    let entry = foldings.entries + Int(foldings.index[Int(codePoint)])
    let bytes = UnsafeRawPointer(entry) + 1
    UnsafeMutableRawPointer(out).copyMemory(from: bytes, byteCount: 15)
    return Int(entry.pointee.length)
  }

  /// Whether folding changes a code point.
  public func folds(_ codePoint: UInt32) -> Bool {
    quern_class_of(classes, codePoint) & CharacterClasses.folds != 0
  }

  /// The UTF-8 folding of one code point that has ``CharacterClasses/folds``: its first eight bytes, the first one
  /// lowest and zeros above the last, and its whole length.
  public func folding(of codePoint: UInt32) -> (bytes: UInt64, length: Int) {
    let entry = foldings.entries + Int(foldings.index[Int(codePoint)])
    let bytes = UnsafeRawPointer(entry) + 1
    return (bytes.loadUnaligned(as: UInt64.self).littleEndian, Int(entry.pointee.length))
  }
}
