import QuernBytes

/// How the bytes of a file are compressed.
public enum Codec: String, Sendable {
  case plain, zstd, gzip

  /// The codec that the first bytes of a file announce: file names are not believed.
  static func announced(by bytes: UnsafeRawBufferPointer) -> Codec {
    guard bytes.count >= 2 else { return .plain }
    if bytes[0] == 0x1F && bytes[1] == 0x8B { return .gzip }
    guard bytes.count >= 4 else { return .plain }
    let magic = UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self))
    return magic == 0xFD2F_B528 || magic & 0xFFFF_FFF0 == 0x184D_2A50 ? .zstd : .plain
  }

  /// The codec that a file's name promises, if any.
  public static func promised(by path: String) -> Codec? {
    if path.hasSuffix(".zst") || path.hasSuffix(".zstd") { return .zstd }
    if path.hasSuffix(".gz") { return .gzip }
    return nil
  }
}
