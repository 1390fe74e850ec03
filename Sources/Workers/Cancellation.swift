import Synchronization

/// A flag that a signal handler or another thread sets and long work looks at between batches.
public final class Cancellation: Sendable {
  private let flag = Atomic<Bool>(false)

  public init() {}

  /// Asks the work to stop; may be called from a signal handler.
  public func cancel() { flag.store(true, ordering: .relaxed) }

  /// Whether the work should stop.
  public var isCancelled: Bool { flag.load(ordering: .relaxed) }

  /// Throws ``Cancelled`` once the work should stop.
  public func check() throws(Cancelled) {
    if isCancelled { throw Cancelled() }
  }
}

/// The work was stopped from outside.
public struct Cancelled: Error, Sendable, CustomStringConvertible {
  public init() {}
  public var description: String { "interrupted" }
}
