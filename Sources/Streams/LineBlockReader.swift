import QuernBytes

/// Cuts the content of a file into blocks of whole lines.
///
/// Where blocks are cut depends on the content alone, never on timing, so that anything made per block is the same in
/// every run. Memory: one block plus the longest line allowed.
public final class LineBlockReader {
  private let decoder: Decoder
  private let path: String
  private let blockSize: Int
  private let maxLine: Int
  private var carry = ByteBuffer()
  private var nextLine = 0
  private var nextOffset = 0
  private var hasEnded = false

  /// Damage that ended reading, if any. What came before it has been delivered.
  public private(set) var damage: StreamError?
  /// Bytes of an unfinished last line that were lost to ``damage``.
  public private(set) var bytesLost = 0

  /// Opens `path`; `-` is standard input.
  /// - Parameters:
  ///   - blockSize: the size of a block in bytes; one that holds a longer line is as long as that line.
  ///   - maxLine: longer lines are skipped without being held in memory.
  ///   - isStopped: once it says so, what comes from another process is cut where it is.
  public init(
    path: String, blockSize: Int = 1 << 20, maxLine: Int, isStopped: @escaping StopCheck = { false }
  ) throws(StreamError) {
    self.path = path
    self.blockSize = blockSize
    self.maxLine = maxLine
    decoder = try Decoder(path: path, isStopped: isStopped)
  }

  /// XXH3-128 of the stored file, complete at the end.
  public var sourceHash: Hash128 { decoder.sourceHash }
  /// Stored bytes read so far.
  public var sourceBytes: Int { decoder.sourceBytes }
  /// Decompressed bytes delivered so far.
  public var contentBytes: Int { nextOffset }
  /// Lines delivered or skipped so far.
  public var lines: Int { nextLine }
  /// How the file is compressed.
  public var codec: Codec { decoder.codec }

  /// Fills `block` with the next lines; false at the end, where ``damage`` tells whether the content was whole.
  public func next(into block: LineBlock) -> Bool {
    block.buffer.removeAll()
    block.buffer.shrink(to: 4 * blockSize)
    block.oversized = nil
    block.firstLine = nextLine
    block.offset = nextOffset
    block.buffer.append(carry.bytes)
    carry.removeAll()
    carry.shrink(to: blockSize)
    if nextOffset == 0 { dropByteOrderMark(block) }

    var searched = 0
    var target = blockSize
    while true {
      if !hasEnded { fill(&block.buffer, to: target) }
      if hasEnded { break }
      let fresh = block.buffer.bytes.slice(searched, block.buffer.count)
      if let end = fresh.lastOffset(of: 0x0A) {
        carry.append(fresh.slice(end + 1, fresh.count))
        block.buffer.truncate(to: searched + end + 1)
        finish(block)
        return true
      }
      searched = block.buffer.count
      if searched > maxLine {
        skipLongLine(block)
        return true
      }
      target = min(searched * 2, maxLine + 1)
    }
    return finishLast(block)
  }

  private func fill(_ buffer: inout ByteBuffer, to target: Int) {
    guard buffer.count < target else { return }
    let wanted = target - buffer.count
    buffer.appendFilling(atLeast: wanted) { room in
      var delivered = 0
      do throws(StreamError) {
        try decoder.read(into: UnsafeMutableRawBufferPointer(rebasing: room[..<wanted]), delivered: &delivered)
      } catch {
        damage = error
        hasEnded = true
      }
      if delivered < wanted { hasEnded = true }
      return delivered
    }
  }

  /// The block holds whole lines: count them.
  private func finish(_ block: LineBlock) {
    nextLine += block.buffer.bytes.occurrences(of: 0x0A)
    nextOffset += block.buffer.count
  }

  /// The content has ended inside this block.
  private func finishLast(_ block: LineBlock) -> Bool {
    if damage != nil {
      // The last line is incomplete, whatever it looks like.
      let kept = (block.buffer.bytes.lastOffset(of: 0x0A) ?? -1) + 1
      bytesLost += block.buffer.count - kept
      block.buffer.truncate(to: kept)
    }
    guard !block.buffer.isEmpty else { return false }
    let endsWithLine = block.buffer.bytes[block.buffer.count - 1] == 0x0A
    finish(block)
    if !endsWithLine { nextLine += 1 }
    return true
  }

  /// The block holds the start of one line that is too long: skip the rest of it.
  private func skipLongLine(_ block: LineBlock) {
    var length = block.buffer.count
    block.buffer.removeAll()
    var isOpen = true
    while isOpen && !hasEnded {
      block.buffer.removeAll()
      fill(&block.buffer, to: blockSize)
      if let end = block.buffer.bytes.firstOffset(of: 0x0A) {
        length += end
        carry.append(block.buffer.bytes.slice(end + 1, block.buffer.count))
        isOpen = false
      } else {
        length += block.buffer.count
      }
    }
    block.buffer.removeAll()
    block.oversized = OversizedLine(line: nextLine, offset: nextOffset, length: length)
    nextLine += 1
    nextOffset += length + (isOpen ? 0 : 1)
  }

  /// A byte order mark before the first line is no part of it.
  private func dropByteOrderMark(_ block: LineBlock) {
    guard nextLine == 0 else { return }
    if !hasEnded { fill(&block.buffer, to: 3) }
    let bytes = block.buffer.bytes
    guard bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF else { return }
    block.buffer.removeFirst(3)
    nextOffset += 3
    block.offset += 3
  }
}
