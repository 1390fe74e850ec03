import QuernBytes
import TestSupport
import Testing

@testable import QuernCleaning

@Suite struct URLListTests {
  @discardableResult
  private func bytes<Result>(_ text: String, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    var buffer = ByteBuffer()
    buffer.append(string: text)
    return try body(buffer.bytes)
  }

  private func domain(_ url: String, _ suffixes: PublicSuffixes) -> String? {
    bytes(url) { url in
      let parts = URLParts(url, suffixes)
      return parts.registered.map { String(decoding: parts.host[$0...], as: UTF8.self) }
    }
  }

  @Test(arguments: [
    ("https://user:pw@WWW.Example.co.uk:80/a?b#c", "example.co.uk"), ("http://a.b.example.com", "example.com"),
    ("example.com/path//x", "example.com"), ("//host.example.org./", "example.org"), ("http://localhost/", nil),
    ("http://8.8.8.8/", nil), ("http://[2001:db8::1]/", nil), ("com", nil), ("http://co.uk", nil), ("", nil),
    ("mailto:a@b.example.de", "example.de"), ("http://www.gov.uk/x", "www.gov.uk"), ("a b://c.d.com/", "c.d.com"),
  ])
  func builtInRuleFindsDomains(url: String, expected: String?) {
    let wanted = url.hasPrefix("a b") ? nil : expected
    #expect(domain(url, .builtIn) == wanted)
  }

  @Test func listsOfSuffixesAreFollowed() {
    let list = """
      // ===BEGIN ICANN DOMAINS===
      com
      jp
      *.kawasaki.jp
      !city.kawasaki.jp
      *.ck
      !www.ck
      рф
      公司.cn
      cn
      // ===BEGIN PRIVATE DOMAINS===
      blogspot.com
      """
    let suffixes = bytes(list) { PublicSuffixes(list: $0) }
    for (url, expected) in [
      ("a.b.com", "b.com"), ("x.blogspot.com", "blogspot.com"), ("a.b.kawasaki.jp", "a.b.kawasaki.jp"),
      ("x.city.kawasaki.jp", "city.kawasaki.jp"), ("b.kawasaki.jp", nil), ("www.ck", "www.ck"), ("a.www.ck", "www.ck"),
      ("a.b.ck", "a.b.ck"), ("b.ck", nil), ("a.б.рф", "б.рф"), ("x.xn--p1ai", "x.xn--p1ai"), ("x.公司.cn", "x.公司.cn"),
      ("x.xn--55qx5d.cn", "x.xn--55qx5d.cn"), ("unknown.tld", nil),
    ] as [(String, String?)] {
      #expect(domain(url, suffixes) == expected, "\(url)")
    }
  }

  @Test(arguments: [
    ("bücher", "xn--bcher-kva"), ("münchen", "xn--mnchen-3ya"), ("例え", "xn--r8jz45g"), ("рф", "xn--p1ai"),
    ("plain", "plain"), ("a.ñ", "a.xn--ida"),
  ])
  func punycodeIsThatOfRFC3492(name: String, expected: String) {
    #expect(String(decoding: Punycode.host(ArraySlice(name.utf8)), as: UTF8.self) == expected)
  }

  @Test func fingerprintsFindWhatWasPutIn() {
    let set = FingerprintSet()
    let reversed = FingerprintSet()
    for number in 0..<5000 { bytes("host\(number).example") { set.insert($0) } }
    for number in (0..<5000).reversed() { bytes("host\(number).example") { reversed.insert($0) } }
    bytes("host1.example") { set.insert($0) }
    #expect(set.count == 5000 && set.digest == reversed.digest)
    for number in 0..<10_000 { #expect(bytes("host\(number).example") { set.contains($0) } == (number < 5000)) }
  }

  @Test func foldersArchivesAndFilesAreRead() throws {
    let folder = TemporaryFolder()
    let many = (0..<200_000).map { "host\($0).example\n" }.joined()
    _ = folder.write(Array("# comment\r\nBad.Example\r\n\n".utf8), to: "domains")
    let listed = URLLists()
    try listed.add(path: folder.path)
    #expect(listed.domains.count == 1)
    let nested = TemporaryFolder()
    _ = runTool("mkdir -p '\(nested.path)/adult' '\(nested.path)/drugs'")
    _ = nested.write(Array(many.utf8), to: "adult/domains")
    _ = nested.write(Array("site.example/a\n".utf8), to: "adult/urls")
    _ = nested.write(Compression.gzip(Array("drugs.example\n".utf8)), to: "drugs/domains.gz")
    let all = URLLists()
    try all.add(path: nested.path)
    #expect(all.domains.count == 200_001 && all.pages.count == 1)
    // The same as an archive gives the same lists.
    let places = TemporaryFolder()
    _ = runTool("cd '\(nested.path)' && gunzip -f drugs/domains.gz && tar -czf '\(places.path)/lists.tar.gz' .")
    let archived = URLLists()
    try archived.add(path: places.path + "/lists.tar.gz")
    #expect(archived.digest == all.digest)
    #expect(throws: (any Error).self) { try URLLists().add(path: places.path) }
    #expect(throws: (any Error).self) { try URLLists().add(path: places.path + "/nothing") }
    // Cut short.
    _ = runTool("head -c 3000 '\(places.path)/lists.tar.gz' > '\(places.path)/cut.tar.gz'")
    #expect(throws: (any Error).self) { try URLLists().add(path: places.path + "/cut.tar.gz") }
  }

  @Test func truncatedArchivesAndEmptyListsAreRefused() throws {
    let folder = TemporaryFolder()
    let hosts = (0..<400).map { "host\($0).example\n" }.joined()
    _ = folder.write(Array(hosts.utf8), to: "domains")
    _ = folder.write(Array("notes\n".utf8), to: "readme")
    _ = runTool("cd '\(folder.path)' && tar -cf lists.tar readme domains && tar -cf reversed.tar domains readme")
    for name in ["lists", "reversed"] {
      let archive = runTool("cat '\(folder.path)/\(name).tar'")
      try URLLists().add(path: "\(folder.path)/\(name).tar")
      // Two headers, a block of notes, the hosts, and the block of zeros that must follow.
      let needed = 3 * 512 + (hosts.utf8.count + 511) / 512 * 512 + 512
      _ = folder.write(Array(archive.prefix(needed)), to: "whole.tar")
      try URLLists().add(path: folder.path + "/whole.tar")
      for length in Array(stride(from: 512, to: needed, by: 149)) + Array(stride(from: 512, to: needed, by: 512)) {
        let path = folder.write(Array(archive.prefix(length)), to: "cut.tar")
        #expect("\(name) \(length)") {
          try URLLists().add(path: path)
        } throws: {
          "\($0)".hasPrefix("\(path): the archive is truncated")
        }
      }
    }
    let comments = folder.write(Array("# nothing\n\n".utf8), to: "comments")
    for path in ["/dev/null", comments] {
      #expect(throws: CleaningError.emptyURLList(path)) { try URLLists().add(path: path) }
    }
    bytes("# no word\n---\n") { list in
      let lists = URLLists()
      #expect(lists.addHardWords(list) + lists.addSoftWords(list) + lists.addSubstrings(list) == 0)
    }
    bytes("word\n") { #expect(URLLists().addHardWords($0) == 1) }
  }

  @Test func addressesAreMatched() {
    let lists = URLLists()
    bytes("a.b.example.com\nexample.org\n10.0.0.1") { lists.addDomains($0) }
    bytes("www.example.net/Page/") { lists.addURLs($0) }
    func match(_ url: String) -> URLMatch { bytes(url) { URLMatch($0, lists) } }
    #expect(match("http://x.a.b.example.com/").parent && !match("http://x.a.b.example.com/").subdomain)
    #expect(match("http://A.b.example.com/").subdomain)
    #expect(match("http://www.EXAMPLE.org/").domain)
    #expect(match("http://10.0.0.1:80/").parent)
    #expect(match("https://example.net/Page#x").page && !match("https://example.net/page").page)
    #expect(match("HTTPS://WWW.Example.NET/Page").page && match("Www.example.net/Page").page)
    #expect(match("www.example.net/Page/").address)
    #expect(match("") == URLMatch(UnsafeRawBufferPointer(start: nil, count: 0), URLLists()))
    // A word of signs only is none.
    bytes("---\nx") { lists.addHardWords($0) }
    #expect(match("http://q.example/").hardWords == 0)
  }
}
