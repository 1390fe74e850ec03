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
  /// Where the words of hits stand in the text, by number; filled by ``locate(_:in:)``.
  private var starts: [Int: Int] = [:]
  private var ends: [Int: Int] = [:]

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
    starts.removeAll()
    ends.removeAll()
    var wanted: Set<Int> = []
    for hit in hits {
      wanted.insert(hit.word)
      wanted.insert(hit.word + hit.count - 1)
    }
    let order = wanted.sorted()
    // The visible bytes of the simplified text before each of these words.
    var places: [Int] = []
    var visible = 0
    var at = 0
    for word in order {
      let start = Int(words.starts[word])
      while at < start {
        if simplified.bytes[at] != 0x20 { visible += 1 }
        at += 1
      }
      places.append(visible)
    }
    var next = 0
    var before = 0
    var start = 0
    while next < order.count, start < text.count {
      while start < text.count, SimplifiedWords.isSpace(text[start]) { start += 1 }
      var end = start
      while end < text.count, !SimplifiedWords.isSpace(text[end]) { end += 1 }
      piece.removeAll()
      simplifier.simplify(text.slice(start, end), into: &piece)
      let own = piece.bytes.reduce(0) { $0 + ($1 == 0x20 ? 0 : 1) }
      while next < order.count, places[next] < before + own {
        starts[order[next]] = start
        ends[order[next]] = end
        next += 1
      }
      before += own
      start = end
    }
  }

  /// Where a hit that was located stands in the text.
  func range(of hit: GramHit) -> Range<Int> {
    guard let start = starts[hit.word], let end = ends[hit.word + hit.count - 1] else {
      preconditionFailure("the hit was not located")
    }
    return start..<end
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte >= 0x09 && byte <= 0x0D }
}
