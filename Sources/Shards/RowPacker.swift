import QuernBytes

/// Concatenates documents and cuts them into rows of T + 1 ids that overlap by one, so that no target is lost.
///
/// Row k holds ids kT … kT + T of the stream. Whole rows collect in ``rows``; the owner takes them from there.
public struct RowPacker: ~Copyable {
  /// The shape of the rows.
  public let format: RowFormat
  /// Finished rows, stored as they go to disk.
  public var rows = ByteBuffer()
  /// Finished rows so far, those taken away included.
  public private(set) var rowCount = 0
  /// Ids of the stream so far, beginnings and ends of documents included.
  public private(set) var tokens = 0
  /// Ids that were added to fill the last row.
  public private(set) var padding = 0
  /// Ids in the row that is being filled.
  private var filled = 0

  /// A packer that has seen no document.
  public init(format: RowFormat) { self.format = format }

  /// Ids stored twice because rows overlap.
  public var overlap: Int { max(0, rowCount - 1) }

  /// Adds the ids of one document, with the beginning and end that the format asks for.
  /// - Throws: ``ShardError`` for an id outside the vocabulary; the document is then not added.
  public mutating func add(_ ids: UnsafeBufferPointer<UInt32>) throws(ShardError) {
    var highest: UInt32 = 0
    for id in ids { highest = max(highest, id) }
    if !ids.isEmpty && Int(highest) >= format.vocabularySize {
      throw ShardError(
        "id \(highest) is outside the vocabulary of \(format.vocabularySize): the ids come from another tokenizer")
    }
    if let id = format.beginning { append(id) }
    append(ids)
    if let id = format.end { append(id) }
  }

  private mutating func append(_ id: UInt32) {
    withUnsafePointer(to: id) { append(UnsafeBufferPointer(start: $0, count: 1)) }
  }

  private mutating func append(_ ids: UnsafeBufferPointer<UInt32>) {
    var at = 0
    while at < ids.count {
      let count = min(format.rowIDs &- filled, ids.count &- at)
      store(UnsafeBufferPointer(rebasing: ids[at..<at + count]))
      at &+= count
      filled &+= count
      if filled == format.rowIDs {
        rowCount += 1
        // The last id is also the first of the next row.
        store(UnsafeBufferPointer(rebasing: ids[at - 1..<at]))
        filled = 1
      }
    }
    tokens += ids.count
  }

  private mutating func store(_ ids: UnsafeBufferPointer<UInt32>) {
    let size = format.type.size
    rows.appendFilling(atLeast: ids.count * size) { room in
      switch format.type {
      case .uint16:
        let out = room.baseAddress!.assumingMemoryBound(to: UInt16.self)
        for i in 0..<ids.count { out[i] = UInt16(truncatingIfNeeded: ids[i]).littleEndian }
      case .uint32:
        let out = room.baseAddress!.assumingMemoryBound(to: UInt32.self)
        for i in 0..<ids.count { out[i] = ids[i].littleEndian }
      }
      return ids.count * size
    }
  }

  /// Bytes of whole rows that can be taken from the start of ``rows``.
  public var wholeRowBytes: Int { rows.count - filled * format.type.size }

  /// Removes the whole rows from ``rows`` after they were written.
  public mutating func dropWholeRows() { rows.removeFirst(wholeRowBytes) }

  /// Fills the last row. A stream that ends exactly at a row's end leaves nothing to fill.
  public mutating func finish() {
    let holdsOnlyOverlap = filled == 1 && rowCount > 0
    if filled == 0 || holdsOnlyOverlap {
      rows.truncate(to: wholeRowBytes)
    } else {
      padding = format.rowIDs - filled
      let fill = [UInt32](repeating: format.padding, count: padding)
      fill.withUnsafeBufferPointer { store($0) }
      rowCount += 1
    }
    filled = 0
  }
}
