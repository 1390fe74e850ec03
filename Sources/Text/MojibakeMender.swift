import QuernBytes

/// Undoes mojibake in a text, line by line.
struct MojibakeMender: ~Copyable {
  private var line = GarbledLine()
  private var codePoints: [UInt32] = []
  private var offsets: [Int] = []

  /// Writes the mended `text` to `patch` and returns the number of places that were mended.
  ///
  /// Lines longer than a million code points are taken in parts.
  /// - Complexity: O(n).
  mutating func mend(_ text: UnsafeRawBufferPointer, into patch: inout TextPatch) -> Int {
    guard let start = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return 0 }
    var places = 0
    var at = 0
    while at < text.count {
      let end = text.firstOffset(of: 0x0A, from: at).map { $0 + 1 } ?? text.count
      // Most lines have nothing beyond ASCII, and of the rest most are as they were meant.
      if RepairScan(text.slice(at, end), lookingForGarble: true).isGarbled {
        while at < end { places += mendPart(text, start, &at, end, &patch) }
      }
      at = end
    }
    if places > 0 { patch.finish(text) }
    return places
  }

  /// Mends up to ``GarbledLine/longest`` code points from `at` on.
  private mutating func mendPart(
    _ text: UnsafeRawBufferPointer, _ start: UnsafePointer<UInt8>, _ at: inout Int, _ end: Int,
    _ patch: inout TextPatch
  ) -> Int {
    codePoints.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
    while at < end, codePoints.count < GarbledLine.longest {
      offsets.append(at)
      codePoints.append(start.decode(&at, end))
    }
    offsets.append(at)
    guard codePoints.withUnsafeBufferPointer({ line.mend($0) }) else { return 0 }
    var places = 0
    var replacement = ByteBuffer()
    for index in line.text.indices {
      let from = Int(line.origins[index])
      let next = index + 1 < line.text.count ? Int(line.origins[index + 1]) : codePoints.count
      // A character that stands for several at one place is written with the first of them.
      replacement.append(codePoint: line.text[index])
      if next == from { continue }
      if next > from + 1 || replacement.count != offsets[next] - offsets[from] || codePoints[from] != line.text[index] {
        patch.replace(text, offsets[from], offsets[next], with: replacement.bytes)
        places += 1
      }
      replacement.removeAll()
    }
    return places
  }
}
