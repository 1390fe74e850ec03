import QuernBytes
import QuernText

// TEMPORARY
struct SimplifiedWords: ~Copyable {
  private var words = GramWords(.parts)
  init() throws(TextError) {}
  static func make() throws(ContaminationError) -> SimplifiedWords {
    do { return try SimplifiedWords() } catch { throw .library("\(error)") }
  }
  var hashes: [UInt64] { words.hashes }
  mutating func scan(_ text: UnsafeRawBufferPointer) throws(TextError) { words.scan(text) }
  mutating func locate(_ hits: [GramHit], in text: UnsafeRawBufferPointer) {}
  func range(of hit: GramHit) -> Range<Int> { Int(words.starts[hit.word])..<Int(words.ends[hit.word + hit.count - 1]) }
}
