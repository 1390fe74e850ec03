import CKernels

/// Up to 64 words in a row that are counted together: the places of all of them are fetched before the first is looked
/// at.
struct WordProbe: ~Copyable, Sendable {
  static var capacity: Int { 64 }
  /// The most words that are found together.
  static var endsCapacity: Int { 512 }

  /// Ends of words that were found together.
  let ends = TrivialVector<UInt32>(capacity: WordProbe.endsCapacity)
  /// Hashes of long words, by their places.
  let hashes = TrivialVector<UInt64>(capacity: WordProbe.capacity)
  private let words = TrivialVector<ShortWord>(capacity: WordProbe.capacity)
  private let homes = TrivialVector<Int>(capacity: WordProbe.capacity)

  /// Makes ``ends`` those of the words from `start` on, as far as they are certain; gives their number.
  @inline(__always)
  func cut(_ kernel: CutKernel, _ bytes: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Int {
    quern_cut(kernel.pattern, kernel.numbers, bytes, start, count, ends.base, WordProbe.endsCapacity)
  }

  /// Takes the `size` words that end at `ends[index...]`, of which the first begins at `first`, and fetches their
  /// places; 16 bytes may be read from the start of each.
  @inline(__always)
  func collect(
    _ bytes: UnsafePointer<UInt8>, _ first: Int, _ index: Int, _ size: Int, _ table: borrowing WordTable, salt: UInt64
  ) {
    let (slots, capacity) = (table.slots, table.capacity)
    let ends = ends.base + index
    var start = first
    for place in 0..<size {
      let end = Int(truncatingIfNeeded: ends[place])
      let word = ShortWord(bytes, start, length: end &- start)
      let home = WordTable.home(ShortWord.mix(word.low ^ salt, word.high), capacity)
      words[place] = word
      homes[place] = home
      quern_prefetch(slots + home)
      start = end
    }
  }

  /// Counts them; gives a bit for each that is longer than `longest`, at most ``ShortWord/longest``, and is not counted.
  @inline(__always)
  func add(_ size: Int, to table: inout WordTable, longest: Int, tag: UInt64) -> UInt64 {
    var apart: UInt64 = 0
    for place in 0..<size {
      let word = words[place]
      if word.length > longest {
        apart |= 1 &<< UInt64(truncatingIfNeeded: place)
      } else {
        table.add(word, at: homes[place], tag: tag, 1)
      }
    }
    return apart
  }
}
