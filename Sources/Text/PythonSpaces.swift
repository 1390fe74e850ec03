extension UnsafePointer<UInt8> {
  /// The bytes of the white space (Python's) that starts at `at`; 0 when none does.
  ///
  /// `at` must be less than `end`.
  @inlinable @inline(__always)
  public func pythonSpace(_ at: Int, _ end: Int) -> Int {
    let byte = self[at]
    if byte <= 0x20 { return byte == 0x20 || byte &- 9 < 5 || byte &- 0x1C < 4 ? 1 : 0 }
    if byte < 0xC2 || byte > 0xE3 { return 0 }
    return wideSpace(at, end)
  }

  @inline(never) @usableFromInline
  func wideSpace(_ at: Int, _ end: Int) -> Int {
    let left = end &- at
    switch self[at] {
    case 0xC2: return left > 1 && (self[at &+ 1] == 0x85 || self[at &+ 1] == 0xA0) ? 2 : 0
    case 0xE1: return left > 2 && self[at &+ 1] == 0x9A && self[at &+ 2] == 0x80 ? 3 : 0
    case 0xE2:
      guard left > 2 else { return 0 }
      let last = self[at &+ 2]
      if self[at &+ 1] == 0x80 { return last <= 0x8A || last &- 0xA8 < 2 || last == 0xAF ? 3 : 0 }
      return self[at &+ 1] == 0x81 && last == 0x9F ? 3 : 0
    case 0xE3: return left > 2 && self[at &+ 1] == 0x80 && self[at &+ 2] == 0x80 ? 3 : 0
    default: return 0
    }
  }

  /// Where the text from `start` to `end` goes on behind its first white space (Python's `lstrip`).
  @inlinable
  public func skipPythonSpaces(_ start: Int, _ end: Int) -> Int {
    var at = start
    while at < end {
      let space = pythonSpace(at, end)
      if space == 0 { break }
      at &+= space
    }
    return at
  }

  /// Where the text from `start` to `end` ends without its last white space (Python's `rstrip`).
  public func skipPythonSpacesBackwards(_ start: Int, _ end: Int) -> Int {
    var at = end
    while at > start {
      if self[at &- 1] < 0x80 {
        if pythonSpace(at &- 1, end) == 0 { break }
        at &-= 1
        continue
      }
      var before = at
      _ = decodeBackwards(&before, start)
      if pythonSpace(before, at) != at &- before { break }
      at = before
    }
    return at
  }
}
