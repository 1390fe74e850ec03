import QuernBytes
import QuernJSON
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Messages go to standard error, data to standard output.
///
/// Data that cannot be written ends the process with a message; a message that cannot be written is lost.
enum Terminal {
  static var showsProgress: Bool { isatty(STDERR_FILENO) == 1 }

  /// Writes a message and a line end to standard error.
  static func message(_ text: String) { messagePart("\(text)\n") }

  /// Writes text to standard error as it is.
  static func messagePart(_ text: String) {
    var copy = text
    _ = copy.withUTF8 { write(UnsafeRawBufferPointer($0), to: STDERR_FILENO) }
  }

  /// Writes text to standard output as it is.
  static func output(_ text: String) {
    var copy = text
    copy.withUTF8 { output(UnsafeRawBufferPointer($0)) }
  }

  /// Writes bytes to standard output.
  static func output(_ bytes: UnsafeRawBufferPointer) {
    switch write(bytes, to: STDOUT_FILENO) {
    case 0: return
    // Who ignores the signal of a closed pipe gets the exit code that it stands for.
    case EPIPE: exit(ExitStatus.closedPipe)
    case let code:
      message("error: cannot write to standard output: \(String(cString: strerror(code)))")
      exit(ExitStatus.failed)
    }
  }

  /// Writes all bytes; the error number when that fails, else 0.
  private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
    var written = 0
    while written < bytes.count {
      let count = Glibc.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
      if count < 0 && errno == EINTR { continue }
      if count < 0 { return errno }
      written += count
    }
    return 0
  }
}

/// The text without control characters that would act on a terminal.
func printableText(_ text: String) -> String {
  String(
    String.UnicodeScalarView(
      text.unicodeScalars.map { scalar in
        let isControl = scalar.value < 0x20 && scalar.value != 0x0A && scalar.value != 0x09
        return isControl || (0x7F...0x9F).contains(scalar.value) ? "\u{FFFD}" : scalar
      }))
}
