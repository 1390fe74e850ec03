import QuernBytes
import QuernJSON
import QuernStreams

/// The rows of a JSON Lines file, one after the other.
final class JSONRows {
  private let path: String
  private let reader: LineBlockReader
  private let block = LineBlock()
  private var position = 0
  /// Lines so far that are not JSON.
  private(set) var skipped = 0

  init(_ path: String) throws {
    self.path = path
    reader = try LineBlockReader(path: path, maxLine: 1 << 40)
  }

  /// The next row; nil at the end. Lines that are not JSON are passed over.
  func next() throws -> JSONNode? { try nextLine()?.node }

  private func nextLine() throws -> (line: UnsafeRawBufferPointer, node: JSONNode)? {
    while true {
      let bytes = block.buffer.bytes
      if position >= bytes.count {
        guard reader.next(into: block) else {
          if let damage = reader.damage {
            throw StreamError(
              damage.kind, path: damage.path, offset: damage.offset, message: damage.message,
              hint: "what comes before is shown above")
          }
          return nil
        }
        position = 0
        continue
      }
      let end = bytes.firstOffset(of: 0x0A, from: position) ?? bytes.count
      let line = bytes.slice(position, end)
      position = end + 1
      if let document = try? JSONDocument(line) { return (line, document.root) }
      if line.contains(where: { $0 > 0x20 }) { skipped += 1 }
    }
  }

  /// Gives every row to `body` until it returns false.
  func forEach(_ body: (UnsafeRawBufferPointer, JSONNode) throws -> Bool) throws {
    while let (line, node) = try nextLine() {
      if try !body(line, node) { return }
    }
  }
}
