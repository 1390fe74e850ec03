import QuernBytes
import QuernJSON
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Messages go to standard error, data to standard output.
enum Terminal {
  static var showsProgress: Bool { isatty(STDERR_FILENO) == 1 }

  /// Writes a message and a line end to standard error.
  static func message(_ text: String) { write("\(text)\n", to: STDERR_FILENO) }

  /// Writes text to standard error as it is.
  static func messagePart(_ text: String) { write(text, to: STDERR_FILENO) }

  /// Writes text to standard output as it is.
  static func output(_ text: String) { write(text, to: STDOUT_FILENO) }

  /// Writes bytes to standard output.
  static func output(_ bytes: UnsafeRawBufferPointer) { write(bytes, to: STDOUT_FILENO) }

  private static func write(_ text: String, to descriptor: Int32) {
    var copy = text
    copy.withUTF8 { write(UnsafeRawBufferPointer($0), to: descriptor) }
  }

  private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) {
    var written = 0
    while written < bytes.count {
      let count = Glibc.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { return }
      written += count
    }
  }
}
