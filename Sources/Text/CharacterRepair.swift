import CText
import QuernBytes

/// Repairs single characters: those that are deleted, and those that others stand for.
struct CharacterRepair: ~Copyable {
  private let characters = quern_repair_tables_get().characters
  private let kinds: RepairKinds
  /// Bit k: characters of kind k (`QUERN_REPAIR_…`) are repaired.
  let wanted: UInt32

  init(_ kinds: RepairKinds) {
    self.kinds = kinds
    var wanted: UInt32 = 0
    for kind in 1..<UInt32(QUERN_REPAIR_KINDS) where kinds.contains(CharacterRepair.repair(of: kind)) {
      wanted |= 1 << kind
    }
    self.wanted = wanted
  }

  /// What repairs a kind of character.
  private static func repair(of kind: UInt32) -> RepairKind {
    switch Int(kind) {
    case QUERN_REPAIR_CONTROL: .controls
    case QUERN_REPAIR_BIDI: .bidi
    case QUERN_REPAIR_PRIVATE_USE: .privateUse
    case QUERN_REPAIR_REPLACEMENT: .replacement
    case QUERN_REPAIR_SPACE: .spaces
    case QUERN_REPAIR_LINE_END: .lineEnds
    case QUERN_REPAIR_LIGATURE: .ligatures
    case QUERN_REPAIR_WIDTH: .widths
    case QUERN_REPAIR_SINGLE_QUOTE, QUERN_REPAIR_DOUBLE_QUOTE: .quotes
    case QUERN_REPAIR_TAG: .tags
    default: .zeroWidth
    }
  }

  /// Writes the repaired `text` to `patch`, adds what was done to `counts`, and returns whether anything was.
  /// - Complexity: O(n).
  mutating func repair(
    _ text: UnsafeRawBufferPointer, into patch: inout TextPatch, _ counts: inout RepairCounts
  ) -> Bool {
    guard let start = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return false }
    var any = false
    var at = 0
    while at < text.count {
      if at + 64 <= text.count {
        let block = quern_repair_block_at(start + at)
        let plain = (block.high | block.odd).trailingZeroBitCount
        if plain > 0 {
          at += plain
          continue
        }
      }
      let from = at
      let kind = RepairScan.kind(of: quern_repair_entry(characters, start.decode(&at, text.count)))
      if wanted >> kind & 1 == 1, repair(text, start, from, &at, kind, &patch) {
        counts.add(CharacterRepair.repair(of: kind))
        any = true
      }
    }
    if any { patch.finish(text) }
    return any
  }

  /// Repairs the character from `from` to `end`; returns false when it stays after all.
  private func repair(
    _ text: UnsafeRawBufferPointer, _ start: UnsafePointer<UInt8>, _ from: Int, _ end: inout Int, _ kind: UInt32,
    _ patch: inout TextPatch
  ) -> Bool {
    switch Int(kind) {
    case QUERN_REPAIR_CONTROL:
      if text[from] == 0x1B { end = endOfEscape(text, from) }
      patch.delete(text, from, end)
    case QUERN_REPAIR_LINE_END:
      if text[from] == 0x0D, end < text.count, text[end] == 0x0A { end += 1 }
      patch.replace(text, from, end, with: 0x0A)
    case QUERN_REPAIR_SPACE: patch.replace(text, from, end, with: 0x20)
    case QUERN_REPAIR_SINGLE_QUOTE: patch.replace(text, from, end, with: 0x27)
    case QUERN_REPAIR_DOUBLE_QUOTE: patch.replace(text, from, end, with: 0x22)
    case QUERN_REPAIR_LIGATURE, QUERN_REPAIR_WIDTH:
      var at = from
      guard let other = quern_compatible_text(start.decode(&at, text.count)) else { return false }
      var length = 0
      while other[length] != 0 { length += 1 }
      patch.replace(text, from, end, with: UnsafeRawBufferPointer(start: other, count: length))
    case QUERN_REPAIR_JOINER:
      if joins(before: from, start), joins(after: end, start, text.count) { return false }
      patch.delete(text, from, end)
    case QUERN_REPAIR_VARIATION:
      if varies(start, from) { return false }
      patch.delete(text, from, end)
    case QUERN_REPAIR_TAG:
      if let flag = endOfFlag(start, from, text.count) {
        end = flag
        return false
      }
      patch.delete(text, from, end)
    default: patch.delete(text, from, end)
    }
    return true
  }

  /// The end of the terminal escape at `from`: `[`, digits and semicolons, a letter; or of the escape character alone.
  private func endOfEscape(_ text: UnsafeRawBufferPointer, _ from: Int) -> Int {
    var at = from + 1
    guard at < text.count, text[at] == UInt8(ascii: "[") else { return from + 1 }
    at += 1
    while at < text.count, text[at] &- 0x30 < 10 || text[at] == UInt8(ascii: ";") { at += 1 }
    return at < text.count && (text[at] | 0x20) &- 0x61 < 26 ? at + 1 : from + 1
  }

  private func entry(before at: Int, _ text: UnsafePointer<UInt8>) -> UInt16 {
    var at = at
    return at == 0 ? 0 : quern_repair_entry(characters, text.decodeBackwards(&at, 0))
  }

  private func joins(before at: Int, _ text: UnsafePointer<UInt8>) -> Bool {
    entry(before: at, text) & UInt16(QUERN_JOINS) != 0
  }

  private func joins(after at: Int, _ text: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    var at = at
    return at < count && quern_repair_entry(characters, text.decode(&at, count)) & UInt16(QUERN_JOINS) != 0
  }

  /// Whether the variation selector at `from` follows a character that it can be about.
  private func varies(_ text: UnsafePointer<UInt8>, _ from: Int) -> Bool {
    var at = from
    guard at > 0 else { return false }
    let base = text.decodeBackwards(&at, 0)
    let entry = quern_repair_entry(characters, base)
    // The selectors beyond the basic plane are for Chinese characters alone.
    if text[from] == 0xF3 { return entry & UInt16(QUERN_IS_HAN) != 0 }
    let isSpace = base <= 0x20 || (entry & GarbleRules.mask) == UInt16(QUERN_GARBLE_SPACE)
    return !isSpace && RepairScan.kind(of: entry) == 0
  }

  /// The end of the flag whose first tag is at `from`: a black flag, up to six small letters or digits, and an end.
  private func endOfFlag(_ text: UnsafePointer<UInt8>, _ from: Int, _ count: Int) -> Int? {
    var at = from
    guard at > 0, text.decodeBackwards(&at, 0) == 0x1F3F4 else { return nil }
    at = from
    for place in 0...6 where at < count {
      switch text.decode(&at, count) {
      case 0xE007F: return place > 0 ? at : nil
      case 0xE0030...0xE0039, 0xE0061...0xE007A: continue
      default: return nil
      }
    }
    return nil
  }
}
