import Synchronization

/// Objects that are used again instead of made anew: first touch of fresh memory is slow, reused memory is not.
public final class RecyclingPool<Element: AnyObject & Sendable>: Sendable {
  private let free = Mutex<[Element]>([])
  private let make: @Sendable () -> Element

  /// A pool that calls `make` when it is empty.
  public init(_ make: @escaping @Sendable () -> Element) { self.make = make }

  /// A used object, or a new one.
  public func take() -> Element { free.withLock { $0.popLast() } ?? make() }

  /// Gives an object back; nobody else may hold it.
  public func give(_ element: Element) { free.withLock { $0.append(element) } }

  /// An object that goes back by itself when this is no longer held.
  public final class Lease {
    /// The object; nobody else has it meanwhile.
    public let element: Element
    private let pool: RecyclingPool

    fileprivate init(_ pool: RecyclingPool) {
      self.pool = pool
      element = pool.take()
    }

    deinit { pool.give(element) }
  }

  /// A used object, or a new one, that goes back by itself.
  public func lease() -> Lease { Lease(self) }
}
