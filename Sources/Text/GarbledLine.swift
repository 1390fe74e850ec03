import CText
import QuernBytes

/// A line in which mojibake is undone, as code points with the place in the source that each comes from.
///
/// The steps are those of ftfy 6: take the line as a whole for bytes of one of ten encodings and these for UTF-8; if
/// that fails, do so with stretches that look like UTF-8; at last show C1 controls as Windows-1252 does.
struct GarbledLine: ~Copyable {
  /// The code points.
  private(set) var text: [UInt32] = []
  /// For each code point the index of the first one of the source that it comes from.
  private(set) var origins: [Int32] = []
  private var reading = GarbledBytes()
  private let tables = quern_repair_tables_get()
  private let rules = GarbleRules.shared

  /// The most code points that are looked at as one line.
  static let longest = 1_000_000
  private static let mostRounds = 16
  private static let mostNesting = 6

  /// Takes a line and mends it; returns whether it changed.
  /// - Complexity: O(n) for each layer of mojibake.
  mutating func mend(_ line: UnsafeBufferPointer<UInt32>) -> Bool {
    text.removeAll(keepingCapacity: true)
    text.append(contentsOf: line)
    origins.removeAll(keepingCapacity: true)
    origins.append(contentsOf: 0..<Int32(line.count))
    return mendAll(depth: 0)
  }

  private mutating func mendAll(depth: Int) -> Bool {
    var changed = false
    for _ in 0..<GarbledLine.mostRounds {
      guard isBad(text[...]), mendOnce(depth: depth) else { break }
      changed = true
    }
    return changed
  }

  private func isBad(_ part: ArraySlice<UInt32>) -> Bool {
    part.withUnsafeBufferPointer { rules.acceptsAny($0, fromStart: true) }
  }

  private mutating func mendOnce(depth: Int) -> Bool {
    var pages: UInt32 = (1 << UInt32(QUERN_PAGE_COUNT)) - 1
    for codePoint in text {
      pages &= GarbledLine.pages(of: codePoint, tables)
      if pages == 0 { break }
    }
    while pages != 0 {
      let page = pages.trailingZeroBitCount
      encode(page)
      if reading.read(page: page, &text, &origins) { return true }
      pages &= pages - 1
    }
    if depth < GarbledLine.mostNesting, mendParts(depth: depth) { return true }
    return mendControls()
  }

  /// The encodings that have this character, one bit each.
  private static func pages(of codePoint: UInt32, _ tables: quern_repair_tables) -> UInt32 {
    let windows: UInt32 = 0x7E
    if codePoint < 0x80 { return codePoint == 0x1A ? ~windows : ~0 }
    // Windows encodings write the substitute for a character that was lost already.
    if codePoint == 0xFFFD { return windows }
    guard codePoint < 0x10000, tables.page_index[Int(codePoint)] > 0 else { return 0 }
    var pages: UInt32 = 0
    for page in 0..<QUERN_PAGE_COUNT where byte(codePoint, page, tables) != 0 { pages |= 1 << UInt32(page) }
    return pages
  }

  private static func byte(_ codePoint: UInt32, _ page: Int, _ tables: quern_repair_tables) -> UInt8 {
    tables.page_bytes[Int(tables.page_index[Int(codePoint)]) * QUERN_PAGE_COUNT + page]
  }

  private mutating func encode(_ page: Int) {
    reading.removeAll()
    for (codePoint, origin) in zip(text, origins) {
      if codePoint < 0x80 {
        reading.append(UInt8(codePoint), origin)
      } else {
        reading.append(codePoint == 0xFFFD ? 0x1A : GarbledLine.byte(codePoint, page, tables), origin)
      }
    }
  }

  /// Mends stretches that look like UTF-8 that was taken for an encoding built like Latin-1.
  private mutating func mendParts(depth: Int) -> Bool {
    var result: [UInt32] = []
    var places: [Int32] = []
    var copied = 0
    var at = 0
    var nested = GarbledLine()
    while at < text.count {
      let end = endOfSequences(at)
      guard end > at else {
        at += 1
        continue
      }
      if end - at < text.count, isBad(text[at..<end]) {
        nested.text = Array(text[at..<end])
        nested.origins = Array(origins[at..<end])
        if nested.mendAll(depth: depth + 1) {
          result += text[copied..<at]
          places += origins[copied..<at]
          result += nested.text
          places += nested.origins
          copied = end
        }
      }
      at = end
    }
    guard copied > 0 else { return false }
    result += text[copied...]
    places += origins[copied...]
    text = result
    origins = places
    return true
  }

  private func role(_ at: Int) -> Int {
    at < text.count && text[at] < 0x10000 ? Int(tables.characters[Int(text[at])]) : 0
  }

  /// The end of the sequences of first and later characters that begin at `at`; `at` itself when there is none.
  private func endOfSequences(_ at: Int) -> Int {
    if at > 0, role(at - 1) & QUERN_ROLE_ODD_CONTINUATION != 0 { return at }
    var end = at
    while true {
      let first = role(end)
      func isFollowed(by count: Int) -> Bool {
        (1...count).allSatisfy { role(end + $0) & QUERN_ROLE_CONTINUATION != 0 }
      }
      if first & QUERN_ROLE_LEAD_2 != 0, isFollowed(by: 1) {
        end += 2
      } else if first & QUERN_ROLE_LEAD_3 != 0, isFollowed(by: 2) {
        end += 3
      } else if first & QUERN_ROLE_LEAD_4 != 0, isFollowed(by: 3) {
        end += 4
      } else {
        return end
      }
    }
  }

  /// Shows C1 controls as Windows-1252 does.
  private mutating func mendControls() -> Bool {
    var changed = false
    for index in text.indices where text[index] >= 0x80 && text[index] < 0xA0 {
      let windows1252 = tables.pages + 128
      let shown = UInt32(windows1252[Int(text[index] - 0x80)])
      if shown != text[index] {
        text[index] = shown
        changed = true
      }
    }
    return changed
  }
}
