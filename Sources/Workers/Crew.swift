import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Threads for many short pieces of work, one after the other: a few microseconds pass between call and start.
///
/// Helpers wait awake for a moment, then asleep. One thread gives out work at a time.
public final class Crew: Sendable {
  /// How many work at a time, the caller included.
  public let size: Int
  private let shared = Shared()
  private let threads: Mutex<[Thread]>

  private final class Thread: @unchecked Sendable {
    private var thread: WorkerThread?
    init(_ run: @escaping @Sendable () -> Void) { thread = WorkerThread(run) }
    func join() { thread.take()?.join() }
  }

  /// What caller and helpers see.
  private final class Shared: @unchecked Sendable {
    /// Counts the pieces of work that were given out.
    let round = Atomic<Int>(0)
    /// Helpers that are not done with the last one.
    let busy = Atomic<Int>(0)
    let sleeping = Atomic<Int>(0)
    let condition = Condition()
    /// Written before the round goes up, read after; nil ends the helpers.
    var work: (@Sendable (Int) -> Void)?

    /// Looks for a round after `last`, this many times before sleep.
    private static var patience: Int { 20_000 }

    func wait(after last: Int) {
      for _ in 0..<Shared.patience where round.load(ordering: .acquiring) != last { return }
      sleeping.add(1, ordering: .sequentiallyConsistent)
      condition.locked {
        while round.load(ordering: .sequentiallyConsistent) == last { condition.wait() }
      }
      sleeping.subtract(1, ordering: .sequentiallyConsistent)
    }

    func begin(_ work: (@Sendable (Int) -> Void)?, helpers: Int) {
      self.work = work
      busy.store(helpers, ordering: .releasing)
      round.add(1, ordering: .sequentiallyConsistent)
      if sleeping.load(ordering: .sequentiallyConsistent) > 0 { condition.locked { condition.broadcast() } }
    }
  }

  /// - Parameter size: how many work at a time, the caller included; at least 1.
  public init(size: Int) {
    self.size = max(1, size)
    let shared = shared
    threads = Mutex(
      (1..<max(2, size)).prefix(size - 1).map { number in
        Thread {
          var last = 0
          while true {
            shared.wait(after: last)
            last += 1
            guard let work = shared.work else { return }
            work(number)
            shared.busy.subtract(1, ordering: .releasing)
          }
        }
      })
  }

  deinit {
    shared.begin(nil, helpers: 0)
    threads.withLock { for thread in $0 { thread.join() } }
  }

  /// Calls `work` with the numbers from 0 up to ``size``, 0 on this thread, each other one on a thread of its own;
  /// returns when all are done.
  public func run(_ work: @escaping @Sendable (Int) -> Void) {
    shared.begin(work, helpers: size - 1)
    work(0)
    var looks = 0
    while shared.busy.load(ordering: .acquiring) != 0 {
      looks += 1
      // There may be fewer processors than threads.
      if looks % 4_096 == 0 { sched_yield() }
    }
  }
}
