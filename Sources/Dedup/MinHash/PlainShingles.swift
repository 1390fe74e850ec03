import QuernBytes
import QuernText

/// The shingles of the `quern` family.
///
/// Words are runs of letters, marks and digits of the composed (NFC) and case-folded text; of scripts written without
/// spaces (Han, kana, Thai, Lao, Khmer, Burmese) every character is a word. Everything else parts words and counts for
/// nothing. A shingle is the hash of `ngram` words in a row.
struct PlainShingles: ~Copyable {
  private let ngram: Int
  private let normalizer = Normalizer(.nfc)
  private let folder = CaseFolder()
  private let classes = CharacterClasses()
  private var composed = ByteBuffer()
  private var folded = ByteBuffer()
  private var words: [UInt64] = []
  /// The shingles of the last text, in its order, with repeats.
  private(set) var shingles: [UInt32] = []

  private static let multiplier: UInt64 = 0x9FB2_1C65_1E98_DF25
  private static let start: UInt64 = 0x2545_F491_4F6C_DD1D

  init(_ ngram: Int) { self.ngram = ngram }

  mutating func shingle(_ text: UnsafeRawBufferPointer) throws(TextError) {
    composed.empty(keeping: 4 << 20)
    folded.empty(keeping: 4 << 20)
    let source = try normalizer.normalize(text, into: &composed) ? composed.bytes : text
    folder.fold(source, into: &folded)
    words.removeAll(keepingCapacity: words.count < 1 << 20)
    shingles.removeAll(keepingCapacity: shingles.count < 1 << 20)
    findWords()
    guard words.count >= ngram else { return }
    shingles.reserveCapacity(words.count)
    let ngram = self.ngram
    words.withUnsafeBufferPointer { words in
      // A polynomial over the words that rolls: the first word leaves with its factor.
      let factor = PlainShingles.multiplier
      var leaving: UInt64 = 1
      for _ in 1..<ngram { leaving = leaving &* factor }
      var sum: UInt64 = 0
      for index in 0..<(ngram &- 1) { sum = sum &* factor &+ words[index] }
      for index in (ngram &- 1)..<words.count {
        sum = sum &* factor &+ words[index]
        shingles.append(UInt32(truncatingIfNeeded: mixBits(sum) >> 32))
        sum = sum &- leaving &* words[index &- ngram &+ 1]
      }
    }
  }

  /// Makes ``words`` the hashes of the words of the folded text.
  private mutating func findWords() {
    let text = UnsafePointer(folded.base.assumingMemoryBound(to: UInt8.self))
    let count = folded.count
    let multiplier = PlainShingles.multiplier
    var hash = PlainShingles.start
    var isOpen = false
    var at = 0
    while at < count {
      let byte = text[at]
      // Folded ASCII: letters are small.
      if byte &- 0x61 < 26 || byte &- 0x30 < 10 {
        hash = (hash ^ UInt64(byte)) &* multiplier
        isOpen = true
        at &+= 1
        continue
      }
      if byte >= 0x80 {
        var next = at
        let codePoint = text.decode(&next, count)
        let found = classes[codePoint]
        if found & CharacterClasses.wordMask != 0 {
          if found & CharacterClasses.unspaced != 0 {
            if isOpen { words.append(hash ^ (hash >> 32)) }
            words.append(mixBits(UInt64(codePoint)))
            hash = PlainShingles.start
            isOpen = false
          } else {
            for place in at..<next { hash = (hash ^ UInt64(text[place])) &* multiplier }
            isOpen = true
          }
          at = next
          continue
        }
        at = next &- 1
      }
      if isOpen {
        words.append(hash ^ (hash >> 32))
        hash = PlainShingles.start
        isOpen = false
      }
      at &+= 1
    }
    if isOpen { words.append(hash ^ (hash >> 32)) }
  }
}
