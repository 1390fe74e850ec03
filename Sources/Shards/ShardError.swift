/// Why token rows could not be made.
public struct ShardError: Error, Sendable, CustomStringConvertible {
  /// What happened and what to do about it.
  public let message: String
  /// An error that says `message`.
  public init(_ message: String) { self.message = message }
  public var description: String { message }
}
