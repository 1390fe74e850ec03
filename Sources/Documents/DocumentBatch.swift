import QuernBytes
import QuernStreams

/// One document of a batch: offsets into the batch's lines and arena.
public struct Document: BitwiseCopyable, Sendable {
  /// Its line in the file, from 0.
  public var line: Int
  /// The start of its line in the batch's block.
  public var lineStart: Int
  /// The end of its line in the block, exclusive; the line end is no part of it.
  public var lineEnd: Int
  /// The start of the text field's value, quotation marks included, relative to `lineStart`.
  public var valueStart: Int
  /// The end of that value, exclusive, relative to `lineStart`.
  public var valueEnd: Int
  /// The start of the unescaped text in the arena.
  public var textStart: Int
  /// Bytes of the unescaped text.
  public var textCount: Int
  /// The start of the id in the arena.
  public var idStart: Int
  /// Bytes of the id; -1 when the record has none.
  public var idCount: Int
}

/// The documents of one block of lines: UTF-8 arena, columns of offsets, and the lines that were rejected.
public final class DocumentBatch: @unchecked Sendable {
  /// The lines as read.
  public let block = LineBlock()
  /// Number of the input file in plan order.
  public var file = 0
  /// For a file that a run wrote: the identity of each line of the block; else empty.
  public internal(set) var identities: [UInt64] = []
  /// Unescaped texts and ids.
  public internal(set) var arena = ByteBuffer()
  /// The documents in order of their lines.
  public internal(set) var documents: [Document] = []
  /// The lines that are no documents, in order.
  public internal(set) var rejections: [Rejection] = []
  /// Lines without any content.
  public internal(set) var blankLines = 0
  /// Top-level keys that occurred more than once in a record; the last one counts.
  public internal(set) var repeatedKeys = 0
  /// How many fields beside text and id are noted for each document.
  var notedFields = 0
  /// Where their values lie in the arena, document by document; empty for what is neither string nor number.
  var notedRanges: [Range<Int>] = []
  /// Documents without an id of their own.
  public internal(set) var missingIDs = 0

  /// An empty batch, to be filled by a reader and a parser.
  public init() {}

  /// The text of `document`. Valid until the batch is parsed anew.
  @inlinable
  public func text(of document: Document) -> UnsafeRawBufferPointer {
    arena.bytes.slice(document.textStart, document.textStart + document.textCount)
  }

  /// The line of `document` as it was read, without its line end.
  @inlinable
  public func line(of document: Document) -> UnsafeRawBufferPointer {
    block.buffer.bytes.slice(document.lineStart, document.lineEnd)
  }

  /// The identity of `document`.
  public func id(of document: Document) -> DocumentID {
    if identities.isEmpty { return DocumentID(file: file, line: document.line) }
    return DocumentID(packed: identities[document.line - block.firstLine])
  }

  /// The id that the user gave `document`, or nil.
  public func userID(of document: Document) -> UnsafeRawBufferPointer? {
    document.idCount < 0 ? nil : arena.bytes.slice(document.idStart, document.idStart + document.idCount)
  }

  /// The value of noted field `field` of document number `index`; empty where there is none that is a string or
  /// a number, which stands there as it is written.
  ///
  /// Valid until the batch is parsed anew.
  public func noted(_ field: Int, of index: Int) -> UnsafeRawBufferPointer {
    let range = notedRanges[index * notedFields + field]
    return arena.bytes.slice(range.lowerBound, range.upperBound)
  }

  /// Appends the user's id of `document`, or `path:line` when it has none.
  public func appendID(of document: Document, path: String, to buffer: inout ByteBuffer) {
    if let id = userID(of: document) { return buffer.append(id) }
    appendSubstituteID(path: path, line: id(of: document).line, to: &buffer)
  }
}

/// Appends the id of a document that has none: `path:line`, the line counted from 0 as in ``DocumentID``.
public func appendSubstituteID(path: String, line: Int, to buffer: inout ByteBuffer) {
  buffer.append(string: path)
  buffer.append(UInt8(ascii: ":"))
  buffer.append(decimal: line)
}
