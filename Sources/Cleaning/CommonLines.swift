import QuernBytes

/// Which lines many documents have, by fingerprint of scope and line.
///
/// Built by ``add(_:)`` before it is shared; never changed afterwards.
public final class CommonLines: @unchecked Sendable {
  private let rule: RepeatedLineRule
  private let members = FingerprintSet()

  /// No lines; `rule` says which lines count.
  public init(_ rule: RepeatedLineRule) { self.rule = rule }

  /// How many lines there are.
  public var count: Int { members.count }

  /// Adds the line with this key.
  public func add(_ key: Hash128) {
    withUnsafeBytes(of: key) { members.insert($0) }
  }

  /// Writes `text` without its repeated lines to `out` unless it has none, and to `values` how many went and the share
  /// of lines with text that they were; O(n).
  func apply(
    _ document: CleaningDocument, _ source: UnsafeRawBufferPointer, into out: inout ByteBuffer,
    values: UnsafeMutableBufferPointer<Double>, counts: inout EditCounts
  ) -> Bool {
    let text = document.text
    let scope = rule.scopeHash(url: document.url, source: source)
    var kept = 0
    var removed = 0
    var lines = 0
    text.eachLineRange { start, end, line in
      lines += 1
      guard let scope, let key = rule.key(of: line, scope) else { return }
      guard withUnsafeBytes(of: key, { members.contains($0) }) else { return }
      out.append(text.slice(kept, start))
      kept = end
      removed += 1
    }
    values[0] = Double(removed)
    values[1] = share(removed, lines)
    guard removed > 0 else { return false }
    out.append(text.slice(kept, text.count))
    counts.add(.repeatedLines, removed)
    return true
  }
}

/// Which lines are counted, and among which documents.
public struct RepeatedLineRule: Hashable, Sendable {
  /// The documents among which a line is counted.
  public enum Scope: String, CaseIterable, Sendable {
    /// Those whose addresses have the same host; documents without an address have no repeated lines.
    case host
    /// Those of the same source.
    case source
    /// All of the run.
    case run
  }

  /// The documents among which a line is counted.
  public var scope: Scope
  /// A line goes from all documents when at least as many have it.
  public var documents: Int
  /// Shorter lines, in bytes without the white space around them, are never counted.
  public var bytes: Int

  /// A rule.
  public init(scope: Scope = .host, documents: Int = 10, bytes: Int = 20) {
    self.scope = scope
    self.documents = documents
    self.bytes = bytes
  }

  /// The hash of the scope that a document belongs to; nil when it belongs to none.
  public func scopeHash(url: UnsafeRawBufferPointer, source: UnsafeRawBufferPointer) -> UInt64? {
    switch scope {
    case .run: return 0
    case .source: return XXH3.hash64(source)
    case .host:
      let host = URLParts.host(of: url)
      return host.isEmpty ? nil : host.withUnsafeBytes { XXH3.hash64($0) }
    }
  }

  /// The key of a line without the white space around it, or nil when it is too short to count.
  public func key(of line: UnsafeRawBufferPointer, _ scope: UInt64) -> Hash128? {
    line.count < bytes ? nil : XXH3.hash128(line, seed: scope)
  }

  /// Calls `body` with the key of every line of a text that counts, repeats included; O(n).
  public func eachKey(
    of text: UnsafeRawBufferPointer, _ scope: UInt64, _ body: (Hash128) -> Void
  ) {
    text.eachLineRange { _, _, line in
      if let key = key(of: line, scope) { body(key) }
    }
  }

  /// Everything that decides the result, for plans.
  var planName: String { "repeated_lines.\(scope.rawValue),\(documents),\(bytes)" }
}

extension UnsafeRawBufferPointer {
  /// Calls `body` with where each line with text begins and ends (behind its U+000A), and the line without the ASCII white
  /// space around it.
  func eachLineRange(_ body: (_ start: Int, _ end: Int, _ line: UnsafeRawBufferPointer) -> Void) {
    var start = 0
    while start < count {
      let end = firstOffset(of: UInt8(ascii: "\n"), from: start).map { $0 + 1 } ?? count
      var first = start
      var last = end
      while first < last, self[first] <= 0x20 { first += 1 }
      while last > first, self[last - 1] <= 0x20 { last -= 1 }
      if last > first { body(start, end, slice(first, last)) }
      start = end
    }
  }
}

extension Signal {
  /// Lines that were taken out because many documents have them.
  static let repeatedLinesRemoved = Signal("repeated.lines", .repeatedLines, 0, .count)
  /// Those lines / lines with text; 0 for a text without.
  static let repeatedLinesShare = Signal("repeated.share", .repeatedLines, 1)
}
