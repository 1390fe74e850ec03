import QuernBytes
import QuernJSON

extension DocumentBatch {
  /// Appends the record of `document` with `text` in place of its text, and a line end; every other field stays as it
  /// was, byte for byte. Without `text` the whole line is copied.
  public func appendRecord(
    of document: Document, replacingTextWith text: UnsafeRawBufferPointer?, to output: inout ByteBuffer
  ) {
    let line = self.line(of: document)
    if let text {
      output.append(line.slice(0, document.valueStart))
      output.append("\"")
      output.append(jsonEscaped: text)
      output.append("\"")
      output.append(line.slice(document.valueEnd, line.count))
    } else {
      output.append(line)
    }
    output.append("\n")
  }
}
