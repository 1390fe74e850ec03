import QuernBytes
import QuernJobs
import QuernText

/// Computes what two documents must share to be exact duplicates; one per worker.
final class DuplicateKey {
  private let key: RecipeExact.Key
  private let options: RecipeExact.Normalize
  private let normalizer: Normalizer
  private let folder = CaseFolder()
  private let classes = CharacterClasses()
  private var normalized = ByteBuffer()
  private var folded = ByteBuffer()
  private var kept = ByteBuffer()

  init(_ exact: RecipeExact) {
    key = exact.key
    options = exact.normalize
    normalizer = Normalizer(NormalizationForm(rawValue: options.form.rawValue) ?? .nfc)
  }

  /// The hash of what must be equal: of a text, an address, or the value of a field.
  func hash(_ subject: UnsafeRawBufferPointer, seed: UInt64 = 0) throws -> Hash128 {
    switch key {
    case .text, .field: XXH3.hash128(subject, seed: seed)
    case .normalizedText: XXH3.hash128(try normalize(subject), seed: seed)
    case .url: XXH3.hash128(address(subject), seed: seed)
    }
  }

  private func normalize(_ text: UnsafeRawBufferPointer) throws -> UnsafeRawBufferPointer {
    normalized.empty(keeping: 4 << 20)
    folded.empty(keeping: 4 << 20)
    kept.empty(keeping: 4 << 20)
    var text = try normalizer.normalize(text, into: &normalized) ? normalized.bytes : text
    if options.ignoresCase {
      folder.fold(text, into: &folded)
      text = folded.bytes
    }
    guard options.ignoresSpace || options.ignoresPunctuation else { return text }
    squeeze(text)
    return kept.bytes
  }

  /// Copies what counts of `text` to ``kept``.
  private func squeeze(_ text: UnsafeRawBufferPointer) {
    guard let start = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    let (ignoresSpace, ignoresPunctuation) = (options.ignoresSpace, options.ignoresPunctuation)
    let count = text.count
    kept.reserve(count)
    var spaceIsDue = false
    var at = 0
    // What has been looked at and not been copied yet begins here.
    var from = 0
    func copy(upTo end: Int) {
      guard end > from else { return }
      if spaceIsDue {
        if !kept.isEmpty { kept.append(0x20) }
        spaceIsDue = false
      }
      kept.append(text.slice(from, end))
    }
    while at < count {
      let byte = start[at]
      var next = at &+ 1
      let isSpace: Bool
      let counts: Bool
      if byte < 0x80 {
        isSpace = byte == 0x20 || (byte >= 0x09 && byte <= 0x0D)
        counts = isSpace || !ignoresPunctuation || byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26
      } else {
        next = at
        let found = classes[start.decode(&next, count)]
        isSpace = found & CharacterClasses.space != 0
        counts = isSpace || !ignoresPunctuation || found & CharacterClasses.wordMask != 0
      }
      if isSpace && ignoresSpace {
        copy(upTo: at)
        spaceIsDue = true
        from = next
      } else if !counts {
        copy(upTo: at)
        from = next
      }
      at = next
    }
    copy(upTo: count)
  }

  /// The address without its fragment and the slashes at its end, its scheme and host in small letters.
  private func address(_ url: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    kept.removeAll()
    var url = url.slice(0, url.firstOffset(of: UInt8(ascii: "#")) ?? url.count)
    while let last = url.last, last == UInt8(ascii: "/") || last == 0x20 { url = url.slice(0, url.count - 1) }
    let hostStart = url.firstOffset(of: "://").map { $0 + 3 } ?? 0
    let hostEnd = url.slice(hostStart, url.count).firstOffset(of: UInt8(ascii: "/")).map { $0 + hostStart } ?? url.count
    for byte in url.slice(0, hostEnd) { kept.append(byte &- 0x41 < 26 ? byte | 0x20 : byte) }
    kept.append(url.slice(hostEnd, url.count))
    return kept.bytes
  }
}
