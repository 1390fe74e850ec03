import Synchronization

/// How far a piece of work is: written by workers, read by whoever shows it.
public final class Progress: Sendable {
  private struct Label {
    var text = ""
    var total = 0
  }

  private let label = Mutex(Label())
  private let doneBytes = Atomic<Int>(0)
  private let doneDocuments = Atomic<Int>(0)

  public init() {}

  /// Starts a new piece of work of `total` bytes (0 when unknown).
  public func start(_ text: String, total: Int) {
    label.withLock { $0 = Label(text: text, total: total) }
    doneBytes.store(0, ordering: .relaxed)
    doneDocuments.store(0, ordering: .relaxed)
  }

  /// Reports work done since the last call.
  public func add(bytes: Int, documents: Int) {
    doneBytes.add(bytes, ordering: .relaxed)
    doneDocuments.add(documents, ordering: .relaxed)
  }

  /// What is going on, how many bytes of how many (0 when unknown), and how many documents.
  public var state: (text: String, bytes: Int, total: Int, documents: Int) {
    let now = label.withLock { $0 }
    return (now.text, doneBytes.load(ordering: .relaxed), now.total, doneDocuments.load(ordering: .relaxed))
  }
}
