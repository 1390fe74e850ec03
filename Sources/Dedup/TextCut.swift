import QuernBytes
import QuernDocuments

/// A part of a document's text that goes.
public struct TextCut: ListEntry, Sendable, Equatable {
  /// The document that loses it.
  public var document: DocumentID
  /// Its first byte in the text as the stage that found it saw the text.
  public var start: Int
  /// The byte behind its last one.
  public var end: Int
  /// The document in which the same text stays, which may be the document itself.
  public var kept: DocumentID

  /// Bytes `start..<end` of `document` go, because they stand in `kept`.
  public init(document: DocumentID, start: Int, end: Int, kept: DocumentID) {
    precondition(0 <= start && start < end)
    self.document = document
    self.start = start
    self.end = end
    self.kept = kept
  }

  public init(words: ListWords) {
    document = DocumentID(packed: words.0)
    start = Int(truncatingIfNeeded: words.1)
    end = Int(truncatingIfNeeded: words.2)
    kept = DocumentID(packed: words.3)
  }

  public var words: ListWords { (document.packed, UInt64(start), UInt64(end), kept.packed) }

  /// Appends `text` without the parts that `cuts` name to `output`; O(bytes).
  ///
  /// - Parameter cuts: in order, without overlaps.
  /// - Returns: false when a cut does not lie in the text, or would part a character: it is of another text.
  public static func apply(
    _ cuts: some Sequence<TextCut>, to text: UnsafeRawBufferPointer, into output: inout ByteBuffer
  ) -> Bool {
    func isBorder(_ at: Int) -> Bool { at == text.count || text[at] & 0xC0 != 0x80 }
    var from = 0
    for cut in cuts {
      guard from <= cut.start, cut.start < cut.end, cut.end <= text.count, isBorder(cut.start), isBorder(cut.end)
      else { return false }
      output.append(text.slice(from, cut.start))
      from = cut.end
    }
    output.append(text.slice(from, text.count))
    return true
  }
}

/// Writes cuts in order of document and start, without overlaps.
public typealias CutListWriter = DocumentListWriter<TextCut>

/// Reads the cuts of one input file.
public typealias CutCursor = DocumentListCursor<TextCut>
