import QuernBytes

/// Lists of addresses that are not wanted: domains, pages, words.
///
/// The lists are the user's. It is filled before it is shared and never changes afterwards.
public final class URLLists: @unchecked Sendable {
  let domains = FingerprintSet()
  let pages = FingerprintSet()
  let addresses = FingerprintSet()
  private(set) var hardWords: Set<[UInt8]> = []
  private(set) var softWords: Set<[UInt8]> = []
  /// Substrings by their first two bytes, which most addresses have none of.
  private(set) var substrings: [UInt16: [[UInt8]]] = [:]
  private var substringCount = 0
  let suffixes: PublicSuffixes

  /// Lists without entries; registered domains are told by `suffixes`.
  public init(suffixes: PublicSuffixes = .builtIn) { self.suffixes = suffixes }

  /// Adds domains, one a line; lines that begin with `#` are comments.
  public func addDomains(_ list: UnsafeRawBufferPointer) {
    var lower = ByteBuffer()
    each(list) { line in
      lower.removeAll()
      for byte in line { lower.append(URLParts.lowercase(byte)) }
      domains.insert(lower.bytes)
    }
  }

  /// Adds pages, one a line: compared with addresses byte by byte, and without scheme, `www.`, fragment and final
  /// slash.
  public func addURLs(_ list: UnsafeRawBufferPointer) {
    var page = ByteBuffer()
    each(list) { line in
      addresses.insert(line)
      URLLists.writePage(line, to: &page)
      pages.insert(page.bytes)
    }
  }

  /// Adds words of which one is enough.
  public func addHardWords(_ list: UnsafeRawBufferPointer) { each(list) { hardWords.insert(URLLists.plain($0)) } }

  /// Adds words of which several are needed.
  public func addSoftWords(_ list: UnsafeRawBufferPointer) { each(list) { softWords.insert(URLLists.plain($0)) } }

  /// Adds strings that are looked for anywhere among the letters and digits of an address.
  public func addSubstrings(_ list: UnsafeRawBufferPointer) {
    each(list) { line in
      let word = URLLists.plain(line)
      guard let first = word.first else { return }
      let second = word.count > 1 ? word[1] : 0
      let key = UInt16(first) << 8 | UInt16(second)
      if substrings[key]?.contains(word) != true {
        substrings[key, default: []].append(word)
        substringCount += 1
      }
    }
    hardWords.remove([])
  }

  private func each(_ list: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void) {
    list.eachLine { if $0.first != UInt8(ascii: "#") { body($0) } }
    // A line of signs only would be in every address.
    hardWords.remove([])
    softWords.remove([])
  }

  /// The letters and digits of ASCII, in lower case.
  static func plain(_ text: UnsafeRawBufferPointer) -> [UInt8] {
    text.compactMap { URLParts.isAlphanumeric($0) ? URLParts.lowercase($0) : nil }
  }

  /// Writes an address without what two addresses of a page differ in.
  static func writePage(_ url: UnsafeRawBufferPointer, to page: inout ByteBuffer) {
    page.removeAll()
    var start = URLParts.authority(of: url)
    if url.slice(start, min(start + 4, url.count)).equals("www.") { start += 4 }
    var end = url.firstOffset(of: UInt8(ascii: "#"), from: start) ?? url.count
    while end > start, url[end - 1] == UInt8(ascii: "/") { end -= 1 }
    var isHost = true
    for byte in url[start..<end] {
      if byte == UInt8(ascii: "/") { isHost = false }
      page.append(isHost ? URLParts.lowercase(byte) : byte)
    }
  }

  /// Whether there is anything to find.
  public var isEmpty: Bool {
    domains.count + addresses.count + hardWords.count + softWords.count + substringCount == 0
  }

  /// How many entries there are, for people.
  public var summary: String {
    "\(domains.count) domains, \(addresses.count) pages, \(hardWords.count) hard and \(softWords.count) soft words, "
      + "\(substringCount) substrings"
  }

  /// A hash of all lists, the same whatever the order of their entries.
  var digest: Hash128 {
    var bytes = ByteBuffer()
    for hash in [domains.digest, pages.digest, addresses.digest, suffixes.digest] {
      bytes.append(littleEndian: hash.high)
      bytes.append(littleEndian: hash.low)
    }
    for words in [Array(hardWords), Array(softWords), substrings.values.flatMap { $0 }] {
      bytes.append(littleEndian: UInt64(words.count))
      for word in words.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
        word.withUnsafeBytes { bytes.append($0) }
        bytes.append(0)
      }
    }
    return XXH3.hash128(bytes.bytes)
  }
}
