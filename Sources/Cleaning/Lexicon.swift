import QuernBytes
import QuernText

/// A list of words and phrases to find in texts, whatever their case and normalisation form.
///
/// An entry is compared after NFC and full case folding. It counts only where it stands by itself: the code points
/// beside it are no letter, mark or number, so that no entry is found inside a longer word. An edge of an entry that is
/// in a script written without spaces (Han, kana, Thai, Lao, Khmer, Burmese) needs no such border, and a neighbour in
/// such a script is a border to the others.
public final class Lexicon: Sendable {
  /// The number of distinct entries.
  public let entryCount: Int
  /// The XXH3-128 of the sorted, normalised entries, each followed by a line feed: comments, order and case do not
  /// change it.
  public let hash: Hash128
  let automaton: LexiconAutomaton

  /// Reads a list of one word or phrase a line (UTF-8).
  ///
  /// White_Space around an entry, blank lines and lines that start with `#` do not count; spaces inside a phrase must
  /// be in the text as they are in the list.
  /// - Complexity: O(n) time; memory is four bytes × states × distinct bytes, ``LexiconAutomaton/memoryLimit`` at most.
  /// - Throws: ``CleaningError/lexiconNotUTF8(line:)``, ``CleaningError/lexiconTooLarge(bytes:limit:)``, or
  ///   ``CleaningError/text(_:)`` when ICU fails.
  public init(_ file: UnsafeRawBufferPointer) throws(CleaningError) {
    let entries = try Lexicon.entries(of: file)
    var canonical = ByteBuffer()
    for entry in entries {
      entry.withUnsafeBytes { canonical.append($0) }
      canonical.append("\n")
    }
    entryCount = entries.count
    hash = XXH3.hash128(canonical.bytes)
    automaton = try LexiconAutomaton(sortedEntries: entries, classes: CharacterClasses())
  }

  /// Reads a list from a string.
  public convenience init(_ text: String) throws(CleaningError) {
    var bytes = ByteBuffer()
    bytes.append(string: text)
    try self.init(bytes.bytes)
  }

  /// The bytes of memory that the compiled list holds; it is shared by all cleaners.
  public var memory: Int { automaton.memory }

  /// The entries of a file, normalised, folded, sorted by their bytes, without repeats.
  private static func entries(of file: UnsafeRawBufferPointer) throws(CleaningError) -> [[UInt8]] {
    let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    var at = file.starts(with: byteOrderMark) ? 3 : 0
    var line = 0
    var entries: [[UInt8]] = []
    let folder = CaseFolder()
    let normalizer = Normalizer(.nfc)
    var normal = ByteBuffer()
    var folded = ByteBuffer()
    while at < file.count {
      let end = file.firstOffset(of: 0x0A, from: at) ?? file.count
      line += 1
      guard let text = String(validating: file[at..<end], as: UTF8.self) else { throw .lexiconNotUTF8(line: line) }
      at = end + 1
      let scalars = text.unicodeScalars
      guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
        let last = scalars.lastIndex(where: { !$0.properties.isWhitespace }), scalars[first] != "#"
      else { continue }
      var source = ByteBuffer()
      source.append(string: String(scalars[first...last]))
      normal.removeAll()
      folded.removeAll()
      do {
        let changed = try normalizer.normalize(source.bytes, into: &normal)
        folder.fold(changed ? normal.bytes : source.bytes, into: &folded)
      } catch {
        throw .text(error)
      }
      entries.append(Array(folded.bytes))
    }
    entries.sort { $0.lexicographicallyPrecedes($1) }
    var distinct: [[UInt8]] = []
    for entry in entries where distinct.last != entry { distinct.append(entry) }
    return distinct
  }
}
