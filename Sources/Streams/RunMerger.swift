import QuernBytes

/// Merges the sorted runs of any number of spill files into one sorted sequence.
///
/// Of more files than `fanIn`, groups are merged into larger files first, so the number of open files is bounded.
/// Memory: one buffer a run, together at most `memory` bytes (but 4 KiB a run at least). Every run's checksum is held
/// against its bytes when its end is reached, so a finished merge has read nothing but sound data.
public final class RunMerger {
  private var cursors: [RunCursor] = []
  /// A binary heap by the present records of the cursors.
  private var heap: [Entry] = []

  /// A cursor and its present record.
  private struct Entry: BitwiseCopyable {
    var record: SortRecord
    var cursor: Int
  }

  /// Opens the spill files that `RunWriter` wrote.
  /// - Parameters:
  ///   - scratch: the path that the names of files for in-between results start with; they are gone after this call.
  ///   - fanIn: the most files that are read at a time, 2 or more.
  public convenience init(
    paths: [String], scratch: String, memory: Int = 64 << 20, fanIn: Int = 256
  ) throws(StreamError) {
    var paths = paths
    var made = 0
    var owned: Set<String> = []
    do throws(StreamError) {
      while paths.count > fanIn {
        // Only as many as must go, so that little is written twice.
        let group = Array(paths.prefix(min(fanIn, paths.count - fanIn + 1)))
        let merged = "\(scratch)-\(made)"
        made += 1
        try RunMerger.merge(group, owned: owned, into: merged, memory: memory)
        owned.insert(merged)
        paths.removeFirst(group.count)
        paths.append(merged)
      }
      try self.init(opening: paths, owned: owned, memory: memory)
    } catch {
      for path in owned { try FileSystem.remove(path) }
      throw error
    }
  }

  /// Writes the runs of `paths` to a file of one run.
  private static func merge(
    _ paths: [String], owned: Set<String>, into path: String, memory: Int
  ) throws(StreamError) {
    let merger = try RunMerger(opening: paths, owned: owned, memory: memory)
    let writer = try RunFileWriter(path: path)
    while let record = try merger.next() { try writer.add(record) }
    try writer.endRun()
    _ = try writer.finish()
  }

  /// - Parameter owned: files that nobody else needs: they lose their names once they are open.
  private init(opening paths: [String], owned: Set<String>, memory: Int) throws(StreamError) {
    for path in paths {
      cursors += try RunMerger.cursors(of: path)
      if owned.contains(path) { try FileSystem.remove(path) }
    }
    // Buffers hold whole records.
    let share = min(max(4096, memory / max(1, cursors.count)), 1 << 20)
    let bufferSize = share / RunFile.recordSize * RunFile.recordSize
    for index in cursors.indices {
      if try cursors[index].start(bufferSize: bufferSize) {
        heap.append(Entry(record: cursors[index].current, cursor: index))
      }
    }
    heap.withUnsafeMutableBufferPointer { heap in
      for index in stride(from: heap.count / 2 - 1, through: 0, by: -1) { RunMerger.siftDown(heap, index) }
    }
  }

  private static func cursors(of path: String) throws(StreamError) -> [RunCursor] {
    let file = try RandomAccessFile(path: path)
    guard file.size >= RunFile.tailSize else { throw file.damaged("is no spill file", at: 0) }
    var tail = ByteBuffer()
    try file.read(at: file.size - RunFile.tailSize, count: RunFile.tailSize, into: &tail)
    guard tail.bytes.slice(16, 24).equals(RunFile.magic) else {
      throw file.damaged("is no spill file, or is cut short", at: file.size)
    }
    let runs = Int(truncatingIfNeeded: UInt64(littleEndian: tail.bytes.loadUnaligned(as: UInt64.self)))
    guard runs >= 0, runs <= file.size / RunFile.entrySize else {
      throw file.damaged("has a damaged table", at: file.size)
    }
    let tableStart = file.size - RunFile.tailSize - runs * RunFile.entrySize
    guard tableStart >= 0 else { throw file.damaged("has a damaged table", at: file.size) }
    var table = ByteBuffer()
    try file.read(at: tableStart, count: runs * RunFile.entrySize, into: &table)
    let expected = UInt64(littleEndian: tail.bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    guard XXH3.hash64(table.bytes) == expected else { throw file.damaged("has a damaged table", at: tableStart) }

    var cursors: [RunCursor] = []
    var offset = 0
    for run in 0..<runs {
      func entry(_ at: Int) -> UInt64 {
        UInt64(littleEndian: table.bytes.loadUnaligned(fromByteOffset: run * RunFile.entrySize + at, as: UInt64.self))
      }
      let count = Int(entry(0))
      cursors.append(
        RunCursor(file: file, offset: offset, count: count, hash: Hash128(high: entry(8), low: entry(16))))
      offset += count * RunFile.recordSize
    }
    guard offset == tableStart else { throw file.damaged("has a damaged table", at: tableStart) }
    return cursors
  }

  /// The next record in order; nil after the last.
  public func next() throws(StreamError) -> SortRecord? {
    guard let top = heap.first else { return nil }
    let cursor = cursors[top.cursor]
    if try cursor.advance() {
      heap[0].record = cursor.current
    } else {
      let last = heap.removeLast()
      if heap.isEmpty { return top.record }
      heap[0] = last
    }
    heap.withUnsafeMutableBufferPointer { RunMerger.siftDown($0, 0) }
    return top.record
  }

  private static func siftDown(_ heap: UnsafeMutableBufferPointer<Entry>, _ start: Int) {
    let count = heap.count
    let moving = heap[start]
    var parent = start
    while true {
      var child = 2 &* parent &+ 1
      if child >= count { break }
      if child &+ 1 < count && heap[child &+ 1].record < heap[child].record { child &+= 1 }
      if !(heap[child].record < moving.record) { break }
      heap[parent] = heap[child]
      parent = child
    }
    heap[parent] = moving
  }
}

/// The position in one run.
private final class RunCursor {
  private let file: RandomAccessFile
  private var offset: Int
  private var left: Int
  private let hash: Hash128
  private var hasher = StreamHasher()
  private var buffer = ByteBuffer()
  private var position = 0
  private var bufferSize = 0
  private(set) var current = SortRecord(key: Hash128(high: 0, low: 0), value: 0)

  init(file: RandomAccessFile, offset: Int, count: Int, hash: Hash128) {
    self.file = file
    self.offset = offset
    self.left = count
    self.hash = hash
  }

  /// Loads the first record. `bufferSize` is a multiple of a record's size.
  func start(bufferSize: Int) throws(StreamError) -> Bool {
    self.bufferSize = bufferSize
    return try advance()
  }

  /// Loads the next record into `current`; false at the end of the run.
  func advance() throws(StreamError) -> Bool {
    if position == buffer.count {
      guard left > 0 else {
        guard hasher.digest() == hash else { throw file.damaged("has a run with a wrong checksum before", at: offset) }
        return false
      }
      let count = min(left * RunFile.recordSize, bufferSize)
      buffer.removeAll()
      position = 0
      try file.read(at: offset, count: count, into: &buffer)
      hasher.update(buffer.bytes)
      offset += count
      left -= count / RunFile.recordSize
    }
    func field(_ at: Int) -> UInt64 {
      UInt64(littleEndian: buffer.bytes.loadUnaligned(fromByteOffset: position + at, as: UInt64.self))
    }
    current = SortRecord(key: Hash128(high: field(0), low: field(8)), value: field(16))
    position += RunFile.recordSize
    return true
  }
}
