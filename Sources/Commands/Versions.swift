import QuernStreams
import QuernText
import QuernTokenizer

/// The versions that decide bytes.
enum Versions {
  static let quern = "0.1.0"

  static var all: [(name: String, version: String)] {
    [
      ("quern", quern), ("icu", ICUVersion.library), ("icu_unicode", ICUVersion.unicode),
      ("split_unicode", SplitPattern.unicodeVersion), ("zstd", ZstdFrameWriter.libraryVersion),
    ]
  }

  /// What `--version` prints.
  static var summary: String {
    all.map { "\($0.name) \($0.version)" }.joined(separator: "\n")
  }
}
