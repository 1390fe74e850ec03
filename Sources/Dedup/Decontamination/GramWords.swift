import QuernBytes
import QuernText

/// Cuts text into lower-cased words for comparison: where each stands, and a hash of its folded bytes.
///
/// Words consist of letters, marks and numbers, case-folded. White space parts them; punctuation and symbols part them
/// too, or are passed over, so that "don't" is one word. Characters of scripts without spaces (Han, kana, Thai, …) are
/// words of their own. Soft hyphens and zero-width characters are passed over.
struct GramWords: ~Copyable {
  /// What punctuation does.
  enum Punctuation {
    case parts
    case vanishes
  }

  /// The hash of each word, in order.
  private(set) var hashes: [UInt64] = []
  /// Where each word starts.
  private(set) var starts: [UInt32] = []
  /// Where each word ends, exclusive.
  private(set) var ends: [UInt32] = []
  /// With ``scanLines(_:)``: the place of the first word of each line among the words.
  private(set) var lines: [UInt32] = []

  private let parts: Bool
  private let classes = CharacterClasses()
  private let folder = CaseFolder()
  /// For each ASCII byte what it folds into, or one of the two below.
  private let ascii: InlineArray<256, UInt8>

  private static let mark: UInt8 = 0
  private static let space: UInt8 = 1
  private static let seed: UInt64 = 0xCBF2_9CE4_8422_2325
  private static let factor: UInt64 = 0x9FB2_1C65_1E98_DF25

  init(_ punctuation: Punctuation) {
    parts = punctuation == .parts
    var table = InlineArray<256, UInt8>(repeating: GramWords.mark)
    for byte in 0x09...0x0D { table[byte] = GramWords.space }
    table[0x20] = GramWords.space
    for byte in UInt8(ascii: "0")...UInt8(ascii: "9") { table[Int(byte)] = byte }
    for byte in UInt8(ascii: "a")...UInt8(ascii: "z") {
      table[Int(byte)] = byte
      table[Int(byte) - 0x20] = byte
    }
    ascii = table
  }

  var count: Int { hashes.count }

  /// The places of the words of line number `line`.
  func line(_ line: Int) -> Range<Int> {
    Int(lines[line])..<(line + 1 < lines.count ? Int(lines[line + 1]) : hashes.count)
  }

  private mutating func removeAll() {
    // What one huge text took is given back.
    let keeps = hashes.capacity < 1 << 22
    hashes.removeAll(keepingCapacity: keeps)
    starts.removeAll(keepingCapacity: keeps)
    ends.removeAll(keepingCapacity: keeps)
    lines.removeAll(keepingCapacity: keeps)
  }

  /// Finds the words of `text` (UTF-8, below 4 GiB); O(n).
  mutating func scan(_ text: UnsafeRawBufferPointer) {
    removeAll()
    add(text, from: 0, to: text.count)
  }

  /// As ``scan(_:)``, where a line feed also parts words and ``lines`` says where each line begins.
  mutating func scanLines(_ text: UnsafeRawBufferPointer) {
    removeAll()
    var at = 0
    while at < text.count {
      let end = text.firstOffset(of: 0x0A, from: at) ?? text.count
      lines.append(UInt32(hashes.count))
      add(text, from: at, to: end)
      at = end + 1
    }
  }

  @inline(__always)
  private mutating func addWord(_ hash: UInt64, _ start: Int, _ end: Int) {
    hashes.append(mixBits(hash))
    starts.append(UInt32(truncatingIfNeeded: start))
    ends.append(UInt32(truncatingIfNeeded: end))
  }

  private mutating func add(_ text: UnsafeRawBufferPointer, from first: Int, to limit: Int) {
    guard let base = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    var hash = GramWords.seed
    var start = -1
    var end = first
    var at = first
    while at < limit {
      let byte = base[at]
      if byte < 0x80 {
        let folded = ascii[Int(byte)]
        if folded > GramWords.space {
          if start < 0 { start = at }
          hash = (hash ^ UInt64(folded)) &* GramWords.factor
          at &+= 1
          end = at
          continue
        }
        at &+= 1
        guard start >= 0, parts || folded == GramWords.space else { continue }
      } else {
        let from = at
        let codePoint = base.decode(&at, limit)
        let found = classes[codePoint]
        if found & CharacterClasses.wordMask != 0 {
          if found & CharacterClasses.unspaced == 0 {
            if start < 0 { start = from }
            fold(codePoint, base, from, at, found, &hash)
            end = at
            continue
          }
          if start >= 0 { addWord(hash, start, end) }
          hash = GramWords.seed
          fold(codePoint, base, from, at, found, &hash)
          addWord(hash, from, at)
          start = -1
          hash = GramWords.seed
          continue
        }
        guard start >= 0, found & CharacterClasses.space != 0 || parts && !GramWords.isInvisible(codePoint) else {
          continue
        }
      }
      addWord(hash, start, end)
      start = -1
      hash = GramWords.seed
    }
    if start >= 0 { addWord(hash, start, end) }
  }

  @inline(__always)
  private func fold(
    _ codePoint: UInt32, _ base: UnsafePointer<UInt8>, _ from: Int, _ end: Int, _ found: UInt8, _ hash: inout UInt64
  ) {
    var value: UInt64 = 0
    if found & CharacterClasses.folds != 0 {
      let folding = folder.folding(of: codePoint)
      value = folding.bytes
    } else {
      for at in from..<end { value |= UInt64(base[at]) &<< UInt64(8 &* (at &- from)) }
    }
    // Byte by byte, so that what folds into ASCII equals ASCII.
    repeat {
      hash = (hash ^ value & 0xFF) &* GramWords.factor
      value &>>= 8
    } while value != 0
  }

  private static func isInvisible(_ codePoint: UInt32) -> Bool {
    codePoint == 0xAD || codePoint == 0xFEFF || codePoint >= 0x200B && codePoint <= 0x200D || codePoint == 0x2060
  }
}
