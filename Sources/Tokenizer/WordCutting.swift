import QuernBytes

/// Where words that are too long are cut.
enum WordCutting {
  /// The least length that a rule may limit words to: that of the longest character.
  static var leastLimit: Int { 4 }

  /// The end of a piece of at most `limit` bytes of `word[start...]`, which is longer: before the character that passes
  /// the limit, or at the limit where the bytes are no UTF-8.
  static func end(_ word: UnsafeRawBufferPointer, from start: Int, limit: Int) -> Int {
    let end = start + limit
    for back in 0..<4 where word[end - back] & 0xC0 != 0x80 {
      // A lead byte whose character ends within the limit leaves continuation bytes that belong to nothing.
      let lead = word[end - back]
      let length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
      return back < length && end - back > start ? end - back : end
    }
    return end
  }
}
