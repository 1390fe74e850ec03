import CKernels
import QuernBytes

/// The number of words of `text` as `wc -w` counts them: longest runs of characters that are not white space of Unicode
/// (25 code points); O(n).
///
/// Malformed bytes are no white space. Scripts that are written without spaces have one word a sentence or so.
public func countWords(in text: UnsafeRawBufferPointer) -> Int {
  guard let base = text.baseAddress else { return 0 }
  let bytes = base.assumingMemoryBound(to: UInt8.self)
  var words = 0
  var isInside = false
  var at = 0
  while at < text.count {
    var mask = quern_byte_class(bytes[at])
    var length = 1
    if mask == UInt32(QUERN_BEYOND_ASCII) { (mask, length) = character(bytes, at, text.count) }
    let isSpace = mask & CharacterSet.space != 0
    words &+= !isSpace && !isInside ? 1 : 0
    isInside = !isSpace
    at &+= length
  }
  return words
}
