import CKernels
import QuernBytes
import Testing

@testable import QuernTokenizer

/// The kernels that find many ends at once against the scanners that find one after the other.
@Suite struct CutKernelTests {
  /// Characters that patterns treat differently.
  private static let pool: [String] = [
    "'", "'", "s", "S", "ſ", "t", "ll", "LL", "Ve", "rE", "d", "m", "K", "'s", "'LL", "a", "b", "Z", "é", "É", "ǅ", "ʰ",
    "あ", "中", "א", "\u{301}", "\u{308}", "1", "2", "234", "½", "٣", "Ⅷ", " ", " ", "  ", "    ", "\n", "\n", "\r",
    "\r\n",
    "\t", "\u{a0}", "\u{2003}", "\u{85}", "\u{1c}", "!", "/", "//", "-", "—", "😀", "\u{200d}", "_", "\0", "\u{fffd}",
    "𝒜",
    "ß", "ﬆ", "İ", "Ⓐ", "々", "\u{903}", "word", "Word", "WORD", "”", ".\n", ",", "(", "Straße", "naïve",
  ]

  static func ends(_ text: [UInt8], _ pattern: SplitPattern) -> [Int] {
    withBytes(text) { text in
      var ends: [Int] = []
      while (ends.last ?? 0) < text.count { ends.append(pattern.endOfPretoken(in: text, from: ends.last ?? 0)) }
      return ends
    }
  }

  /// The ends by the kernel, and how many of them the scanner had to find.
  static func ends(_ text: [UInt8], _ pattern: SplitPattern, path: Int32) -> (ends: [Int], scanned: Int) {
    let kernel = pattern.kernel!
    var ends: [Int] = []
    var scanned = 0
    // The kernel must not read behind the text: it stands at the end of its own block.
    let block = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, text.count))
    defer { block.deallocate() }
    for (at, byte) in text.enumerated() { block[at] = byte }
    let room = UnsafeMutablePointer<UInt32>.allocate(capacity: 128)
    defer { room.deallocate() }
    while (ends.last ?? 0) < text.count {
      let found = quern_cut_by(path, kernel.pattern, kernel.numbers, block, ends.last ?? 0, text.count, room, 128)
      for index in 0..<found { ends.append(Int(room[index])) }
      guard (ends.last ?? 0) < text.count else { break }
      ends.append(
        pattern.endOfPretoken(in: UnsafeRawBufferPointer(start: block, count: text.count), from: ends.last ?? 0))
      scanned += 1
    }
    return (ends, scanned)
  }

  static var paths: ClosedRange<Int32> { Int32(QUERN_PATH_PORTABLE)...quern_path() }

  @Test(arguments: SplitPattern.allCases.filter { $0.kernel != nil })
  func kernelsCutLikeScanners(pattern: SplitPattern) {
    var random = RandomGenerator(seed: 5)
    for round in 0..<6000 {
      var text: [UInt8] = []
      let length = random.next(below: 160)
      let common = random.next(below: 3)
      while text.count < length {
        switch random.next(below: 12) {
        case 0: text.append(UInt8(random.next(below: 256)))
        case 1 where common == 0: text += Array("word ".utf8)
        case 2 where common == 0: text.append(UInt8(random.next(below: 128)))
        case let kind where common == 1 && kind < 9: text.append(UInt8(0x20 + random.next(below: 96)))
        default: text += Array(CutKernelTests.pool[random.next(below: CutKernelTests.pool.count)].utf8)
        }
      }
      let wanted = CutKernelTests.ends(text, pattern)
      for path in CutKernelTests.paths {
        let found = CutKernelTests.ends(text, pattern, path: path).ends
        #expect(
          found == wanted, "round \(round), path \(path): \(String(decoding: text, as: UTF8.self).debugDescription)")
        if found != wanted { return }
      }
    }
  }

  /// On ordinary text nearly all ends come from the kernel.
  @Test(arguments: SplitPattern.allCases.filter { $0.kernel != nil })
  func kernelsDoMostOfTheWork(pattern: SplitPattern) {
    let line = "The naïve reader's \"first\" page (of 1234) doesn't end here; it goes on:\n    let x = y[3];\n\n"
    let text = Array(String(repeating: line, count: 50).utf8)
    for path in CutKernelTests.paths {
      let (ends, scanned) = CutKernelTests.ends(text, pattern, path: path)
      #expect(ends == CutKernelTests.ends(text, pattern))
      #expect(scanned * 10 < ends.count)
    }
  }
}
