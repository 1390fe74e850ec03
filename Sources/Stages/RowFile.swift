import QuernBytes
import QuernJSON
import QuernStreams

/// JSON rows on their way to a file of zstd frames of about 1 MiB. Memory: one frame.
final class RowFile {
  private static let frameSize = 1 << 20

  private let path: String
  private var file: OutputFile?
  private var frames = ZstdFrameWriter()
  private var compressed = ByteBuffer()
  /// Takes whole rows; call ``endOfRow()`` after each.
  var rows = JSONWriter()

  /// Nothing is created before a frame is full.
  init(path: String) { self.path = path }

  /// Whether there was no row yet.
  var isEmpty: Bool { file == nil && rows.buffer.isEmpty }

  /// Writes a frame when it is full.
  func endOfRow() throws {
    if rows.buffer.count > RowFile.frameSize { try flush() }
  }

  private func flush() throws {
    let file = try self.file ?? OutputFile(path: path)
    self.file = file
    compressed.removeAll()
    frames.append(rows.buffer.bytes, to: &compressed)
    try file.write(compressed.bytes)
    rows.removeAll()
  }

  /// Writes what is left, or an empty frame, to disk. The file does not have its name yet.
  func seal() throws -> OutputFile {
    if !rows.buffer.isEmpty || file == nil { try flush() }
    guard let file else { fatalError("there is a file after a frame") }
    try file.seal()
    return file
  }
}
