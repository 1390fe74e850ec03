#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What went wrong with a file: what, where, why, and what to do about it.
public struct StreamError: Error, Sendable, CustomStringConvertible {
  /// The kind of failure, which decides how a job goes on.
  public enum Kind: Sendable {
    /// The file does not exist.
    case missing
    /// The file cannot be opened or read.
    case unreadable
    /// The content is truncated or corrupt from ``StreamError/offset`` on.
    case damaged
    /// The file cannot be written.
    case unwritable
    /// The disk is full.
    case noSpace
  }

  /// What kind of failure it is.
  public let kind: Kind
  /// The file as the user named it; `-` is standard input.
  public let path: String
  /// The byte in the file (as stored, not decompressed) where it went wrong, if known.
  public let offset: Int?
  /// What happened, a phrase without a full stop.
  public let message: String
  /// What to do about it.
  public let hint: String?

  /// A failure at `path`; see the properties of the same names.
  public init(_ kind: Kind, path: String, offset: Int? = nil, message: String, hint: String? = nil) {
    self.kind = kind
    self.path = path
    self.offset = offset
    self.message = message
    self.hint = hint
  }

  public var description: String {
    var text = "\(path): \(message)"
    if let offset { text += " at byte \(offset)" }
    if let hint { text += "; \(hint)" }
    return text
  }

  /// The failure of a system call on `path`.
  static func system(_ action: String, path: String, code: Int32 = errno, writing: Bool = false) -> StreamError {
    let why = String(cString: strerror(code))
    switch code {
    case ENOENT:
      return StreamError(
        .missing, path: path, message: "cannot \(action): \(why)", hint: "check the path and the working directory")
    case ENOSPC, EDQUOT:
      return StreamError(
        .noSpace, path: path, message: "cannot \(action): \(why)",
        hint: "free some space and run the same command again")
    case EACCES, EPERM:
      return StreamError(
        writing ? .unwritable : .unreadable, path: path, message: "cannot \(action): \(why)",
        hint: "check the permissions")
    default:
      return StreamError(writing ? .unwritable : .unreadable, path: path, message: "cannot \(action): \(why)")
    }
  }
}
