import CText

/// Cuts text into words at the boundaries of Unicode Standard Annex #29.
///
/// ASCII is taken 64 bytes at a time and other text by table. Where ICU's rules need a dictionary, ICU cuts the stretch
/// up to the next character that always stands alone. Segments of White_Space alone are no words; punctuation marks are.
public struct WordSegmenter: ~Copyable {
  /// Whose words they are.
  public enum Rules: Sendable {
    /// The annex without tailoring: each Chinese character is a word, and so is each Thai one with its marks.
    case annex
    /// ICU's root locale: dictionaries for Chinese, Japanese, Thai, Lao, Khmer and Burmese; `@` is a letter and `:` is
    /// none, as in ICU 72.
    case dictionaries
  }

  let classes: UnsafePointer<UInt8>
  let traits: UnsafePointer<UInt8>
  let joins: UnsafePointer<UInt32>
  let dictionaries: DictionaryWords?
  /// All ones where `@` is a letter, otherwise where `:` may stand inside a word.
  private let atIsLetter: UInt64
  private let colonIsInside: UInt64

  /// A segmenter for one thread at a time.
  /// - Throws: ``TextError/library(_:)`` when ICU has no data for its rules.
  public init(_ rules: Rules) throws(TextError) {
    let byICU = rules == .dictionaries
    classes = quern_word_classes(byICU ? 1 : 0)
    traits = quern_word_traits()
    joins = WordBreak.joins
    dictionaries = try byICU ? DictionaryWords() : nil
    atIsLetter = byICU ? ~0 : 0
    colonIsInside = byICU ? 0 : ~0
  }

  /// Adds the words of `text` (UTF-8) to `words`.
  /// - Complexity: O(n); English goes at some 400 MB/s, text that needs a dictionary at some 10 MB/s.
  /// - Throws: ``TextError/tooLong(bytes:)`` above 2³¹ − 1 bytes; ``TextError/library(_:)`` when ICU fails.
  public mutating func segment(_ text: UnsafeRawBufferPointer, into words: inout WordList) throws(TextError) {
    guard text.count <= Int(Int32.max) else { throw .tooLong(bytes: text.count) }
    guard let start = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    var at = 0
    while at < text.count {
      if WordSegmenter.startsBlock(start, at, text.count) {
        let next = addBlock(start, at, text.count, &words)
        if next > at {
          at = next
          continue
        }
      }
      repeat {
        at = try addSegment(start, at, text.count, &words)
      } while at < text.count && !WordSegmenter.startsBlock(start, at, text.count)
    }
  }

  /// Whether there are 64 bytes at `at`, and enough ASCII at their start to make the block worth its while.
  @inline(__always)
  private static func startsBlock(_ text: UnsafePointer<UInt8>, _ at: Int, _ count: Int) -> Bool {
    at &+ 64 <= count && UnsafeRawPointer(text + at).loadUnaligned(as: UInt64.self) & 0x8080_8080_8080_8080 == 0
  }

  /// Adds the words of the 64 bytes at the boundary `at` that end before the last white space of the ASCII there;
  /// returns the boundary behind them, which is `at` when there is no white space.
  @inline(__always)
  private func addBlock(_ text: UnsafePointer<UInt8>, _ at: Int, _ count: Int, _ words: inout WordList) -> Int {
    let block = quern_word_block_at(text + at)
    let known = block.high == 0 ? 64 : block.high.trailingZeroBitCount
    let spaces = known == 64 ? block.spaces : block.spaces & ((1 &<< UInt64(known)) &- 1)
    if spaces == 0 { return at }
    // What follows the last space decides where the word before it ends only if it is a mark; then it belongs to the
    // space and all those before that.
    let last = 63 &- spaces.leadingZeroBitCount
    var cut = last
    var next = last &+ 1
    if next == known {
      let run: UInt64 = ~(spaces &<< UInt64(63 &- last))
      cut = last &+ 1 &- run.leadingZeroBitCount
      next = cut
    }

    let letters = block.letters | block.at & atIsLetter
    let digits = block.digits
    let insideLetters = block.mid_both | block.mid_let & colonIsInside
    let insideDigits = block.mid_both | block.mid_num
    let amongLetters = (letters &<< 1) & (letters &>> 1)
    let amongDigits = (digits &<< 1) & (digits &>> 1)
    let inside = insideLetters & amongLetters | insideDigits & amongDigits
    let runs = letters | digits | block.low | inside
    let plain = block.letters | digits
    let alone = ~(runs | block.spaces)
    var starts = (runs & ~(runs &<< 1) | alone) & ((1 &<< UInt64(cut)) &- 1)
    words.reserve(64)
    while starts != 0 {
      let place = starts.trailingZeroBitCount
      starts &= starts &- 1
      // The run ends before the space at `cut`; a mark that is in no run is a word of its own.
      let length = max(1, (~(runs &>> UInt64(place))).trailingZeroBitCount)
      let run = ((1 &<< UInt64(length)) &- 1) &<< UInt64(place)
      var found = WordTraits.ascii.rawValue
      if block.letters & run != 0 { found |= WordTraits.alphabetic.rawValue }
      if digits & run != 0 { found |= WordTraits.numeric.rawValue }
      if plain & run != 0 { found |= WordTraits.nonSymbol.rawValue }
      let start = at &+ place
      words.appendReserved(
        start: start, end: start &+ length,
        hash: WordList.hash(text + start, length: length, readable: count &- start), codePoints: length,
        traits: WordTraits(rawValue: found))
    }
    return at &+ next
  }
}

// The tables are shared and never changed; ICU's iterator moves with its owner.
extension WordSegmenter: @unchecked Sendable {}
