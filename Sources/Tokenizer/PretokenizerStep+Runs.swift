import QuernBytes

extension PretokenizerStep {
  /// The end of the piece of `text` that starts at `start`, where ``beforeRuns(of:)`` cuts: at the next run of `mark`
  /// that does not begin at `start`.
  /// - Precondition: `start < text.count`, and a cut or the beginning lies there.
  static func endBeforeRun(of mark: UnsafeRawBufferPointer, in text: UnsafeRawBufferPointer, from start: Int) -> Int {
    func isMark(_ at: Int) -> Bool {
      at + mark.count <= text.count && text.slice(at, at + mark.count).hasSameBytes(as: mark)
    }
    var at = start
    while isMark(at) { at += mark.count }
    if at == text.count { return at }
    at += 1
    while let next = text.firstOffset(of: mark[0], from: at) {
      if isMark(next) { return next }
      at = next + 1
    }
    return text.count
  }
}
