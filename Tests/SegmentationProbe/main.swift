// Shows how texts are cut, for checks against other tools. Standard input holds texts, each behind its length (UInt32);
// standard output gets, for each text, its sentences, the number of its words, and their starts and ends (UInt32 each;
// all little-endian). With `--time`, the input is segmented over and over and a speed is printed instead.

import QuernBytes
import QuernText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

func readAll() -> ByteBuffer {
  var input = ByteBuffer()
  while true {
    let filled = input.appendFilling(atLeast: 1 << 20) { max(0, read(0, $0.baseAddress, $0.count)) }
    if filled == 0 { return input }
  }
}

func writeAll(_ output: borrowing ByteBuffer) {
  var at = 0
  while at < output.count {
    let written = write(1, output.base + at, output.count - at)
    if written <= 0 { exit(1) }
    at += written
  }
}

func forEachText(_ input: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void) {
  var at = 0
  while at + 4 <= input.count {
    let length = Int(input.loadUnaligned(fromByteOffset: at, as: UInt32.self).littleEndian)
    guard at + 4 + length <= input.count else { exit(1) }
    body(input.slice(at + 4, at + 4 + length))
    at += 4 + length
  }
}

let input = readAll()
var segmenter = EnglishWords()
var words = WordList()
let sentences = EnglishSentences()

if CommandLine.arguments.contains("--time") {
  var best = Duration.seconds(1000)
  var bytes = 0
  var count = 0
  for _ in 0..<5 {
    bytes = 0
    count = 0
    let start = ContinuousClock.now
    forEachText(input.bytes) { text in
      segmenter.segment(text, into: &words)
      bytes += text.count
      count += words.count
    }
    best = min(best, ContinuousClock.now - start)
  }
  let seconds = Double(best.components.attoseconds) / 1e18 + Double(best.components.seconds)
  print("\(Int(Double(bytes) / seconds / 1e6)) MB/s, \(count) words in \(bytes) bytes")
} else {
  var output = ByteBuffer()
  forEachText(input.bytes) { text in
    segmenter.segment(text, into: &words)
    let found = sentences.count(in: text, 0, text.count, words: words, 0..<words.count)
    output.append(littleEndian: UInt32(found))
    output.append(littleEndian: UInt32(words.count))
    for place in 0..<words.count {
      output.append(littleEndian: words.starts[place])
      output.append(littleEndian: words.ends[place])
    }
    if output.count > 1 << 20 {
      writeAll(output)
      output.removeAll()
    }
  }
  writeAll(output)
}
