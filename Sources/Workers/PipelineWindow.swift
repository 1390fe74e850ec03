/// The items between a reader and an in-order consumer.
final class PipelineWindow<Input: Sendable, Output: Sendable>: @unchecked Sendable {
  private enum Slot {
    case waiting(Input)
    case working
    case done(Result<Output, any Error>)
  }

  // All state is guarded by `condition`.
  private let condition = Condition()
  private let limit: Int
  private var slots: [Slot?]
  /// Index of the next item to submit, to hand to a worker, and to consume.
  private var submitted = 0
  private var taken = 0
  private var consumed = 0
  private var isFinished = false
  private var isStopped = false
  private var readFailure: (any Error)?
  private var startFailure: (any Error)?

  init(limit: Int) {
    self.limit = limit
    slots = Array(repeating: nil, count: limit)
  }

  /// Adds an item; waits while the window is full. False when the pipeline has been stopped.
  func submit(_ input: Input) -> Bool {
    condition.locked {
      while submitted - consumed == limit && !isStopped { condition.wait() }
      guard !isStopped else { return false }
      slots[submitted % limit] = .waiting(input)
      submitted += 1
      condition.broadcast()
      return true
    }
  }

  /// No more items follow, because the input ended or because reading failed.
  func finish(_ failure: (any Error)?) {
    condition.locked {
      isFinished = true
      readFailure = failure
      condition.broadcast()
    }
  }

  /// The next item to work on; nil when there will be none.
  func take() -> (Int, Input)? {
    condition.locked {
      while taken == submitted && !isFinished && !isStopped { condition.wait() }
      guard !isStopped, taken < submitted, case .waiting(let input)? = slots[taken % limit] else { return nil }
      let index = taken
      slots[index % limit] = .working
      taken += 1
      return (index, input)
    }
  }

  /// Notes that a worker could not start; of several the first counts.
  func noteStartFailure(_ failure: any Error) {
    condition.locked {
      startFailure = startFailure ?? failure
      condition.broadcast()
    }
  }

  /// Puts down the result of item `index`.
  func complete(_ index: Int, _ result: Result<Output, any Error>) {
    condition.locked {
      slots[index % limit] = .done(result)
      condition.broadcast()
    }
  }

  /// The next result in order; nil after the last.
  func next() throws -> Output? {
    let result: Result<Output, any Error>? = condition.locked {
      while true {
        if case .done(let result)? = slots[consumed % limit] {
          slots[consumed % limit] = nil
          consumed += 1
          condition.broadcast()
          return result
        }
        if isFinished && consumed == submitted { return readFailure.map { .failure($0) } }
        // The run has failed; there is no use in waiting for items.
        if let startFailure, consumed == submitted { return .failure(startFailure) }
        condition.wait()
      }
    }
    return try result?.get()
  }

  /// What the first worker that could not start threw. Complete once every worker has ended.
  var failureToStart: (any Error)? { condition.locked { startFailure } }

  /// Makes every other thread end soon.
  func stop() {
    condition.locked {
      isStopped = true
      condition.broadcast()
    }
  }
}
