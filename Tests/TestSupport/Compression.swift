/// Compressed bytes made by the tools of the system, not by the code that is tested.
public enum Compression {
  /// `content` as one gzip member.
  public static func gzip(_ content: [UInt8]) -> [UInt8] { pipe(content, through: "gzip -cn") }

  /// `content` as one zstd frame, with a checksum of the content if asked for.
  public static func zstd(_ content: [UInt8], checksum: Bool = true) -> [UInt8] {
    pipe(content, through: checksum ? "zstd -qc" : "zstd -qc --no-check")
  }

  /// A zstd frame that decoders skip.
  public static func skippableFrame(_ content: [UInt8], variant: UInt8 = 0) -> [UInt8] {
    let size = UInt32(content.count)
    return [0x50 | variant, 0x2A, 0x4D, 0x18] + (0..<4).map { UInt8(truncatingIfNeeded: size >> (8 * $0)) } + content
  }

  private static func pipe(_ content: [UInt8], through command: String) -> [UInt8] {
    let folder = TemporaryFolder()
    return runTool("\(command) < '\(folder.write(content, to: "content"))'")
  }
}
