import QuernBytes
import QuernText

/// A list of words and phrases to find in texts, whatever their case and normalisation form.
///
/// An entry is compared after NFC and full case folding. It counts only where it stands by itself: the code points
/// beside it are no letter, mark or number, so that no entry is found inside a longer word. An edge of an entry that is
/// in a script written without spaces (Han, kana, Thai, Lao, Khmer, Burmese) must be an edge of words by ICU's
/// dictionaries instead, and a neighbour in such a script is a border to the others. Entries of one word are also found
/// where they are disguised: see ``LexiconMatcher``.
public final class Lexicon: Sendable {
  /// The number of distinct entries, exceptions not counted.
  public let entryCount: Int
  /// The number of distinct exceptions.
  public let exceptionCount: Int
  /// The languages that the list names with `%language`.
  public let languages: [String]
  /// The XXH3-128 of the sorted, normalised entries with their severities: comments, order and case do not change it.
  public let hash: Hash128
  let entries: [LexiconEntry]
  let automaton: LexiconAutomaton
  let disguises: DisguiseTrie

  /// Reads a list of one word or phrase a line (UTF-8).
  ///
  /// White_Space around an entry, blank lines and lines that start with `#` do not count; spaces inside a phrase must
  /// be in the text as they are in the list. Lines that start with `%` say what holds for those after them:
  /// `%severity 1` to `3` (2 where none is named), `%language CODE`, and `%exceptions` (words and phrases in which no
  /// entry counts) up to `%entries`.
  /// - Complexity: O(n) time; memory is four bytes × states × distinct bytes, 256 MiB at most.
  /// - Throws: ``LexiconError``.
  public init(_ file: UnsafeRawBufferPointer) throws(LexiconError) {
    let reader = try LexiconReader(file)
    entries = reader.entries
    languages = reader.languages
    var canonical = ByteBuffer()
    for entry in entries {
      entry.text.withUnsafeBytes { canonical.append($0) }
      // A byte that is not in UTF-8, and only where there is something to say.
      if entry.isException || entry.severity != .strong {
        canonical.append(0xFF)
        canonical.append(entry.isException ? 0 : entry.severity.rawValue)
      }
      canonical.append("\n")
    }
    entryCount = entries.count { !$0.isException }
    exceptionCount = entries.count - entryCount
    hash = XXH3.hash128(canonical.bytes)
    automaton = try LexiconAutomaton(entries: entries, classes: CharacterClasses())
    disguises = DisguiseTrie(entries)
  }

  /// Reads a list from a string.
  public convenience init(_ text: String) throws(LexiconError) {
    var bytes = ByteBuffer()
    bytes.append(string: text)
    try self.init(bytes.bytes)
  }

  /// The bytes of memory that the compiled list holds; it is shared by all threads.
  public var memory: Int { automaton.memory + disguises.memory }
}
