import CKernels
import QuernBytes
import QuernText

/// The shingles of the `datatrove` families: 64-bit hashes of n-grams of spaCy's English words, joined by spaces, of the
/// simplified text (datatrove 0.10.1, `MinhashDedupSignature.get_shingles`).
struct DatatroveShingles: ~Copyable {
  private let ngram: Int
  private let usesSHA1: Bool
  private var simplifier = SimplifiedText()
  private var segmenter = EnglishWords()
  private var words = WordList()
  private var simplified = ByteBuffer()
  private var joined = ByteBuffer()
  private var starts: [Int] = []
  /// The shingles of the last text, in its order, with repeats.
  private(set) var shingles: [UInt64] = []

  init(_ ngram: Int, usesSHA1: Bool) {
    self.ngram = ngram
    self.usesSHA1 = usesSHA1
  }

  mutating func shingle(_ text: UnsafeRawBufferPointer) {
    simplified.empty(keeping: 4 << 20)
    simplifier.simplify(text, into: &simplified)
    segmenter.segment(simplified.bytes, into: &words)
    shingles.removeAll(keepingCapacity: shingles.count < 1 << 20)
    guard words.count >= ngram else { return }
    joined.empty(keeping: 4 << 20)
    joined.reserve(simplified.count + words.count)
    starts.removeAll(keepingCapacity: starts.count < 1 << 20)
    for index in 0..<words.count {
      starts.append(joined.count)
      joined.append(simplified.bytes.slice(Int(words.starts[index]), Int(words.ends[index])))
      joined.append(0x20)
    }
    starts.append(joined.count)
    let bytes = joined.bytes
    shingles.reserveCapacity(words.count)
    for first in 0...(words.count - ngram) {
      let shingle = bytes.slice(starts[first], starts[first + ngram] - 1)
      shingles.append(
        usesSHA1 ? quern_sha1_64(shingle.baseAddress, shingle.count) : XXH64.hash(shingle))
    }
  }
}
