import QuernBytes

/// The suffixes under which domains are registered, such as `com` and `co.uk`.
///
/// With a Public Suffix List (publicsuffix.org; Debian's package `publicsuffix` installs it) its ICANN part is followed,
/// wildcards and exceptions included. Without one, a suffix is the last label, or the last two where the last is a
/// country's and the one before it is one that registries use for kinds of owners (`co`, `com`, `ac`, …).
public struct PublicSuffixes: Sendable {
  /// How a name of the list ends: a rule there, a wildcard below it, an exception.
  private struct Entry {
    var isSuffix = false
    var hasWildcard = false
    var isException = false
  }

  private let entries: [ArraySlice<UInt8>: Entry]?
  /// A hash of the list; zeros for the built-in rule.
  let digest: Hash128

  /// The list that is known without a file.
  public static let builtIn = PublicSuffixes(entries: nil, digest: Hash128(high: 0, low: 0))

  private init(entries: [ArraySlice<UInt8>: Entry]?, digest: Hash128) {
    self.entries = entries
    self.digest = digest
  }

  /// Reads a list in the form of publicsuffix.org; private suffixes are left out. O(n).
  public init(list: UnsafeRawBufferPointer) {
    var entries: [ArraySlice<UInt8>: Entry] = [:]
    var isICANN = true
    list.eachLine { line in
      if line.starts(with: "//".utf8) {
        let comment = line.text
        if comment.contains("BEGIN PRIVATE DOMAINS") { isICANN = false }
        if comment.contains("END PRIVATE DOMAINS") { isICANN = true }
        return
      }
      guard isICANN else { return }
      // A rule ends at white space.
      var rule = Array(line.prefix { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") })[...]
      var field = \Entry.isSuffix
      if rule.starts(with: "!".utf8) {
        rule = rule.dropFirst()
        field = \Entry.isException
      } else if rule.starts(with: "*.".utf8) {
        rule = rule.dropFirst(2)
        field = \Entry.hasWildcard
      }
      guard !rule.isEmpty else { return }
      entries[rule, default: Entry()][keyPath: field] = true
      let encoded = Punycode.host(rule)
      if encoded != rule { entries[encoded, default: Entry()][keyPath: field] = true }
    }
    self.init(entries: entries, digest: XXH3.hash128(list))
  }

  /// Where the suffix of a host begins; `host.count` when it has none. The host is in lower case.
  /// - Complexity: O(n).
  func start(of host: [UInt8]) -> Int {
    guard let entries else { return builtInStart(host) }
    var found = host.count
    var last = host.count
    var hasWildcard = false
    // From the last label towards the first; no rule has as many as six.
    for _ in 0..<6 where last > 0 {
      let end = last == host.count ? last : last - 1
      let start = host[..<end].lastIndex(of: UInt8(ascii: ".")).map { $0 + 1 } ?? 0
      let entry = entries[host[start...]]
      if entry?.isException == true { return last }
      if entry?.isSuffix == true || hasWildcard { found = start }
      hasWildcard = entry?.hasWildcard == true
      last = start
    }
    return found
  }

  private func builtInStart(_ host: [UInt8]) -> Int {
    guard let dot = host.lastIndex(of: UInt8(ascii: ".")), dot + 1 < host.count,
      host[(dot + 1)...].contains(where: { !($0 >= 0x30 && $0 <= 0x39) })
    else { return host.count }
    guard host.count - dot == 3 else { return dot + 1 }
    let before = host[..<dot]
    let start = before.lastIndex(of: UInt8(ascii: ".")).map { $0 + 1 } ?? 0
    return PublicSuffixes.secondLevels.contains(Array(host[start..<dot])) ? start : dot + 1
  }

  private static let secondLevels: Set<[UInt8]> = Set(
    "ac co com edu gob gov gouv govt go id info mil net ne nom or org plc sch ltd me".split(separator: " ").map {
      Array($0.utf8)
    })
}
