import Glibc
import QuernBytes
import QuernText
import Testing

/// The cases of ftfy's own tests, where the shared data is there.
@Suite struct MojibakeTests {
  private static let archive: String = {
    let root = getenv("QUERN_SHARED").map { String(cString: $0) } ?? "../shared"
    return root + "/data/unicode/torture.tar.zst"
  }()

  /// One `original<TAB>fixed` a line, with JSON's escapes kept inside.
  private static func cases(_ name: String) throws -> [(original: String, fixed: String)]? {
    guard access(archive, R_OK) == 0 else {
      print("skipped: \(archive) is absent")
      let isRequired = getenv("QUERN_REQUIRE_SHARED").map { String(cString: $0) } == "1"
      #expect(!isRequired, "QUERN_REQUIRE_SHARED=1, but \(archive) is absent")
      return nil
    }
    let script = """
      import json,sys
      for case in json.load(sys.stdin):
          if case.get('expect') == 'pass':
              print(case['original'].encode().hex(), case.get('fixed-encoding', case['fixed']).encode().hex())
      """
    let member = "uni_ftfy/tests/test-cases/\(name).json"
    let pipe = try #require(popen("tar --zstd -xOf '\(archive)' '\(member)' | python3 -c \"\(script)\"", "r"))
    defer { pclose(pipe) }
    var all: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let got = fread(&chunk, 1, chunk.count, pipe)
      if got == 0 { break }
      all += chunk[..<got]
    }
    return String(decoding: all, as: UTF8.self).split(separator: "\n").map { line in
      let parts = line.split(separator: " ", omittingEmptySubsequences: false).map(unhexed)
      return (parts[0], parts[1])
    }
  }

  private static func unhexed(_ digits: Substring) -> String {
    let nibbles = digits.utf8.map { $0 < 0x3A ? $0 - 0x30 : $0 - 0x57 }
    let bytes = stride(from: 0, to: nibbles.count, by: 2).map { nibbles[$0] << 4 | nibbles[$0 + 1] }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(arguments: ["negative", "synthetic", "in-the-wild", "language-names"])
  func casesOfFtfy(name: String) throws {
    guard let cases = try MojibakeTests.cases(name) else { return }
    #expect(cases.count >= 20)
    for (original, fixed) in cases {
      let got = try TextRepairerTests.repaired(original, RepairKinds([.mojibake])).text
      #expect(TextRepairerTests.same(got, fixed), "\(original.debugDescription): \(got.debugDescription)")
    }
  }

  @Test(arguments: [
    ("sÃ³", "só"), ("Ã¡rbol", "árbol"), ("ÐŸÑ€Ð¸Ð²ÐµÑ‚", "Привет"), ("â€”", "—"), ("voilÃ  le", "voilà le"),
    ("ÃƒÂ©tÃƒÂ©", "été"), ("√©t√©", "été"), ("├⌐t├⌐", "été"), ("â€œlostâ€\u{FFFD}", "“lost\u{FFFD}"),
    ("a\u{93}b\u{94}", "a“b”"), ("ðŸ˜€", "😀"), ("РїСЂРёРІРµС‚", "привет"),
    ("\u{ED}\u{A0}\u{BD}\u{ED}\u{B8}\u{8D}", "😍"),
  ])
  func commonForms(garbled: String, fixed: String) throws {
    let got = try TextRepairerTests.repaired(garbled, RepairKinds([.mojibake])).text
    #expect(TextRepairerTests.same(got, fixed), "\(got.debugDescription)")
  }
}
