import QuernBytes
import TestSupport
import Testing

@Suite struct ByteSearchTests {
  @Test func occurrencesAtAllLengthsAndAlignments() {
    var random = RandomGenerator(seed: 2)
    let bytes = random.bytes(400, of: [0x0A, 0x0B, 0xFF])
    withBytes(bytes) { whole in
      for start in 0..<17 {
        var naive = 0
        for end in start..<bytes.count {
          let found = whole.slice(start, end).occurrences(of: 0x0A)
          if found != naive { Issue.record("\(start)..<\(end): \(found), not \(naive)") }
          if bytes[end] == 0x0A { naive += 1 }
        }
      }
    }
  }

  /// More than 255 blocks of hits, so that byte-wide counters would overflow.
  @Test(arguments: [64 * 255 - 1, 64 * 255, 64 * 255 + 1, 64 * 256, 64 * 512 + 77])
  func occurrencesOfManyHits(count: Int) {
    withBytes([UInt8](repeating: 0x80, count: count)) {
      #expect($0.occurrences(of: 0x80) == count)
      #expect($0.occurrences(of: 0) == 0)
    }
  }

  @Test func offsets() {
    var random = RandomGenerator(seed: 3)
    for length in 0..<80 {
      let bytes = random.bytes(length, of: [1, 2, 3, 4, 5, 6, 7, 8])
      withBytes(bytes) { run in
        for start in 0...length + 1 {
          let expected = bytes.indices.first { $0 >= start && bytes[$0] == 3 }
          if run.firstOffset(of: 3, from: start) != expected { Issue.record("length \(length), from \(start)") }
        }
        #expect(run.lastOffset(of: 3) == bytes.lastIndex(of: 3))
      }
    }
    let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
    #expect(nothing.firstOffset(of: 0) == nil && nothing.lastOffset(of: 0) == nil && nothing.occurrences(of: 0) == 0)
    #expect(nothing.slice(0, 0).isEmpty && nothing.equals("") && nothing.text == "")
  }

  @Test func comparison() {
    withBytes([0x61, 0x62, 0x00]) { left in
      #expect(left.slice(0, 2).equals("ab") && !left.equals("ab") && !left.slice(0, 1).equals("ab"))
      withBytes([0x61, 0x62, 0x01]) { right in
        #expect(!left.hasSameBytes(as: right) && left.slice(0, 2).hasSameBytes(as: right.slice(0, 2)))
      }
    }
    // The composed and the decomposed é are equal as Swift strings, but not as bytes.
    withBytes(Array("\u{E9}".utf8)) { composed in
      withBytes(Array("e\u{301}".utf8)) { #expect(!composed.hasSameBytes(as: $0)) }
    }
  }

  @Test func pathOrderIsThatOfBytes() {
    let ordered = ["", "Z", "a", "a-b", "a.b", "a/b", "aa", "b", "z", "é"]
    for left in ordered.indices {
      for right in ordered.indices { #expect(bytesPrecede(ordered[left], ordered[right]) == (left < right)) }
    }
  }

  @Test func textReplacesWhatIsMalformed() {
    withBytes([0x61, 0xFF, 0x62]) { #expect($0.text == "a\u{FFFD}b") }
  }
}
