/// Reads on one thread, works on several, and hands the results on in the order of reading.
///
/// With one job everything runs on the calling thread. With more, a reader thread fills a bounded window, `jobs`
/// threads work on it, and the calling thread consumes results in order; at most `jobs * 2 + 2` items are in flight,
/// which bounds memory. The result is the same for any number of jobs.
public enum OrderedPipeline {
  /// Runs until `produce` gives nil.
  ///
  /// - Parameters:
  ///   - jobs: the number of working threads, 1 or more.
  ///   - cancellation: looked at before each item.
  ///   - makeState: makes the state of one worker; called on that worker's thread.
  ///   - produce: gives the next item; called on one thread at a time.
  ///   - process: turns an item into a result; called on many threads.
  ///   - consume: takes the results in order; called on the calling thread.
  ///   - whenStopped: called when no more items are wanted, so that a `produce` that waits can end.
  /// - Throws: what the earliest failing item threw (in order of items), after every thread has ended; nothing after
  ///   that item is consumed, everything before it is. A failure of `makeState` fails every item that its worker takes,
  ///   and the run even if it takes none.
  public static func run<Input: Sendable, Output: Sendable, State>(
    jobs: Int,
    cancellation: Cancellation? = nil,
    makeState: @escaping @Sendable () throws -> State,
    produce: @escaping @Sendable () throws -> Input?,
    process: @escaping @Sendable (inout State, Input) throws -> Output,
    consume: (Output) throws -> Void,
    whenStopped: () -> Void = {}
  ) throws {
    guard jobs > 1 else {
      var state = try makeState()
      while let input = try produce() {
        try cancellation?.check()
        try consume(try process(&state, input))
      }
      try cancellation?.check()
      return
    }
    let window = PipelineWindow<Input, Output>(limit: jobs * 2 + 2)
    let reader = WorkerThread {
      do {
        while let input = try produce() {
          try cancellation?.check()
          guard window.submit(input) else { return }
        }
        try cancellation?.check()
        window.finish(nil)
      } catch {
        window.finish(error)
      }
    }
    let workers = ThreadGroup(count: jobs) {
      var state: State
      do {
        state = try makeState()
      } catch {
        window.noteStartFailure(error)
        while let (index, _) = window.take() { window.complete(index, .failure(error)) }
        return
      }
      while let (index, input) = window.take() {
        do {
          window.complete(index, .success(try process(&state, input)))
        } catch {
          window.complete(index, .failure(error))
        }
      }
    }
    var failure: (any Error)?
    do {
      while let output = try window.next() { try consume(output) }
    } catch {
      failure = error
    }
    window.stop()
    whenStopped()
    reader.join()
    workers.join()
    if let failure = failure ?? window.failureToStart { throw failure }
  }
}

/// Several threads that run the same body.
struct ThreadGroup: ~Copyable {
  private var first: WorkerThread
  private var rest: RestOfGroup?

  /// The other threads, in a chain: arrays cannot hold noncopyable values.
  private final class RestOfGroup {
    var group: ThreadGroup?
    init(_ group: consuming ThreadGroup) { self.group = consume group }
  }

  init(count: Int, _ body: @escaping @Sendable () -> Void) {
    first = WorkerThread(body)
    rest = count > 1 ? RestOfGroup(ThreadGroup(count: count - 1, body)) : nil
  }

  /// Waits until every thread has ended.
  consuming func join() {
    first.join()
    rest?.group.take()?.join()
  }
}
