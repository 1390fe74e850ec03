/// Why a job cannot go on; says what, where and what to do.
public struct JobError: Error, Sendable, CustomStringConvertible {
  /// The kind of failure, which decides the exit code.
  public enum Kind: Sendable {
    /// The request makes no sense.
    case usage
    /// The work failed.
    case failed
  }

  /// What kind of failure it is.
  public let kind: Kind
  /// What went wrong, where, and what to do: a phrase without a full stop.
  public let message: String

  /// A failure of this kind, described by `message`.
  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  /// The work failed.
  public init(_ message: String) { self.init(.failed, message) }

  public var description: String { message }
}
