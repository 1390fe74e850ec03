/// Why a job cannot go on; says what, where and what to do.
public struct JobError: Error, Sendable, CustomStringConvertible {
  /// The kind of failure, which decides the exit code.
  public enum Kind: Sendable {
    /// The request makes no sense.
    case usage
    /// The work failed.
    case failed
  }

  public let kind: Kind
  public let message: String

  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  /// The work failed.
  public init(_ message: String) { self.init(.failed, message) }

  public var description: String { message }
}
