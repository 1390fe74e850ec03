import CKernels

/// What merging starts from.
extension Merger {
  /// Makes `ids` the symbols of `count` bytes for a model whose alphabet is bytes: characters that are one token where
  /// that is safe, bytes elsewhere.
  ///
  /// A character may be taken as one token from the start if (1) merging its own bytes gives that token, (2) no token
  /// holds a part of it together with something outside, so that nothing from outside can merge with it before it is
  /// whole, and (3) every merge comes after those that make its parts, so that what happens to the whole character
  /// would not have come earlier (``BPEModel/hasSafeCharacters`` says so).
  static func startFromCharacters(
    _ bytes: UnsafePointer<UInt8>, _ count: Int, _ model: BPEModel, into ids: inout TrivialVector<UInt32>
  ) {
    ids.resize(to: count)
    var made = 0
    var start = 0
    var scalar = quern_decode(bytes, count)
    var isTornBefore = false
    while start < count {
      let end = start &+ Int(scalar.length)
      let unit = SeamTable.unit(scalar, bytes[start])
      var next = scalar
      var isTorn = false
      if end < count {
        next = quern_decode(bytes + end, count &- end)
        let right = SeamTable.unit(next, bytes[end])
        if unit | right >= 0x80 { isTorn = model.seams.isTorn(unit, right, bytes[end &- 1], bytes[end]) }
      }
      let id = isTornBefore || isTorn ? PairTable.none : model.characterIDs[scalar.value]
      if id != PairTable.none {
        ids[made] = id
        made &+= 1
      } else {
        for at in start..<end {
          ids[made] = model.byteIDs[Int(bytes[at])]
          made &+= 1
        }
      }
      isTornBefore = isTorn
      scalar = next
      start = end
    }
    ids.resize(to: made)
  }

  /// Makes ``ids`` the symbols of `count` bytes for a model whose alphabet is characters.
  ///
  /// The order is that of the `tokenizers` package: an unknown character waits for the next one that is not, so that it
  /// can be fused, while bytes do not wait.
  mutating func startFromCharacters(
    _ bytes: UnsafePointer<UInt8>, _ count: Int, _ model: BPEModel, unknown rule: BPEModel.UnknownCharacters
  ) {
    ids.removeAll()
    var isWaiting = false
    var at = 0
    while at < count {
      let scalar = quern_decode(bytes + at, count &- at)
      let start = at
      at &+= Int(scalar.length)
      let id = model.characterIDs[scalar.value]
      if id != PairTable.none {
        if isWaiting, let unknown = rule.unknown { ids.append(unknown) }
        isWaiting = false
        ids.append(id)
      } else if rule.hasByteTokens(bytes, start, at) {
        for place in start..<at { ids.append(rule.byteTokens[Int(bytes[place])]) }
      } else if let id = rule.unknown {
        if isWaiting && !rule.fusesUnknown { ids.append(id) }
        isWaiting = true
      }
    }
    if isWaiting, let id = rule.unknown { ids.append(id) }
  }
}

extension BPEModel.UnknownCharacters {
  fileprivate func hasByteTokens(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
    guard byteTokens.count == 256 else { return false }
    for at in start..<end where byteTokens[Int(bytes[at])] == BPEModel.UnknownCharacters.noToken { return false }
    return true
  }
}
