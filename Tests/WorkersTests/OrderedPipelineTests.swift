import QuernBytes
import Synchronization
import TestSupport
import Testing

@testable import QuernWorkers

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Where a pipeline is made to fail, or an item at which it is.
struct Failure: Error, Equatable {
  var place: String
  var item: Int
}

/// Counts how many objects of a kind live.
private final class Census: Sendable {
  let alive = Atomic<Int>(0)
  let made = Atomic<Int>(0)
}

/// The state of a worker: it lives no longer than the worker's thread.
private final class Member {
  private let census: Census

  init(_ census: Census) {
    self.census = census
    census.alive.add(1, ordering: .relaxed)
    census.made.add(1, ordering: .relaxed)
  }

  deinit { census.alive.subtract(1, ordering: .relaxed) }
}

/// What a run of a pipeline gave.
private struct Run {
  var consumed: [Int] = []
  var failure: (any Error)?
  var produced = 0
  var membersLeft = 0
}

/// Where and at which items to fail.
private struct Plan: Sendable {
  var produce: Int?
  var process: Set<Int> = []
  var consume: Int?
  var makeState = false
}

private func run(_ count: Int, jobs: Int, _ plan: Plan = Plan(), cancellation: Cancellation? = nil) -> Run {
  let census = Census()
  let next = Mutex(0)
  var result = Run()
  do {
    try OrderedPipeline.run(
      jobs: jobs, cancellation: cancellation,
      makeState: {
        if plan.makeState { throw Failure(place: "makeState", item: 0) }
        return Member(census)
      },
      produce: {
        let item = next.withLock { value -> Int in
          value += 1
          return value - 1
        }
        if item == plan.produce { throw Failure(place: "produce", item: item) }
        return item < count ? item : nil
      },
      process: { (_: inout Member, item: Int) -> Int in
        var random = RandomGenerator(seed: UInt64(item))
        usleep(UInt32(random.next(below: 300)))
        if plan.process.contains(item) { throw Failure(place: "process", item: item) }
        return item * 10
      },
      consume: { output in
        if output / 10 == plan.consume { throw Failure(place: "consume", item: output / 10) }
        result.consumed.append(output / 10)
      })
  } catch {
    result.failure = error
  }
  result.produced = next.withLock { $0 }
  result.membersLeft = census.alive.load(ordering: .relaxed)
  return result
}

@Suite(.timeLimit(.minutes(1))) struct OrderedPipelineTests {
  static let jobs = [1, 2, 3, 7]

  @Test(arguments: jobs, [0, 1, 2, 5, 200])
  func givesEveryResultInOrder(jobs: Int, count: Int) {
    let result = run(count, jobs: jobs)
    #expect(result.failure == nil)
    #expect(result.consumed == Array(0..<count))
    #expect(result.membersLeft == 0)
  }

  @Test(arguments: jobs)
  func failureToProcess(jobs: Int) {
    for item in 0..<30 {
      let result = run(30, jobs: jobs, Plan(process: [item, item + 1, 29]))
      #expect(result.failure as? Failure == Failure(place: "process", item: item))
      #expect(result.consumed == Array(0..<item))
      #expect(result.membersLeft == 0)
      #expect(result.produced <= item + 2 * jobs + 4)
    }
  }

  @Test(arguments: jobs)
  func failureToProduce(jobs: Int) {
    for item in 0...30 {
      let result = run(30, jobs: jobs, Plan(produce: item))
      #expect(result.failure as? Failure == Failure(place: "produce", item: item))
      #expect(result.consumed == Array(0..<item))
      #expect(result.membersLeft == 0)
    }
  }

  @Test(arguments: jobs)
  func failureToConsume(jobs: Int) {
    for item in 0..<30 {
      let result = run(30, jobs: jobs, Plan(consume: item))
      #expect(result.failure as? Failure == Failure(place: "consume", item: item))
      #expect(result.consumed == Array(0..<item))
      #expect(result.membersLeft == 0)
    }
  }

  @Test(arguments: jobs)
  func theEarliestOfSeveralFailuresIsThrown(jobs: Int) {
    for item in 0..<20 {
      let later = run(40, jobs: jobs, Plan(produce: item + 3, process: [item + 1, item + 2], consume: item))
      #expect(later.failure as? Failure == Failure(place: "consume", item: item))
      let earlier = run(40, jobs: jobs, Plan(produce: item + 1, process: [item]))
      #expect(earlier.failure as? Failure == Failure(place: "process", item: item))
      #expect(earlier.consumed == Array(0..<item))
    }
  }

  @Test(arguments: jobs, [0, 1, 30])
  func failureToMakeTheState(jobs: Int, count: Int) {
    let result = run(count, jobs: jobs, Plan(makeState: true))
    #expect(result.failure as? Failure == Failure(place: "makeState", item: 0))
    #expect(result.consumed.isEmpty)
  }

  /// One worker of several that cannot start is a failure of the run, whether or not it was to get an item.
  @Test(arguments: [2, 3, 7])
  func failureToMakeOneState(jobs: Int) {
    for count in [0, 1, 20] {
      let made = Atomic<Int>(0)
      let next = Atomic<Int>(0)
      #expect(throws: Failure.self) {
        try OrderedPipeline.run(
          jobs: jobs,
          makeState: {
            if made.add(1, ordering: .relaxed).newValue == 1 { throw Failure(place: "makeState", item: 0) }
          },
          produce: { () -> Int? in
            let item = next.add(1, ordering: .relaxed).newValue
            return item <= count ? item : nil
          },
          process: { (_: inout Void, item: Int) in item }, consume: { _ in })
      }
    }
  }

  @Test(arguments: jobs)
  func cancellation(jobs: Int) {
    let before = Cancellation()
    before.cancel()
    for count in [0, 20] {
      let result = run(count, jobs: jobs, cancellation: before)
      #expect(result.failure is Cancelled)
      #expect(result.consumed.isEmpty)
    }
    let during = Cancellation()
    let next = Atomic<Int>(0)
    var consumed: [Int] = []
    #expect(throws: Cancelled.self) {
      try OrderedPipeline.run(
        jobs: jobs, cancellation: during, makeState: {}, produce: { next.add(1, ordering: .relaxed).oldValue },
        process: { (_: inout Void, item: Int) in item },
        consume: { item in
          consumed.append(item)
          if item == 50 { during.cancel() }
        })
    }
    #expect(consumed == Array(0..<consumed.count) && consumed.count >= 51)
    #expect(consumed.count <= 51 + 2 * jobs + 4)
  }

  /// A reader that waits for items that do not come must not keep a failed run from ending.
  @Test(arguments: [2, 3, 7], ["consume", "process", "makeState"])
  func failureWhileTheReaderWaits(jobs: Int, place: String) {
    let next = Atomic<Int>(0)
    let stop = Cancellation()
    #expect(throws: Failure(place: place, item: 0)) {
      try OrderedPipeline.run(
        jobs: jobs,
        makeState: { if place == "makeState" { throw Failure(place: place, item: 0) } },
        produce: { () -> Int? in
          let item = next.add(1, ordering: .relaxed).oldValue
          if item == 0 && place != "makeState" { return item }
          while !stop.isCancelled { usleep(1000) }
          return nil
        },
        process: { (_: inout Void, item: Int) -> Int in
          if place == "process" { throw Failure(place: place, item: item) }
          return item
        },
        consume: { item in throw Failure(place: place, item: item) },
        whenStopped: { stop.cancel() })
    }
  }

  /// A slow consumer must not let results pile up.
  @Test(arguments: [2, 3, 7])
  func itemsInFlightAreBounded(jobs: Int) throws {
    let produced = Atomic<Int>(0)
    var consumed = 0
    try OrderedPipeline.run(
      jobs: jobs, makeState: {},
      produce: { () -> Int? in
        let item = produced.add(1, ordering: .relaxed).newValue
        return item <= 100 ? item : nil
      },
      process: { (_: inout Void, item: Int) in item },
      consume: { _ in
        consumed += 1
        usleep(200)
        // One more may have been produced that waits for its place.
        #expect(produced.load(ordering: .relaxed) - consumed <= 2 * jobs + 3)
      })
    #expect(consumed == 100)
  }

  @Test func workersKeepTheirState() throws {
    let next = Atomic<Int>(0)
    var calls: [Int] = []
    try OrderedPipeline.run(
      jobs: 1, makeState: { 0 },
      produce: { () -> Int? in
        let item = next.add(1, ordering: .relaxed).newValue
        return item <= 5 ? item : nil
      },
      process: { (state: inout Int, _: Int) -> Int in
        state += 1
        return state
      }, consume: { calls.append($0) })
    #expect(calls == [1, 2, 3, 4, 5])
  }
}

@Suite struct WorkerToolTests {
  @Test func poolGivesBackWhatItWasGiven() {
    final class Item: Sendable {}
    let pool = RecyclingPool { Item() }
    let first = pool.take()
    let second = pool.take()
    #expect(first !== second)
    pool.give(first)
    #expect(pool.take() === first)
    #expect(pool.take() !== first)
  }

  @Test func progressAddsUpAndStartsAnew() {
    let progress = Progress()
    progress.start("one", total: 10)
    progress.expect(total: 99)
    progress.add(bytes: 3, documents: 1, stored: 2)
    progress.add(bytes: 4, documents: 2, stored: 3)
    let now = progress.state
    #expect(now.text == "one" && now.bytes == 7 && now.documents == 3 && now.stored == 5 && now.share == 0.5)
    progress.start("two", total: 0)
    let then = progress.state
    #expect(then.text == "two" && then.bytes == 0 && then.documents == 0 && then.stored == 0 && then.share == nil)
    progress.expect(total: 4)
    progress.add(bytes: 9, documents: 0, stored: 9)
    #expect(progress.state.share == 1)
    progress.start("three", total: nil)
    progress.expect(total: 4)
    #expect(progress.state.share == nil)
  }
}
