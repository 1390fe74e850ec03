import QuernBytes
import QuernStreams

extension URLLists {
  /// Adds the domains and pages of a list in the form of the UT1 blacklists: a folder with files `domains` and `urls`, a
  /// folder of such folders, a tar archive of either, or one such file; each may be compressed with gzip or zstd.
  ///
  /// A single file whose name begins with `url` holds pages, any other domains.
  /// - Throws: ``StreamError`` when it cannot be read, ``CleaningError/noURLList(_:)`` when there is nothing of that form,
  ///   ``CleaningError/emptyURLList(_:)`` when no file of it has an entry.
  public func add(path: String) throws {
    guard let entries = try addEntries(at: path) else { throw CleaningError.noURLList(path) }
    if entries == 0 { throw CleaningError.emptyURLList(path) }
  }

  /// The number of entries there, which are added; nil when there is no list.
  private func addEntries(at path: String) throws -> Int? {
    switch FileSystem.entry(at: path) {
    case .folder:
      var entries = try addFiles(in: path)
      for name in try FileSystem.names(in: path) where FileSystem.entry(at: "\(path)/\(name)") == .folder {
        if let more = try addFiles(in: "\(path)/\(name)") { entries = (entries ?? 0) + more }
      }
      return entries
    default:
      var list = try ListReader(path: path)
      if list.isArchive { return try addArchive(&list) }
      let entries = add(&list, as: splitPath(path).name.hasPrefix("url") ? .pages : .domains, limit: nil)
      try list.check()
      return entries
    }
  }

  private enum Kind {
    case domains
    case pages

    /// What a member of this name holds, if it is of a list.
    init?(_ name: String) {
      let stem = name.hasSuffix(".gz") || name.hasSuffix(".zst") ? String(name.prefix { $0 != "." }) : name
      switch stem {
      case "domains": self = .domains
      case "urls": self = .pages
      default: return nil
      }
    }
  }

  private func addFiles(in folder: String) throws -> Int? {
    var entries: Int?
    for name in try FileSystem.names(in: folder) {
      guard let kind = Kind(name), FileSystem.entry(at: "\(folder)/\(name)") != .folder else { continue }
      var list = try ListReader(path: "\(folder)/\(name)")
      entries = (entries ?? 0) + add(&list, as: kind, limit: nil)
      try list.check()
    }
    return entries
  }

  /// Adds the members `domains` and `urls` of a tar archive (POSIX.1-1988 and later), wherever they lie in it.
  private func addArchive(_ list: inout ListReader) throws -> Int? {
    var entries: Int?
    while true {
      guard let header = list.take(512) else {
        // An archive ends with blocks of zeros.
        list.failAsTruncated()
        break
      }
      if header[0] == 0 { break }
      let name = String(decoding: header[..<100].prefix { $0 != 0 }, as: UTF8.self)
      guard let size = ListReader.octal(header[124..<136]) else { throw CleaningError.noURLList(list.path) }
      let isFile = header[156] == 0 || header[156] == UInt8(ascii: "0")
      if isFile, let kind = Kind(splitPath(name).name) {
        entries = (entries ?? 0) + add(&list, as: kind, limit: size)
      } else {
        list.skip(size)
      }
      list.skip((512 - size % 512) % 512)
    }
    try list.check()
    return entries
  }

  private func add(_ list: inout ListReader, as kind: Kind, limit: Int?) -> Int {
    var entries = 0
    list.eachBlock(limit: limit) { block in
      entries += kind == .domains ? addDomains(block) : addURLs(block)
    }
    return entries
  }
}

/// Reads a list of any size in blocks of whole lines.
struct ListReader: ~Copyable {
  let path: String
  private let decoder: Decoder
  private var buffer = ByteBuffer()
  private var at = 0
  private var isAtEnd = false
  private var failure: StreamError?

  private static let blockSize = 1 << 20

  init(path: String) throws(StreamError) {
    self.path = path
    decoder = try Decoder(path: path)
    fill(512)
  }

  /// Whether the file is a tar archive.
  var isArchive: Bool { buffer.count >= 512 && buffer.bytes.slice(257, 262).equals("ustar") }

  /// Makes `count` bytes ready, if there are as many.
  private mutating func fill(_ count: Int) {
    guard !isAtEnd, buffer.count - at < count else { return }
    buffer.removeFirst(at)
    at = 0
    while buffer.count < count && !isAtEnd {
      var got = 0
      var thrown: StreamError?
      buffer.appendFilling(atLeast: max(count, ListReader.blockSize)) { room in
        do throws(StreamError) {
          try decoder.read(into: room, delivered: &got)
        } catch {
          thrown = error
        }
        return got
      }
      if got == 0 || thrown != nil { isAtEnd = true }
      failure = failure ?? thrown
    }
  }

  /// The next `count` bytes, or nil when there are fewer.
  mutating func take(_ count: Int) -> [UInt8]? {
    fill(count)
    guard buffer.count - at >= count else { return nil }
    defer { at += count }
    return Array(buffer.bytes.slice(at, at + count))
  }

  /// Leaves out `count` bytes; with fewer the file is truncated.
  mutating func skip(_ count: Int) {
    var left = count
    while left > 0 {
      fill(min(left, ListReader.blockSize))
      let step = min(left, buffer.count - at)
      if step == 0 { return failAsTruncated() }
      at += step
      left -= step
    }
  }

  /// Calls `body` with blocks of whole lines until `limit` bytes, or all, are read; with fewer than `limit` the file is
  /// truncated.
  mutating func eachBlock(limit: Int?, _ body: (UnsafeRawBufferPointer) -> Void) {
    var left = limit ?? .max
    var wanted = ListReader.blockSize
    while left > 0 {
      fill(min(left, wanted))
      let ready = min(left, buffer.count - at)
      if ready == 0 {
        if limit != nil { failAsTruncated() }
        return
      }
      let block = buffer.bytes.slice(at, at + ready)
      let isLast = ready == left || (isAtEnd && at + ready == buffer.count)
      let end = isLast ? ready : block.lastOffset(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
      if end == 0 {
        wanted = 2 * max(wanted, ready)
        continue
      }
      body(block.slice(0, end))
      wanted = ListReader.blockSize
      at += end
      left -= end
    }
  }

  /// Makes ``check()`` throw that the archive ends too early.
  mutating func failAsTruncated() {
    let error = StreamError(
      .damaged, path: path, message: "the archive is truncated", hint: "copy or download it again")
    failure = failure ?? error
  }

  /// Throws what went wrong while the file was read.
  func check() throws(StreamError) {
    if let failure { throw failure }
  }

  /// A number of a tar header: octal digits, a space or zero byte behind them; nil where it is none.
  static func octal(_ field: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for byte in field.drop(while: { $0 == 0x20 }) {
      if byte == 0 || byte == 0x20 { break }
      guard byte >= 0x30, byte <= 0x37, value < 1 << 40 else { return nil }
      value = value * 8 + Int(byte - 0x30)
    }
    return value
  }
}
