import QuernBytes

/// The decompressed bytes of one file: zstd (many frames, skippable frames), gzip (many members) or plain.
public final class Decoder {
  private let input: StoredInput
  private let format: any ContentDecoder
  /// How the file is compressed.
  public let codec: Codec

  /// Opens `path` (`-` is standard input); the first bytes decide the codec.
  ///
  /// What comes from another process is cut where it is once `isStopped` says so, as if it ended there.
  /// - Throws: ``StreamError``, also when the name promises a compressed file that this is not.
  public init(path: String, isStopped: @escaping StopCheck = { false }) throws(StreamError) {
    input = try StoredInput(path: path, isStopped: isStopped)
    codec = Codec.announced(by: input.available)
    switch codec {
    case .plain: format = PlainDecoder()
    case .zstd: format = ZstdDecoder()
    case .gzip: format = GzipDecoder()
    }
    if codec == .plain, let promised = Codec.promised(by: path) {
      throw input.damaged(input.available.isEmpty ? "is empty: no \(promised) file" : "is not a \(promised) file")
    }
  }

  /// XXH3-128 of the stored bytes, complete once ``read(into:delivered:)`` has reached the end.
  public var sourceHash: Hash128 { input.hash }
  /// Stored bytes read so far.
  public var sourceBytes: Int { input.bytesRead }

  /// Fills `room` from its start. `delivered` says how many bytes were written: fewer than `room.count` only at the
  /// end of the content, or before damage.
  /// - Throws: ``StreamError`` of kind `damaged`; what was delivered before is sound.
  public func read(into room: UnsafeMutableRawBufferPointer, delivered: inout Int) throws(StreamError) {
    delivered = 0
    while delivered < room.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: room[delivered...])
      let count = try format.read(from: input, into: rest)
      if count == 0 { return }
      delivered += count
    }
  }
}

/// One way to turn stored bytes into content. Called once per 128 KiB or so.
protocol ContentDecoder: AnyObject {
  /// Writes content to the start of `room`; 0 at the end.
  func read(from input: StoredInput, into room: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int
}

/// Content stored as it is.
final class PlainDecoder: ContentDecoder {
  func read(from input: StoredInput, into room: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int {
    try input.read(into: room)
  }
}
