import QuernStreams
import Synchronization

/// Files for in-between results, which are removed with this object.
final class WordScratch: Sendable {
  private struct State {
    var made = 0
    var paths: Set<String> = []
  }

  private let prefix: String
  private let state = Mutex(State())

  /// - Parameter prefix: what the names of the files start with.
  init(prefix: String) { self.prefix = prefix }

  deinit {
    // There is nobody to tell when it fails.
    for path in state.withLock({ $0.paths }) { try? FileSystem.remove(path) }
  }

  /// The path of one more file.
  func newPath() -> String {
    state.withLock { state in
      let path = "\(prefix)-\(state.made).words"
      state.made += 1
      state.paths.insert(path)
      return path
    }
  }

  /// Removes the file at `path` if it is one of these.
  func remove(_ path: String) throws(StreamError) {
    if state.withLock({ $0.paths.remove(path) }) != nil { try FileSystem.remove(path) }
  }
}
