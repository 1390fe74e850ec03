import QuernBytes

/// The parts of an address that lists speak of. Hosts are in lower case.
struct URLParts {
  /// The host, such as `www.example.co.uk`; empty where there is none.
  let host: [UInt8]
  /// Where the registered domain begins in the host; nil for hosts without one: numbers, and names without a suffix or
  /// without a label before it.
  let registered: Int?

  /// Takes `url` apart, with or without a scheme, user, port and path.
  init(_ url: UnsafeRawBufferPointer, _ suffixes: PublicSuffixes) {
    host = URLParts.host(of: url)
    let suffix = suffixes.start(of: host)
    guard suffix < host.count, suffix > 1, !URLParts.isNumber(host) else {
      registered = nil
      return
    }
    let name = host[..<(suffix - 1)]
    registered = name.lastIndex(of: UInt8(ascii: ".")).map { $0 + 1 } ?? 0
  }

  /// The bytes between the scheme and the path, without user and port.
  static func host(of url: UnsafeRawBufferPointer) -> [UInt8] {
    let start = authority(of: url)
    var end = start
    while end < url.count, url[end] != UInt8(ascii: "/"), url[end] != UInt8(ascii: "?"), url[end] != UInt8(ascii: "#") {
      end += 1
    }
    var authority = url[start..<end]
    if let user = authority.lastIndex(of: UInt8(ascii: "@")) { authority = authority[(user + 1)...] }
    if authority.first == UInt8(ascii: "["), let close = authority.firstIndex(of: UInt8(ascii: "]")) {
      return authority[...close].map(lowercase)
    }
    if let port = authority.firstIndex(of: UInt8(ascii: ":")) { authority = authority[..<port] }
    while let last = authority.last, last == UInt8(ascii: ".") || last == UInt8(ascii: " ") { authority.removeLast() }
    while authority.first == UInt8(ascii: " ") { authority.removeFirst() }
    return authority.map(lowercase)
  }

  /// Where the host begins: behind `//` at the start or behind a scheme.
  static func authority(of url: UnsafeRawBufferPointer) -> Int {
    guard let slashes = url.firstOffset(of: "//") else { return 0 }
    if slashes == 0 { return 2 }
    guard slashes >= 2, url[slashes - 1] == UInt8(ascii: ":") else { return 0 }
    for byte in url[..<(slashes - 1)] where !isScheme(byte) { return 0 }
    return slashes + 2
  }

  private static func isScheme(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
  }

  private static func isNumber(_ host: [UInt8]) -> Bool {
    host.allSatisfy { $0 == UInt8(ascii: ".") || ($0 >= 0x30 && $0 <= 0x39) }
  }

  @inline(__always)
  static func isAlphanumeric(_ byte: UInt8) -> Bool { byte &- 0x30 <= 9 || (byte | 0x20) &- 0x61 <= 25 }

  @inline(__always)
  static func lowercase(_ byte: UInt8) -> UInt8 { byte &- 0x41 <= 25 ? byte | 0x20 : byte }
}

extension UnsafeRawBufferPointer {
  /// Calls `body` with each line, without its end (LF or CR LF) and the spaces around it; lines of nothing are left out.
  func eachLine(_ body: (UnsafeRawBufferPointer) -> Void) {
    var start = 0
    while start < count {
      let end = firstOffset(of: UInt8(ascii: "\n"), from: start) ?? count
      var first = start
      var last = end
      while first < last, self[first] <= 0x20 { first += 1 }
      while last > first, self[last - 1] <= 0x20 { last -= 1 }
      if last > first { body(slice(first, last)) }
      start = end + 1
    }
  }
}
