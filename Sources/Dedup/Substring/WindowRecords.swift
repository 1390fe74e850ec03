import QuernBytes
import QuernStreams

/// A window of a text as its sorted records have it: a hash of 104 bits, its length in bytes, and how much of it is left
/// when it is cut to whole characters. All of these follow from its bytes, so equal windows have equal keys.
struct WindowKey {
  let key: Hash128

  /// The window `text` of valid UTF-8, which may begin and end within a character.
  init(_ text: UnsafeRawBufferPointer) {
    var key = XXH3.hash128(text)
    key.low =
      key.low & ~0xFF_FFFF | UInt64(text.count) << 4 | UInt64(WindowKey.head(text)) << 2 | UInt64(WindowKey.tail(text))
    self.key = key
  }

  init(key: Hash128) { self.key = key }

  /// Its length in bytes.
  var bytes: Int { Int(key.low >> 4 & 0xF_FFFF) }
  /// Bytes at the start that belong to a character before it.
  var head: Int { Int(key.low >> 2 & 3) }
  /// Bytes at the end that belong to a character that goes on behind it.
  var tail: Int { Int(key.low & 3) }

  private static func head(_ text: UnsafeRawBufferPointer) -> Int {
    var count = 0
    while count < text.count && count < 3 && text[count] & 0xC0 == 0x80 { count += 1 }
    return count
  }

  private static func tail(_ text: UnsafeRawBufferPointer) -> Int {
    for back in 1...min(4, text.count) {
      let byte = text[text.count - back]
      if byte & 0xC0 == 0x80 { continue }
      let needed = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
      return needed > back ? back : 0
    }
    return 0
  }
}

/// Lists the windows around marked pieces that occur elsewhere, too; one per worker.
public struct WindowLister: ~Copyable {
  private let rule: SubstringRule

  /// A lister for `rule`.
  public init(_ rule: SubstringRule) { self.rule = rule }

  /// Calls `add` with a record for every window of `text` that holds one of `pieces`; each window once, in order.
  ///
  /// - Parameters:
  ///   - start: the place of the text's first byte.
  ///   - pieces: the places of pieces in the text, in order.
  public func list(
    _ text: UnsafeRawBufferPointer, at start: TextPlace, pieces: some Sequence<TextPlace>,
    _ add: (SortRecord) -> Void
  ) {
    let last = text.count - rule.bytes
    var next = 0
    for piece in pieces {
      let offset = Int(piece.packed - start.packed)
      let from = max(next, offset - (rule.bytes - rule.piece))
      let to = min(offset, last)
      guard from <= to else { continue }
      for at in from...to {
        add(
          SortRecord(key: WindowKey(text.slice(at, at + rule.bytes)).key, value: start.packed + UInt64(at)))
      }
      next = to + 1
    }
  }
}
