import Testing

@testable import QuernJobs

struct ByteCountTests {
  @Test(arguments: [
    ("0", 0), ("4096", 4096), ("64MiB", 64 << 20), ("20GB", 20_000_000_000), ("1.5GiB", 3 << 29), ("1.5 gib", 3 << 29),
    ("7B", 7), ("2kb", 2000), ("0.1GB", 100_000_000), ("1.25KiB", 1280), ("8191TiB", 8191 << 40),
    ("3TB", 3_000_000_000_000),
    ("1.000000GB", 1_000_000_000),
  ])
  func readsSizes(text: String, bytes: Int) {
    #expect(byteCount(of: text) == bytes)
  }

  @Test(arguments: [
    "", "B", "-1", "+1", "1.", ".5", "1.5", "0.3KiB", "1e3", "1 2", "1  MB", "MB 1", "1PB", "64Mib/s",
    "9223372036854775808",
    "8388608TiB", "1.0000001GB", "٣MB", "1٣", "NaN", "0x10",
  ])
  func refusesTheRest(text: String) {
    #expect(byteCount(of: text) == nil)
  }
}
