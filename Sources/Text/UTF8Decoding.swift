extension UnsafePointer<UInt8> {
  /// Decodes the code point at `at` and moves `at` past it.
  ///
  /// The bytes up to `end` are trusted to be UTF-8; where they are not, the value is unspecified (it may exceed
  /// U+10FFFF) but no byte at or after `end` is read. `at` must be less than `end`.
  @inlinable @inline(__always)
  public func decode(_ at: inout Int, _ end: Int) -> UInt32 {
    let lead = UInt32(self[at])
    if lead < 0x80 {
      at &+= 1
      return lead
    }
    if lead < 0xE0 {
      guard at &+ 2 <= end else { return cutOff(&at, end) }
      let value = (lead & 0x1F) &<< 6 | continuation(at &+ 1)
      at &+= 2
      return value
    }
    if lead < 0xF0 {
      guard at &+ 3 <= end else { return cutOff(&at, end) }
      let value = (lead & 0x0F) &<< 12 | continuation(at &+ 1) &<< 6 | continuation(at &+ 2)
      at &+= 3
      return value
    }
    guard at &+ 4 <= end else { return cutOff(&at, end) }
    let value =
      (lead & 0x07) &<< 18 | continuation(at &+ 1) &<< 12 | continuation(at &+ 2) &<< 6 | continuation(at &+ 3)
    at &+= 4
    return value
  }

  /// Decodes the code point that ends before `at` and moves `at` to its start; `at` must be more than `start`.
  @inlinable
  public func decodeBackwards(_ at: inout Int, _ start: Int) -> UInt32 {
    let end = at
    at &-= 1
    while at > start && end &- at < 4 && self[at] & 0xC0 == 0x80 { at &-= 1 }
    var read = at
    return decode(&read, end)
  }

  @inlinable @inline(__always)
  func continuation(_ at: Int) -> UInt32 { UInt32(self[at] & 0x3F) }

  @inlinable
  func cutOff(_ at: inout Int, _ end: Int) -> UInt32 {
    at = end
    return 0xFFFD
  }
}
