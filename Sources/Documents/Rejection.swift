import QuernBytes
import QuernJSON

/// Why a line could not become a document.
public enum RejectionReason: String, CaseIterable, Sendable {
  /// The line is not JSON, or something follows its closing brace.
  case notJSON = "not_json"
  /// The line is a JSON value, but no object.
  case notObject = "not_object"
  /// The object has no text field.
  case noText = "no_text"
  /// The text field is not a string.
  case textNotString = "text_not_string"
  /// An escape stands for no character: half of a surrogate pair. An escape that JSON does not know is `notJSON`.
  case badEscape = "bad_escape"
  /// The line is not UTF-8.
  case invalidUTF8 = "invalid_utf8"
  /// Nested deeper than 512 levels.
  case tooDeep = "too_deep"
  /// Longer than the longest record allowed.
  case tooLong = "too_long"

  /// What to do about such records.
  public var hint: String {
    switch self {
    case .notJSON: "each line must hold one JSON object"
    case .notObject: "each line must hold one JSON object"
    case .noText: "name the field that holds the text with --text or `text:`"
    case .textNotString: "the text field must be a string"
    case .badEscape: "the record holds half of a surrogate pair; write the character itself"
    case .invalidUTF8:
      "convert the file to UTF-8, as `iconv` does; `quern import` makes records of text files in any encoding"
    case .tooDeep: "flatten the record"
    case .tooLong: "raise the limit with --max-record or `max_record:`"
    }
  }
}

/// A line that is no document: where it stands and why.
public struct Rejection: Sendable {
  /// The line in its file, from 0.
  public var line: Int
  /// Offset of its first byte in the decompressed content.
  public var offset: Int
  /// Its length in bytes without the line end.
  public var length: Int
  /// Why it is no document.
  public var reason: RejectionReason

  /// Writes the row that the rejected file keeps of this line (without its content, which may be anything).
  public func write(into writer: inout JSONWriter, file: Int, path: String, source: String) {
    writer.beginObject()
    writer.member("doc", DocumentID(file: file, line: line).packed)
    writer.member("source", source)
    writer.member("file", path)
    writer.member("line", line + 1)
    writer.member("offset", offset)
    writer.member("length", length)
    writer.member("reason", reason.rawValue)
    writer.endObject()
    writer.endLine()
  }
}
