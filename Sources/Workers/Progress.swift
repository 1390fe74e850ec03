import Synchronization

/// How far a piece of work is: written by workers, read by whoever shows it.
public final class Progress: Sendable {
  /// What is going on.
  public struct State: Sendable {
    public var text = ""
    /// Bytes of text or JSON Lines that were worked on, and documents in them.
    public var bytes = 0
    public var documents = 0
    /// Bytes of files, as stored, that were read.
    public var stored = 0
    /// All bytes to be read, as stored; nil when that cannot be known, 0 when it is not known yet.
    public var total: Int? = 0
    /// Of work that goes in steps and reads nothing: what a step is, as in `merges`; nil for work that reads.
    public var unit: String?
    /// Steps done.
    public var steps = 0

    /// How much has been read or done, 0 to 1; nil when it is not known how much there is.
    public var share: Double? {
      guard let total, total > 0 else { return nil }
      return min(1, Double(unit == nil ? stored : steps) / Double(total))
    }

    /// How long the rest takes at the rate so far, in seconds; nil when that cannot be told.
    /// - Parameter elapsed: how long the work has taken until now.
    public func timeLeft(after elapsed: Double) -> Double? {
      guard let share, share > 0, elapsed > 0 else { return nil }
      return elapsed / share * (1 - share)
    }
  }

  private let now = Mutex(State())

  public init() {}

  /// Starts a new piece of work that reads `total` bytes as stored: nil when that cannot be known, 0 when it will be
  /// told by ``expect(total:)``.
  public func start(_ text: String, total: Int?) {
    now.withLock { $0 = State(text: text, total: total) }
  }

  /// Starts work of `total` steps, each a `unit`.
  public func start(_ text: String, steps total: Int, unit: String) {
    now.withLock { $0 = State(text: text, total: total, unit: unit) }
  }

  /// Reports steps done since the last call.
  public func add(steps: Int) { now.withLock { $0.steps += steps } }

  /// Tells how much there is to read, if that is not known yet.
  public func expect(total: Int) {
    now.withLock { if $0.total == 0 { $0.total = total } }
  }

  /// Reports work done since the last call; once a batch.
  public func add(bytes: Int, documents: Int, stored: Int) {
    now.withLock {
      $0.bytes += bytes
      $0.documents += documents
      $0.stored += stored
    }
  }

  public var state: State { now.withLock { $0 } }
}
