import QuernBytes
import QuernText

/// A few case-folded phrases, found in short pieces of case-folded text where no word goes on beside them.
final class PhraseSet: Sendable {
  private let byPair: [UInt16: [[UInt8]]]
  /// A bit for every pair of bytes that a phrase begins with.
  private let pairs: [UInt64]
  private let classes = CharacterClasses()

  /// The phrases of a list, one a line, each of two bytes and more.
  init(_ list: String) {
    var byPair: [UInt16: [[UInt8]]] = [:]
    var pairs = [UInt64](repeating: 0, count: 1 << 10)
    for line in list.split(separator: "\n") {
      let phrase = Array(line.utf8)
      let pair = UInt16(phrase[0]) << 8 | UInt16(phrase[1])
      byPair[pair, default: []].append(phrase)
      pairs[Int(pair >> 6)] |= 1 << UInt64(pair & 63)
    }
    self.byPair = byPair
    self.pairs = pairs
  }

  /// Whether a phrase is in `text`.
  func isFound(in text: UnsafeRawBufferPointer) -> Bool {
    guard text.count >= 2 else { return false }
    var pair = UInt16(text[0])
    for at in 1..<text.count {
      pair = pair &<< 8 | UInt16(text[at])
      if pairs[Int(pair &>> 6)] &>> UInt64(pair & 63) & 1 == 0 { continue }
      for phrase in byPair[pair] ?? [] where text[(at - 1)...].starts(with: phrase) {
        if isApart(text, at - 1, at - 1 + phrase.count) { return true }
      }
    }
    return false
  }

  /// Whether no word of a script with spaces goes on beside the bytes.
  private func isApart(_ text: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Bool {
    guard let base = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return true }
    var first = start
    var last = end
    if isSpaced(base.decode(&first, text.count)), start > 0 {
      var before = start
      if isSpaced(base.decodeBackwards(&before, 0)) { return false }
    }
    if isSpaced(base.decodeBackwards(&last, start)), end < text.count {
      var after = end
      if isSpaced(base.decode(&after, text.count)) { return false }
    }
    return true
  }

  private func isSpaced(_ codePoint: UInt32) -> Bool {
    let flags = classes[codePoint]
    return flags & CharacterClasses.wordMask != 0 && flags & CharacterClasses.unspaced == 0
  }
}
