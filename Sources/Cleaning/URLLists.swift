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
  let suffixes: PublicSuffixes

  /// Lists without entries; registered domains are told by `suffixes`.
  public init(suffixes: PublicSuffixes = .builtIn) { self.suffixes = suffixes }

  /// Adds domains, one a line; lines that begin with `#` are comments.
  /// - Returns: how many entries the list has, as for the other lists.
  @discardableResult
  public func addDomains(_ list: UnsafeRawBufferPointer) -> Int {
    var lower = ByteBuffer()
    return count(list) { line in
      lower.removeAll()
      for byte in line { lower.append(URLParts.lowercase(byte)) }
      domains.insert(lower.bytes)
      return true
    }
  }

  /// Adds pages, one a line: compared with addresses byte by byte, and without scheme, `www.`, fragment and final
  /// slash.
  @discardableResult
  public func addURLs(_ list: UnsafeRawBufferPointer) -> Int {
    var page = ByteBuffer()
    return count(list) { line in
      addresses.insert(line)
      URLLists.writePage(line, to: &page)
      pages.insert(page.bytes)
      return true
    }
  }

  /// Adds words of which one is enough.
  @discardableResult
  public func addHardWords(_ list: UnsafeRawBufferPointer) -> Int { countWords(list) { hardWords.insert($0) } }

  /// Adds words of which several are needed.
  @discardableResult
  public func addSoftWords(_ list: UnsafeRawBufferPointer) -> Int { countWords(list) { softWords.insert($0) } }

  /// Adds strings that are looked for anywhere among the letters and digits of an address.
  @discardableResult
  public func addSubstrings(_ list: UnsafeRawBufferPointer) -> Int {
    countWords(list) { word in
      let key = UInt16(word[0]) << 8 | UInt16(word.count > 1 ? word[1] : 0)
      if substrings[key]?.contains(word) != true { substrings[key, default: []].append(word) }
    }
  }

  /// Gives `body` the lines that are no comments, and counts those that it takes.
  private func count(_ list: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Bool) -> Int {
    var count = 0
    list.eachLine { if $0.first != UInt8(ascii: "#"), body($0) { count += 1 } }
    return count
  }

  /// Gives `body` the words of the lines; a line of signs only, which would be in every address, has none.
  private func countWords(_ list: UnsafeRawBufferPointer, _ body: ([UInt8]) -> Void) -> Int {
    count(list) { line in
      let word = URLLists.plain(line)
      if !word.isEmpty { body(word) }
      return !word.isEmpty
    }
  }

  /// The letters and digits of ASCII, in lower case.
  static func plain(_ text: UnsafeRawBufferPointer) -> [UInt8] {
    text.compactMap { URLParts.isAlphanumeric($0) ? URLParts.lowercase($0) : nil }
  }

  /// Writes an address without what two addresses of a page differ in.
  static func writePage(_ url: UnsafeRawBufferPointer, to page: inout ByteBuffer) {
    page.removeAll()
    var start = URLParts.authority(of: url)
    let first = url.slice(start, min(start + 4, url.count))
    if first.count == 4 && zip(first, "www.".utf8).allSatisfy({ URLParts.lowercase($0) == $1 }) { start += 4 }
    var end = url.firstOffset(of: UInt8(ascii: "#"), from: start) ?? url.count
    while end > start, url[end - 1] == UInt8(ascii: "/") { end -= 1 }
    var isHost = true
    for byte in url[start..<end] {
      if byte == UInt8(ascii: "/") { isHost = false }
      page.append(isHost ? URLParts.lowercase(byte) : byte)
    }
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
