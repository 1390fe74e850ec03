import QuernBytes
import QuernText

/// How bad an entry is.
public enum LexiconSeverity: UInt8, CaseIterable, Comparable, Sendable {
  /// Vulgar or rude, but said in many places.
  case mild = 1
  /// Obscene; what entries have that name none.
  case strong = 2
  /// Slurs and the worst.
  case severe = 3

  public static func < (left: LexiconSeverity, right: LexiconSeverity) -> Bool { left.rawValue < right.rawValue }
}

/// An entry of a list of words.
struct LexiconEntry: Equatable {
  /// In NFC and case-folded, UTF-8.
  var text: [UInt8]
  var severity: LexiconSeverity
  /// Whether it only says where others do not count.
  var isException: Bool
}

/// Reads lists of one word or phrase a line.
struct LexiconReader {
  private(set) var entries: [LexiconEntry] = []
  /// The languages that the list names.
  private(set) var languages: [String] = []
  private var severity = LexiconSeverity.strong
  private var isException = false
  private let folder = CaseFolder()
  private let normalizer = Normalizer(.nfc)

  /// Reads `file` and sorts its entries by their text; of those that are there twice it keeps an exception, or else the
  /// worst severity.
  init(_ file: UnsafeRawBufferPointer) throws(LexiconError) {
    let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    var at = file.starts(with: byteOrderMark) ? 3 : 0
    var line = 0
    while at < file.count {
      let end = file.firstOffset(of: 0x0A, from: at) ?? file.count
      line += 1
      guard let text = String(validating: file[at..<end], as: UTF8.self) else { throw .notUTF8(line: line) }
      at = end + 1
      let scalars = text.unicodeScalars
      guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
        let last = scalars.lastIndex(where: { !$0.properties.isWhitespace }), scalars[first] != "#"
      else { continue }
      let content = String(scalars[first...last])
      if content.utf8.first == UInt8(ascii: "%") {
        try read(directive: content, line)
      } else {
        entries.append(LexiconEntry(text: try folded(content), severity: severity, isException: isException))
      }
    }
    entries.sort {
      if $0.text != $1.text { return $0.text.lexicographicallyPrecedes($1.text) }
      return $0.isException != $1.isException ? $0.isException : $0.severity > $1.severity
    }
    var distinct: [LexiconEntry] = []
    for entry in entries where distinct.last?.text != entry.text { distinct.append(entry) }
    entries = distinct
  }

  private mutating func read(directive: String, _ line: Int) throws(LexiconError) {
    let parts = directive.dropFirst().split(whereSeparator: \.isWhitespace).map(String.init)
    switch (parts.first, parts.count) {
    case ("severity", 2):
      guard let value = UInt8(parts[1]).flatMap(LexiconSeverity.init) else {
        throw .badSeverity(line: line, parts[1])
      }
      severity = value
    case ("language", 2): if !languages.contains(parts[1]) { languages.append(parts[1]) }
    case ("exceptions", 1): isException = true
    case ("entries", 1): isException = false
    default: throw .unknownDirective(line: line, directive)
    }
  }

  private func folded(_ text: String) throws(LexiconError) -> [UInt8] {
    var source = ByteBuffer()
    source.append(string: text)
    var normal = ByteBuffer()
    var folded = ByteBuffer()
    do {
      let changed = try normalizer.normalize(source.bytes, into: &normal)
      folder.fold(changed ? normal.bytes : source.bytes, into: &folded)
    } catch {
      throw .text(error)
    }
    return Array(folded.bytes)
  }
}
