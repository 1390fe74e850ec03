import QuernReports
import QuernWorkers
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Shows how far the work is in one line of a terminal, five times a second; elsewhere it shows nothing.
final class ProgressMeter: Sendable {
  private let progress: Progress
  /// Held while the line is written, so that nothing is written after it was cleared.
  private let hasEnded = Mutex(false)
  private let isShown: Bool

  /// Starts to show `progress`.
  init(_ progress: Progress, quiet: Bool) {
    self.progress = progress
    isShown = !quiet && Terminal.showsProgress
    guard isShown else { return }
    let meter = Unmanaged.passRetained(self).toOpaque()
    var thread = pthread_t()
    let status = pthread_create(
      &thread, nil,
      { meter in
        Unmanaged<ProgressMeter>.fromOpaque(meter!).takeRetainedValue().show()
        return nil
      }, meter)
    if status == 0 { pthread_detach(thread) }
  }

  private func show() {
    let clock = ContinuousClock()
    let start = clock.now
    var label = ""
    var labelStart = start
    while true {
      let state = progress.state
      if state.text != label {
        label = state.text
        labelStart = clock.now
      }
      let elapsed =
        Double((clock.now - labelStart).components.attoseconds) / 1e18
        + Double((clock.now - labelStart).components.seconds)
      let rate = elapsed > 0 ? Double(state.bytes) / 1e6 / elapsed : 0
      let share = state.share.map { "  \(Int($0 * 100)) %" } ?? ""
      let line =
        "\(state.text)\(share)  \(grouped(state.documents)) documents  \(grouped(state.bytes / 1_000_000)) MB  "
        + "\(Int(rate)) MB/s"
      let isShown = hasEnded.withLock { hasEnded in
        if !hasEnded { Terminal.messagePart("\r\u{1B}[K\(line)") }
        return !hasEnded
      }
      guard isShown else { return }
      usleep(200_000)
    }
  }

  /// Clears the line.
  func end() {
    guard isShown else { return }
    hasEnded.withLock { hasEnded in
      if !hasEnded { Terminal.messagePart("\r\u{1B}[K") }
      hasEnded = true
    }
  }
}
