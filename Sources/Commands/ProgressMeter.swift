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
      let line = ProgressMeter.line(state, after: elapsed)
      let isShown = hasEnded.withLock { hasEnded in
        if !hasEnded { Terminal.messagePart("\r\u{1B}[K\(line)") }
        return !hasEnded
      }
      guard isShown else { return }
      usleep(200_000)
    }
  }

  /// How far the work is after so many seconds, how fast, and how long the rest takes.
  static func line(_ state: Progress.State, after elapsed: Double) -> String {
    func rate(_ amount: Double) -> Int { elapsed > 0 ? Int(amount / elapsed) : 0 }
    var parts = [state.text]
    if let share = state.share { parts.append("\(Int(share * 100)) %") }
    if let unit = state.unit {
      parts += ["\(grouped(state.steps)) \(unit)", "\(grouped(rate(Double(state.steps)))) a second"]
    } else {
      parts += [
        "\(grouped(state.documents)) documents", "\(grouped(state.bytes / 1_000_000)) MB",
        "\(rate(Double(state.bytes) / 1e6)) MB/s",
      ]
    }
    // The first moments say little about the rest.
    if elapsed >= 2, let left = state.timeLeft(after: elapsed) { parts.append("\(duration(left)) left") }
    return parts.joined(separator: "  ")
  }

  /// Seconds in words, as in `1 h 5 min`.
  private static func duration(_ seconds: Double) -> String {
    let seconds = Int(seconds.rounded(.up))
    if seconds < 60 { return "\(seconds) s" }
    let minutes = (seconds + 59) / 60
    return minutes < 60 ? "\(minutes) min" : "\(minutes / 60) h \(minutes % 60) min"
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
