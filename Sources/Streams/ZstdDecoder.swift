import CZstd
import QuernBytes

/// zstd decompression: any number of frames, skippable ones included. Equal in speed to `zstd -dc`.
final class ZstdDecoder: ContentDecoder {
  /// Output asked for at a time. A failing call of the library loses its output, so calls are small.
  private static let step = 128 << 10

  private let context = ZSTD_createDCtx()
  private var isBetweenFrames = true
  /// Offset in the file of the frame that is being read.
  private var frameStart = 0

  deinit { ZSTD_freeDCtx(context) }

  /// Decompresses into `room`; 0 at the end of the last frame.
  func read(
    from input: StoredInput, into room: UnsafeMutableRawBufferPointer
  ) throws(StreamError) -> Int {
    while true {
      let hasInput = try input.refill()
      if !hasInput && isBetweenFrames { return 0 }
      if isBetweenFrames { frameStart = input.offset }
      let stored = input.available
      var from = ZSTD_inBuffer(src: stored.baseAddress, size: stored.count, pos: 0)
      var to = ZSTD_outBuffer(dst: room.baseAddress, size: min(room.count, ZstdDecoder.step), pos: 0)
      let result = ZSTD_decompressStream(context, &to, &from)
      input.consume(from.pos)
      if ZSTD_isError(result) != 0 {
        // The checksum stands at the end of a frame: what was delivered of it has been altered somewhere.
        let isChecksum = ZSTD_getErrorCode(result) == ZSTD_error_checksum_wrong
        let doubt = isChecksum ? "; what was read since byte \(frameStart), where its frame begins, may be wrong" : ""
        throw input.damaged("corrupt zstd data (\(String(cString: ZSTD_getErrorName(result)))\(doubt))")
      }
      isBetweenFrames = result == 0
      // Content that the library still holds at the end of a truncated file comes first.
      guard hasInput || to.pos > 0 else { throw input.damaged("truncated: the file ends inside a zstd frame") }
      // Without output the frame needs more input, or a frame without content has ended.
      if to.pos > 0 { return to.pos }
    }
  }
}
