/// Members of objects whose values are scalars or lists of strings.
extension JSONWriter {
  /// Writes a member with a whole number.
  public mutating func member(_ name: StaticString, _ value: Int) {
    key(name)
    number(value)
  }

  /// Writes a member with a whole number of 0 or more.
  public mutating func member(_ name: StaticString, _ value: UInt64) {
    key(name)
    number(value)
  }

  /// Writes a member with a number.
  @_disfavoredOverload
  public mutating func member(_ name: StaticString, _ value: Double) {
    key(name)
    number(value)
  }

  /// Writes a member with `true` or `false`.
  public mutating func member(_ name: StaticString, _ value: Bool) {
    key(name)
    bool(value)
  }

  /// Writes a member with a string.
  public mutating func member(_ name: StaticString, _ value: String) {
    key(name)
    string(value)
  }

  /// Writes a member with a string of UTF-8 bytes.
  public mutating func member(_ name: StaticString, _ value: UnsafeRawBufferPointer) {
    key(name)
    string(value)
  }

  /// Writes a member with a list of strings.
  public mutating func member(_ name: StaticString, _ values: [String]) {
    key(name)
    beginArray()
    for value in values { string(value) }
    endArray()
  }
}
