import CFastText

/// The library that predictions come from.
public enum FastTextLibrary {
  /// The build id of libfasttext in hexadecimal digits, which its linker gives it; empty when it has none or is linked
  /// into the program.
  ///
  /// libfasttext states no version. Two builds of one version may sum floating-point numbers in different orders as well.
  public static let build: String = {
    let id = [UInt8](unsafeUninitializedCapacity: 64) { room, count in
      count = quern_fasttext_build(room.baseAddress!, room.count)
    }
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: id.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }()
}
