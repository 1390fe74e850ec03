import CZstd
import QuernBytes

/// Compresses byte runs to independent zstd frames with a content checksum; one per worker.
///
/// Frames are the unit in which files are split, so each batch becomes one frame: workers compress in parallel and the
/// bytes depend on the batches alone.
public struct ZstdFrameWriter: ~Copyable {
  private let context = ZSTD_createCCtx()

  /// A writer at `level` (1 is fastest; 3 is zstd's own default).
  public init(level: Int32 = 3) {
    ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level)
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
  }

  deinit { ZSTD_freeCCtx(context) }

  /// Appends `content` to `output` as one frame (an empty frame for no content); 200–500 MB/s at level 3.
  public mutating func append(_ content: UnsafeRawBufferPointer, to output: inout ByteBuffer) {
    let bound = ZSTD_compressBound(content.count)
    output.appendFilling(atLeast: bound) { room in
      let size = ZSTD_compress2(context, room.baseAddress, room.count, content.baseAddress, content.count)
      guard ZSTD_isError(size) == 0 else {
        fatalError("zstd compression failed: \(String(cString: ZSTD_getErrorName(size)))")
      }
      return size
    }
  }

  /// `content` as one frame, for files that hold no more.
  public static func frame(of content: UnsafeRawBufferPointer) -> ByteBuffer {
    var writer = ZstdFrameWriter()
    var frame = ByteBuffer()
    writer.append(content, to: &frame)
    return frame
  }

  /// The version of the library, which decides the compressed bytes.
  public static var libraryVersion: String { String(cString: ZSTD_versionString()) }
}
