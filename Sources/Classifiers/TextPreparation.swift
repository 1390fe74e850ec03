import QuernBytes
import QuernText

/// What is done to a text before a model sees it, in training and afterwards alike.
public enum TextPreparation: String, CaseIterable, Sendable {
  /// Nothing.
  case none
  /// Case is folded and nothing is left but words: letters, marks and numbers.
  ///
  /// Decimal digits become `0`; apostrophes go without a trace; each Han, kana, Thai, Lao, Khmer or Burmese letter is a
  /// word of its own; every other character is a space.
  case words
}

/// Prepares the texts of one thread.
struct TextPreparer: ~Copyable {
  private let classes = CharacterClasses()
  private let folder = CaseFolder()
  private var folded = ByteBuffer()
  private var prepared = ByteBuffer()

  /// Calls `body` with the prepared `text`.
  mutating func prepare<Result>(
    _ text: UnsafeRawBufferPointer, _ preparation: TextPreparation, _ body: (UnsafeRawBufferPointer) -> Result
  ) -> Result {
    switch preparation {
    case .none: return body(text)
    case .words:
      folded.removeAll()
      prepared.removeAll()
      folder.fold(text, into: &folded)
      keepWords()
      let result = body(prepared.bytes)
      folded.removeAll()
      prepared.removeAll()
      folded.shrink(to: 1 << 20)
      prepared.shrink(to: 1 << 20)
      return result
    }
  }

  private mutating func keepWords() {
    // At most a space before each code point and one after it.
    prepared.reserve(3 &* folded.count &+ 8)
    let bytes = folded.bytes.bindMemory(to: UInt8.self).baseAddress ?? UnsafePointer(bitPattern: 1)!
    let out = prepared.base.assumingMemoryBound(to: UInt8.self)
    let end = folded.count
    var at = 0
    var written = 0
    // Whether the last byte written is a space; none stands at the start.
    var isOpen = false
    let table = classes.table
    while at < end {
      let from = at
      let byte = bytes[at]
      if byte < 0x80 {
        at &+= 1
        if byte &- 0x61 < 26 {
          out[written] = byte
          written &+= 1
          isOpen = true
        } else if byte &- 0x30 < 10 {
          out[written] = 0x30
          written &+= 1
          isOpen = true
        } else if byte != 0x27 && isOpen {
          out[written] = 0x20
          written &+= 1
          isOpen = false
        }
        continue
      }
      let codePoint = bytes.decode(&at, end)
      let flags = codePoint < 0x110000 ? table[Int(codePoint)] : 0
      if flags & CharacterClasses.wordMask != 0 {
        let isAlone = flags & CharacterClasses.unspaced != 0 && flags & CharacterClasses.mark == 0
        if isAlone && isOpen {
          out[written] = 0x20
          written &+= 1
        }
        for index in from..<at {
          out[written] = bytes[index]
          written &+= 1
        }
        isOpen = true
        if isAlone {
          out[written] = 0x20
          written &+= 1
          isOpen = false
        }
      } else if codePoint != 0x2019 && isOpen {
        out[written] = 0x20
        written &+= 1
        isOpen = false
      }
    }
    prepared.appendFilling(atLeast: 0) { _ in written }
  }
}
