import QuernBytes

/// Looks for what a split or a replacement is about; keeps its memory from text to text, so each thread has its own.
final class TargetSearch: @unchecked Sendable {  // one thread at a time
  private enum Kind {
    case literal([UInt8])
    case pattern(SplitPattern)
    case regex
  }

  private let kind: Kind
  private var cursor: RegexCursor?
  /// The matches that the last call found, from first to last, none overlapping.
  private(set) var matches: [Range<Int>] = []

  /// - Throws: ``TokenizerError/unsupported(_:)`` for a target that is not looked for here.
  init(_ target: PretokenizerStep.Target) throws(TokenizerError) {
    if let pattern = target.scanner {
      kind = .pattern(pattern)
    } else if case .literal(let text) = target {
      guard !text.isEmpty else { throw .unsupported("split or replacement of nothing") }
      kind = .literal(Array(text.utf8))
    } else {
      kind = .regex
      cursor = try RegexCursor(try RegexSplitter(target))
    }
  }

  /// Makes ``matches`` those in `text`.
  func find(in text: UnsafeRawBufferPointer) throws(TokenizerError) {
    matches.removeAll(keepingCapacity: true)
    switch kind {
    case .literal(let bytes):
      bytes.withUnsafeBytes { find($0, in: text) }
    case .pattern(let pattern):
      var start = 0
      while start < text.count {
        let end = pattern.endOfPretoken(in: text, from: start)
        matches.append(start..<end)
        start = end
      }
    case .regex:
      try cursor?.matches(in: text, into: &matches)
    }
  }

  private func find(_ bytes: UnsafeRawBufferPointer, in text: UnsafeRawBufferPointer) {
    var from = 0
    while let start = text.firstOffset(of: bytes[0], from: from) {
      let end = start + bytes.count
      guard end <= text.count else { return }
      if bytes.hasSameBytes(as: text.slice(start, end)) {
        matches.append(start..<end)
        from = end
      } else {
        from = start + 1
      }
    }
  }
}

extension PretokenizerStep.Target {
  /// The pattern whose scanner finds the same matches, if there is one.
  fileprivate var scanner: SplitPattern? {
    switch self {
    case .literal: return nil
    case .pattern(let pattern): return pattern
    case .oniguruma(var text): return text.withUTF8 { SplitPattern.named(bySplits: [UnsafeRawBufferPointer($0)]) }
    case .fancyRegex(let text): return SplitPattern.named(byFancyRegex: text)
    }
  }

  /// Whether the engine for regular expressions looks for it.
  fileprivate var needsRegex: Bool {
    if case .literal = self { return false }
    return scanner == nil
  }
}

extension Pretokenizer {
  /// The engine that matches the regular expressions; nil when scanners and plain search do it all.
  var regexEngine: String? {
    guard case .steps(let steps) = self else { return nil }
    for case .split(let target, _, _) in steps where target.needsRegex { return RegexSplitter.engine }
    return nil
  }
}

extension BPEModel {
  /// The engine that matches the regular expressions of the vocabulary; nil when scanners and plain search do it all.
  public var regexEngine: String? {
    var targets: [PretokenizerStep.Target] = []
    for case .replace(let target, _) in normalizer { targets.append(target) }
    for case .replace(let target, _) in decoderSteps { targets.append(target) }
    return targets.contains(where: \.needsRegex) ? RegexSplitter.engine : pretokenizer.regexEngine
  }
}
