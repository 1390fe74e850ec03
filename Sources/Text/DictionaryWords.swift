import CText

/// ICU's word iterator of the root locale, with its dictionaries; for one thread at a time.
final class DictionaryWords {
  private let words: OpaquePointer

  /// - Throws: ``TextError/library(_:)`` when ICU has no data.
  init() throws(TextError) {
    var opened: OpaquePointer?
    if let error = quern_words_open(&opened) { throw .library(String(cString: error)) }
    guard let opened else { throw .library("U_MEMORY_ALLOCATION_ERROR") }
    words = opened
  }

  deinit { quern_words_close(words) }

  /// The offsets behind each word of `text` (UTF-8, less than 2³¹ bytes), white space included; valid until the next
  /// call.
  /// - Complexity: O(n).
  func ends(_ text: UnsafeRawBufferPointer) throws(TextError) -> UnsafeBufferPointer<UInt32> {
    var ends: UnsafePointer<UInt32>?
    var count = 0
    let error = quern_words_segment(
      words, text.baseAddress?.assumingMemoryBound(to: UInt8.self), text.count, &ends, &count)
    if let error { throw .library(String(cString: error)) }
    return UnsafeBufferPointer(start: ends, count: count)
  }
}
