import CText
import QuernBytes

/// Rewrites traditional Chinese characters as simplified ones, word by word (ICU's Traditional-Simplified).
struct Simplifier: ~Copyable {
  private let converter: OpaquePointer
  private let characters = quern_repair_tables_get().characters

  /// The most characters that are converted at once; words are much shorter.
  private static let longest = 1024

  /// - Throws: ``TextError/library(_:)`` when ICU has no data for it.
  init() throws(TextError) {
    var converter: OpaquePointer?
    if let error = quern_simplifier_open(&converter) { throw .library(String(cString: error)) }
    self.converter = converter!
  }

  deinit { quern_simplifier_close(converter) }

  /// Writes the rewritten `text` to `patch` and returns the number of characters that changed.
  mutating func rewrite(_ text: UnsafeRawBufferPointer, into patch: inout TextPatch) -> Int {
    guard let start = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return 0 }
    var places = 0
    var at = 0
    var run: [UInt32] = []
    var offsets: [Int] = []
    while at < text.count {
      // Chinese characters have first bytes of three-byte sequences and above.
      if start[at] < 0xE2 {
        at += 1
        continue
      }
      let from = at
      let codePoint = start.decode(&at, text.count)
      guard isHan(codePoint) else { continue }
      run.removeAll(keepingCapacity: true)
      offsets.removeAll(keepingCapacity: true)
      at = from
      while at < text.count, run.count < Simplifier.longest {
        let place = at
        let next = start.decode(&at, text.count)
        guard isHan(next) else {
          at = place
          break
        }
        offsets.append(place)
        run.append(next)
      }
      offsets.append(at)
      places += convert(run, offsets, text, &patch)
    }
    if places > 0 { patch.finish(text) }
    return places
  }

  private func isHan(_ codePoint: UInt32) -> Bool {
    quern_repair_entry(characters, codePoint) & UInt16(QUERN_IS_HAN) != 0
  }

  private func convert(
    _ run: [UInt32], _ offsets: [Int], _ text: UnsafeRawBufferPointer, _ patch: inout TextPatch
  ) -> Int {
    var result = [UInt32](repeating: 0, count: 2 * run.count + 16)
    let count = quern_simplify(converter, run, run.count, &result, result.count)
    var places = 0
    if count == run.count {
      for index in run.indices where run[index] != result[index] {
        patch.replace(text, offsets[index], offsets[index + 1], with: result[index])
        places += 1
      }
    } else if count <= result.count {
      var replacement = ByteBuffer()
      for codePoint in result[..<count] { replacement.append(codePoint: codePoint) }
      patch.replace(text, offsets[0], offsets[run.count], with: replacement.bytes)
      places = 1
    }
    return places
  }
}
