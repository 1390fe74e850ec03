import QuernBytes

/// What lists say about one address.
struct URLMatch: Equatable {
  /// The registered domain is listed.
  var domain = false
  /// The whole host is listed.
  var subdomain = false
  /// The host is a number that is listed, or lies under a listed name that is neither.
  var parent = false
  /// The address is listed byte by byte.
  var address = false
  /// The page is listed, under this or another spelling of its address.
  var page = false
  /// Distinct listed words.
  var hardWords = 0
  var softWords = 0
  /// Listed strings among its letters and digits.
  var substrings = 0

  /// Looks `url` up; nothing is found for an empty one.
  /// - Complexity: O(n), and for substrings O(n · entries with the same first two bytes).
  init(_ url: UnsafeRawBufferPointer, _ lists: URLLists) {
    guard !url.isEmpty else { return }
    findHost(URLParts(url, lists.suffixes), lists)
    if lists.addresses.count > 0 {
      address = lists.addresses.contains(url)
      var spelling = ByteBuffer()
      URLLists.writePage(url, to: &spelling)
      page = lists.pages.contains(spelling.bytes)
    }
    if !lists.hardWords.isEmpty || !lists.softWords.isEmpty { findWords(url, lists) }
    if !lists.substrings.isEmpty { findSubstrings(URLLists.plain(url), lists) }
  }

  private mutating func findHost(_ parts: URLParts, _ lists: URLLists) {
    guard lists.domains.count > 0, !parts.host.isEmpty else { return }
    parts.host.withUnsafeBytes { host in
      guard let registered = parts.registered else {
        parent = lists.domains.contains(host)
        return
      }
      domain = lists.domains.contains(host.slice(registered, host.count))
      subdomain = lists.domains.contains(host)
      // Between the host and the registered domain.
      var start = 0
      while start < registered, let dot = host.firstOffset(of: UInt8(ascii: "."), from: start), dot + 1 < registered {
        start = dot + 1
        if lists.domains.contains(host.slice(start, host.count)) { parent = true }
      }
    }
  }

  /// Words are runs of letters and digits, in the case that they have; datatrove's lists are of lower case.
  private mutating func findWords(_ url: UnsafeRawBufferPointer, _ lists: URLLists) {
    var seen: Set<[UInt8]> = []
    for word in url.split(whereSeparator: { !URLParts.isAlphanumeric($0) }) {
      let word = Array(word)
      let isHard = lists.hardWords.contains(word)
      let isSoft = lists.softWords.contains(word)
      guard isHard || isSoft, seen.insert(word).inserted else { continue }
      if isHard { hardWords += 1 }
      if isSoft { softWords += 1 }
    }
  }

  private mutating func findSubstrings(_ text: [UInt8], _ lists: URLLists) {
    for start in text.indices {
      let pair = UInt16(text[start]) << 8
      for key in [pair, start + 1 < text.count ? pair | UInt16(text[start + 1]) : pair] {
        if let words = lists.substrings[key] {
          for word in words where text[start...].starts(with: word) { substrings += 1 }
        }
        // The last byte has no second one; its pair is the key of single bytes already.
        if start + 1 == text.count { break }
      }
    }
  }
}
