import QuernBytes
import QuernText

/// The words of texts as datatrove 0.10.1 looks for benchmarks among them: spaCy's English words of the simplified text.
///
/// datatrove compares xxh64 of the words joined by spaces; here the hash of a run is made of those of its words, which
/// finds the same runs, since no word holds a space.
struct SimplifiedWords: ~Copyable {
  private var simplifier = SimplifiedText()
  private var segmenter = EnglishWords()
  private var simplified = ByteBuffer()
  private var piece = ByteBuffer()
  private var words = WordList()
  /// The hash of each word, in order.
  private(set) var hashes: [UInt64] = []
  /// The first and last words of hits in order, and where they stand in the text; filled by ``locate(_:in:)``.
  private var located: [UInt32] = []
  private var starts: [UInt32] = []
  private var ends: [UInt32] = []

  /// Finds the words of `text` (UTF-8, below 4 GiB); O(n).
  mutating func scan(_ text: UnsafeRawBufferPointer) {
    simplified.empty(keeping: 8 << 20)
    simplifier.simplify(text, into: &simplified)
    segmenter.segment(simplified.bytes, into: &words)
    hashes.removeAll(keepingCapacity: hashes.capacity < 1 << 22)
    hashes.append(contentsOf: UnsafeBufferPointer(start: words.hashes, count: words.count))
  }

  /// Finds where the first and last words of `hits` stand in `text`, which was scanned last; O(n).
  ///
  /// Simplifying does not look beyond white space. So the text is simplified anew, part by part between white space,
  /// and the bytes of both results are counted, spaces left out. A place is as exact as that: where a word begins, the
  /// part that holds it begins; where it ends, that part ends.
  mutating func locate(_ hits: [GramHit], in text: UnsafeRawBufferPointer) {
    located = hits.map { UInt32($0.word) } + hits.map { UInt32($0.word + $0.count - 1) }
    located.sort()
    var distinct = 0
    for word in located where distinct == 0 || located[distinct - 1] != word {
      located[distinct] = word
      distinct += 1
    }
    located.removeLast(located.count - distinct)
    starts.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    // The visible bytes of the simplified text before each of these words.
    var places: [Int] = []
    places.reserveCapacity(located.count)
    var visible = 0
    var at = 0
    for word in located {
      let start = Int(words.starts[Int(word)])
      while at < start {
        if simplified.bytes[at] != 0x20 { visible += 1 }
        at += 1
      }
      places.append(visible)
    }
    var next = 0
    var before = 0
    var start = 0
    while next < located.count, start < text.count {
      while start < text.count, SimplifiedWords.isSpace(text[start]) { start += 1 }
      var end = start
      while end < text.count, !SimplifiedWords.isSpace(text[end]) { end += 1 }
      piece.removeAll()
      simplifier.simplify(text.slice(start, end), into: &piece)
      let own = piece.bytes.reduce(0) { $0 + ($1 == 0x20 ? 0 : 1) }
      while next < located.count, places[next] < before + own {
        starts.append(UInt32(start))
        ends.append(UInt32(end))
        next += 1
      }
      before += own
      start = end
    }
  }

  /// Where a hit that was located stands in the text.
  func range(of hit: GramHit) -> Range<Int> {
    Int(starts[place(of: hit.word)])..<Int(ends[place(of: hit.word + hit.count - 1)])
  }

  /// The place of `word` among those located; O(log words).
  private func place(of word: Int) -> Int {
    var low = 0
    var high = located.count
    while low < high {
      let middle = (low + high) / 2
      if Int(located[middle]) < word { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte >= 0x09 && byte <= 0x0D }
}
