import CText
import QuernBytes
import QuernText

/// A compiled ``PretokenizerStep/Target``, to be shared by all threads; each finds matches with a ``RegexCursor`` of its
/// own.
public final class RegexSplitter: @unchecked Sendable {  // ICU's compiled expressions are immutable, and copied only
  /// What is looked for.
  public let target: PretokenizerStep.Target
  /// The expression, or nil where a scanner finds the matches.
  let expression: OpaquePointer?

  /// Compiles `target`.
  /// - Throws: ``TokenizerError/unsupported(_:)``, naming the construct and its place, when the expression cannot be
  ///   matched exactly as its own engine does.
  public init(_ target: PretokenizerStep.Target) throws(TokenizerError) {
    self.target = target
    var pattern: String
    switch target {
    case .literal(let text):
      pattern = text.unicodeScalars.map { RegexTranslator.icu(CodePointSet($0.value)) }.joined()
    case .oniguruma(let regex): pattern = try RegexTranslator.translate(regex, .oniguruma)
    case .fancyRegex(let regex): pattern = try RegexTranslator.translate(regex, .fancyRegex)
    case .pattern:
      expression = nil
      return
    }
    var compiled: OpaquePointer?
    let error = pattern.withUTF8 { quern_regex_compile($0.baseAddress, $0.count, &compiled) }
    if let error { throw .unsupported("regular expression \(target.regex): \(String(cString: error)) of ICU") }
    expression = compiled
  }

  deinit {
    if let expression { quern_regex_close(expression) }
  }

  /// What decides the matches besides the expression, such as "ICU 72.1 regex, classes of Unicode 16.0.0".
  public static var engine: String {
    "ICU \(ICUVersion.library) regex, classes of Unicode \(SplitPattern.unicodeVersion)"
  }
}

extension PretokenizerStep.Target {
  /// The expression as it was written.
  var regex: String {
    switch self {
    case .literal(let text), .oniguruma(let text), .fancyRegex(let text): text
    case .pattern(let pattern): pattern.rawValue
    }
  }
}

/// Finds the matches of a ``RegexSplitter``: one per thread, it owns scratch memory of twice the longest text.
public struct RegexCursor: ~Copyable, @unchecked Sendable {  // the matcher is used by its owner alone
  /// What is looked for.
  public let splitter: RegexSplitter
  private let matcher: OpaquePointer?

  /// A cursor for `splitter`.
  /// - Throws: ``TokenizerError/regexFailed(pattern:error:)`` when ICU has no memory.
  public init(_ splitter: RegexSplitter) throws(TokenizerError) {
    self.splitter = splitter
    var opened: OpaquePointer?
    if let expression = splitter.expression, let error = quern_matcher_open(expression, &opened) {
      throw .regexFailed(pattern: splitter.target.regex, error: String(cString: error))
    }
    matcher = opened
  }

  deinit {
    if let matcher { quern_matcher_close(matcher) }
  }

  /// Appends the matches in `text` from left to right, as offsets of bytes; they do not overlap.
  ///
  /// The text begins and ends with `text`, for anchors and looks around too. An empty match does not
  /// count where the match before it ends. A byte that is not UTF-8 is a character of its own.
  /// - Complexity: O(n) for the expressions of tokenizers; others may backtrack, within limits.
  /// - Throws: ``TokenizerError/regexFailed(pattern:error:)`` when a match takes too many steps, and for texts of 2 GiB.
  public mutating func matches(
    in text: UnsafeRawBufferPointer, into ranges: inout [Range<Int>]
  ) throws(TokenizerError) {
    guard let bytes = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
      var none: UInt8 = 0
      // An empty text may have an empty match.
      return try find(&none, 0, &ranges)
    }
    if case .pattern(let pattern) = splitter.target {
      var start = 0
      while start < text.count {
        let end = pattern.endOfPretoken(in: text, from: start)
        ranges.append(start..<end)
        start = end
      }
      return
    }
    try find(bytes, text.count, &ranges)
  }

  private func find(
    _ bytes: UnsafePointer<UInt8>, _ count: Int, _ ranges: inout [Range<Int>]
  ) throws(TokenizerError) {
    guard let matcher else { return }
    var found: UnsafePointer<Int>?
    var pairs = 0
    if let error = quern_matcher_find(matcher, bytes, count, &found, &pairs) {
      throw .regexFailed(pattern: splitter.target.regex, error: String(cString: error))
    }
    guard let found else { return }
    ranges.reserveCapacity(ranges.count + pairs)
    for pair in 0..<pairs { ranges.append(found[2 * pair]..<found[2 * pair + 1]) }
  }
}
