import CZlib
import QuernBytes

/// gzip decompression: any number of members, zero padding at the end.
final class GzipDecoder: ContentDecoder {
  private static let step = 128 << 10

  // zlib keeps a pointer to its stream, so the stream must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private var isBetweenMembers = true

  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Decompresses into `room`; 0 at the end of the last member.
  func read(
    from input: StoredInput, into room: UnsafeMutableRawBufferPointer
  ) throws(StreamError) -> Int {
    while true {
      let hasInput = try input.refill()
      if !hasInput && isBetweenMembers { return 0 }
      if isBetweenMembers {
        if try skipPadding(input) { continue }
        isBetweenMembers = false
      }
      let stored = input.available
      stream.pointee.next_in = UnsafeMutablePointer(
        mutating: stored.baseAddress!.assumingMemoryBound(to: Bytef.self))
      stream.pointee.avail_in = uInt(stored.count)
      let asked = min(room.count, GzipDecoder.step)
      stream.pointee.next_out = room.baseAddress!.assumingMemoryBound(to: Bytef.self)
      stream.pointee.avail_out = uInt(asked)
      let result = inflate(stream, Z_NO_FLUSH)
      input.consume(stored.count - Int(stream.pointee.avail_in))
      guard result == Z_OK || result == Z_BUF_ERROR || result == Z_STREAM_END else {
        let why = stream.pointee.msg.map { String(cString: $0) } ?? "error \(result)"
        throw input.damaged("corrupt gzip data (\(why))")
      }
      if result == Z_STREAM_END {
        isBetweenMembers = true
        inflateReset(stream)
      }
      let made = asked - Int(stream.pointee.avail_out)
      // Content that the library still holds at the end of a truncated file comes first.
      guard hasInput || made > 0 else { throw input.damaged("truncated: the file ends inside a gzip member") }
      if made > 0 { return made }
    }
  }

  /// Between members: true when zero bytes were skipped, false when a member may start here.
  private func skipPadding(_ input: StoredInput) throws(StreamError) -> Bool {
    let stored = input.available
    if stored[0] == 0x1F { return false }
    guard stored[0] == 0 else { throw input.damaged("something that is no gzip data follows the last member") }
    input.consume(stored.firstIndex { $0 != 0 } ?? stored.count)
    return true
  }
}
