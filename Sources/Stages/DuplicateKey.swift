import QuernBytes
import QuernJobs
import QuernText

/// Computes what two documents must share to be exact duplicates; one per worker.
final class DuplicateKey {
  private let key: RecipeExact.Key
  private let normalizer = Normalizer(.nfc)
  private let folder = CaseFolder()
  private var normalized = ByteBuffer()
  private var folded = ByteBuffer()

  init(_ key: RecipeExact.Key) { self.key = key }

  /// The hash of what must be equal.
  func hash(_ text: UnsafeRawBufferPointer) throws -> Hash128 {
    switch key {
    case .text: XXH3.hash128(text)
    case .normalizedText: XXH3.hash128(try normalize(text))
    }
  }

  /// NFC, full case folding, and one space in place of each run of ASCII white space, none at the ends.
  private func normalize(_ text: UnsafeRawBufferPointer) throws -> UnsafeRawBufferPointer {
    normalized.removeAll()
    folded.removeAll()
    let composed = try normalizer.normalize(text, into: &normalized) ? normalized.bytes : text
    folder.fold(composed, into: &folded)
    let bytes = UnsafeMutableRawBufferPointer(start: folded.base, count: folded.count)
    var end = 0
    var spaceIsDue = false
    for byte in bytes {
      if byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) {
        spaceIsDue = end > 0
        continue
      }
      if spaceIsDue {
        bytes[end] = 0x20
        end += 1
        spaceIsDue = false
      }
      bytes[end] = byte
      end += 1
    }
    return folded.bytes.slice(0, end)
  }
}
