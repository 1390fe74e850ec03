import QuernStreams
import Synchronization

/// Id tables that are kept open: those used last, so that the number of open files is bounded.
///
/// Safe to use from several threads.
public final class IDTableCache: Sendable {
  private struct Slot {
    var number: Int
    var table: IDTable
    var lastUse: Int
  }

  private struct State {
    var slots: [Slot] = []
    var uses = 0
  }

  private let limit: Int
  private let state = Mutex(State())

  /// - Parameter limit: the most tables that are kept open.
  public init(limit: Int = 64) { self.limit = max(1, limit) }

  /// Table `number`, which lies at `path`; O(limit), and two reads when it is not open.
  public func table(_ number: Int, at path: @autoclosure () -> String) throws(StreamError) -> IDTable {
    try state.withLock { (state) throws(StreamError) in
      state.uses += 1
      if let slot = state.slots.firstIndex(where: { $0.number == number }) {
        state.slots[slot].lastUse = state.uses
        return state.slots[slot].table
      }
      let opened = Slot(number: number, table: try IDTable(path: path()), lastUse: state.uses)
      if state.slots.count < limit {
        state.slots.append(opened)
      } else if let oldest = state.slots.indices.min(by: { state.slots[$0].lastUse < state.slots[$1].lastUse }) {
        state.slots[oldest] = opened
      }
      return opened.table
    }
  }
}
