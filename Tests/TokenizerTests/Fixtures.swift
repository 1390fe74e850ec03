import Foundation
import QuernBytes
import Testing

@testable import QuernTokenizer

/// Runs `body` on the bytes of `array`.
func withBytes<Result>(_ array: [UInt8], _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
  try array.withUnsafeBytes(body)
}

/// The bytes of `buffer`.
func array(_ buffer: borrowing ByteBuffer) -> [UInt8] { Array(buffer.bytes) }

/// A random string of characters that split patterns treat in different ways.
func randomText(_ random: inout RandomGenerator, pieces: Int) -> [UInt8] {
  let pool = [
    "'", "s", "S", "ſ", "t", "ll", "LL", "Ve", "rE", "d", "m", "a", "b", "Z", "é", "É", "ǅ", "ʰ", "あ", "中", "\u{301}",
    "1", "2", "½", "٣", "Ⅷ", " ", " ", "  ", "\n", "\r", "\r\n", "\t", "\u{A0}", "\u{2028}", "\u{85}", "\u{1C}", "!",
    "/", "-", "😀", "\u{200D}", "_", "\0", "𝒜", "々", "ー", "・", "゛", "\u{3099}", "\u{3040}", "\u{378}", "\u{3000}", "—",
    "x", "©",
  ]
  var out: [UInt8] = []
  for _ in 0..<random.next(below: pieces + 1) { out += Array(pool[random.next(below: pool.count)].utf8) }
  return out
}

/// Random bytes, now and then those of a character of several bytes.
func randomBytes(_ random: inout RandomGenerator, count: Int) -> [UInt8] {
  var out: [UInt8] = []
  let limit = random.next(below: count + 1)
  while out.count < limit {
    switch random.next(below: 4) {
    case 0: out.append(UInt8(random.next(below: 256)))
    case 1: out.append([0xC2, 0xE2, 0xED, 0xF0, 0xF4, 0xF5, 0x80, 0xA0][random.next(below: 8)])
    case 2: out += randomText(&random, pieces: 2)
    default: out.append(UInt8(ascii: "a") + UInt8(random.next(below: 3)))
    }
  }
  return out
}

/// The pieces that `pattern` cuts `text` into.
func pieces(_ text: [UInt8], _ pattern: SplitPattern) -> [[UInt8]] {
  withBytes(text) { bytes in
    var out: [[UInt8]] = []
    var start = 0
    while start < bytes.count {
      let end = pattern.endOfPretoken(in: bytes, from: start)
      out.append(Array(bytes.slice(start, end)))
      start = end
    }
    return out
  }
}

/// A counter that has seen `texts`.
func counter(_ texts: [[UInt8]], _ pattern: SplitPattern = .gpt2) -> WordCounter {
  var counter = WordCounter(pattern: pattern)
  for text in texts {
    do { try withBytes(text) { try counter.add(text: $0) } } catch { Issue.record(error) }
  }
  return counter
}

/// The words of `words` and how often they occur.
func contents<Words: TrainingWords & ~Copyable>(_ words: borrowing Words) throws -> [[UInt8]: Int64] {
  var out: [[UInt8]: Int64] = [:]
  try words.forEachWord { word, count in
    #expect(out.updateValue(count, forKey: Array(word)) == nil, "a word came twice")
  }
  return out
}

/// A model trained on `texts`.
func trained(_ texts: [[UInt8]], _ size: Int, _ pattern: SplitPattern = .gpt2, specials: [String] = []) throws
  -> BPEModel
{
  try BPETrainer(vocabularySize: size, specials: specials).train(counter(texts, pattern)).model
}

/// `model` written as a tokenizer.json and read again.
func reread(_ model: BPEModel) throws -> BPEModel {
  let json = try model.tokenizerJSON()
  return try BPEModel(tokenizerJSON: json.bytes)
}

/// The bytes of a file under the shared test data, nil (with a line that says so) when it is not there.
func sharedFile(_ path: String) throws -> [UInt8]? {
  let environment = ProcessInfo.processInfo.environment
  let full = (environment["QUERN_SHARED"] ?? "../shared") + "/" + path
  guard let data = FileManager.default.contents(atPath: full) else {
    #expect(environment["QUERN_REQUIRE_SHARED"] != "1", "\(full) is missing")
    print("skipped: \(full) is not there")
    return nil
  }
  return Array(data)
}
