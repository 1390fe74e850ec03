import Glibc
import Testing

/// Members of the archive of Unicode test files in the shared test data.
enum SharedUnicodeFile {
  private static let archive: String = {
    let root = getenv("QUERN_SHARED").map { String(cString: $0) } ?? "../shared"
    return root + "/data/unicode/unicode15_tests.tar.zst"
  }()

  /// The text of a member, unpacked if it is bzip2; nil, with a line that says so, when the data is absent.
  static func text(_ member: String) throws -> String? {
    guard access(archive, R_OK) == 0 else {
      print("skipped: \(archive) is absent")
      let isRequired = getenv("QUERN_REQUIRE_SHARED").map { String(cString: $0) } == "1"
      #expect(!isRequired, "QUERN_REQUIRE_SHARED=1, but \(archive) is absent")
      return nil
    }
    let unpack = member.hasSuffix(".bz2") ? " | bzip2 -dc" : ""
    let pipe = try #require(popen("tar --zstd -xOf '\(archive)' '\(member)'\(unpack)", "r"))
    defer { pclose(pipe) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let got = fread(&chunk, 1, chunk.count, pipe)
      if got == 0 { break }
      bytes += chunk[..<got]
    }
    let text = String(decoding: bytes, as: UTF8.self)
    try #require(!text.isEmpty, "\(member) is not in \(archive)")
    return text
  }
}
