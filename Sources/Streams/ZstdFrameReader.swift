import CZstd
import QuernBytes

/// Decompresses single zstd frames that lie in memory, of a content size that is known; one per thread.
public struct ZstdFrameReader: ~Copyable {
  private let context = ZSTD_createDCtx()

  /// A reader of any number of frames.
  public init() {}

  deinit { ZSTD_freeDCtx(context) }

  /// Appends the content of `frame` to `output`; false, and nothing appended, when it is not one sound frame of `size`
  /// bytes. About 1 GB/s.
  public mutating func append(
    _ frame: UnsafeRawBufferPointer, size: Int, to output: inout ByteBuffer
  ) -> Bool {
    output.appendFilling(atLeast: size) { room in
      let made = ZSTD_decompressDCtx(context, room.baseAddress, size, frame.baseAddress, frame.count)
      return ZSTD_isError(made) == 0 && made == size ? size : 0
    } == size
  }
}

// The context has one owner; moving the owner to another thread moves it.
extension ZstdFrameReader: @unchecked Sendable {}
