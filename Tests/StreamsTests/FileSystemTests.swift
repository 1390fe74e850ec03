import QuernBytes
import QuernStreams
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite struct FileSystemTests {
  private let folder = TemporaryFolder()

  @Test func nothingAppearsBeforeItIsPublished() throws {
    let path = folder.file("out")
    var random = RandomGenerator(seed: 1)
    let parts = [0, 1, 1000, 1 << 20, 5, (1 << 20) - 1, (1 << 20) + 1, 3 << 19, 7].map { random.bytes($0) }
    do {
      let file = try OutputFile(path: path)
      for part in parts { try withBytes(part) { bytes throws(StreamError) in try file.write(bytes) } }
      #expect(!folder.names.contains("out") && folder.names.count == 1)
      #expect(folder.names[0].hasPrefix(".out" + OutputFile.attemptMark))
      try file.seal()
      #expect(!folder.names.contains("out"))
      try file.publish()
      #expect(folder.names == ["out"])
      let content = Array(parts.joined())
      #expect(readFile(path) == content)
      let record = file.record(path: "name")
      #expect(record == FileRecord(path: "name", size: content.count, hash: withBytes(content) { XXH3.hash128($0) }))
    }
    #expect(folder.names == ["out"])
  }

  @Test(arguments: [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 5 << 19])
  func recordsOfFiles(size: Int) throws {
    var random = RandomGenerator(seed: 2)
    let content = random.bytes(size)
    let path = folder.write(content, to: "f")
    let record = try FileSystem.record(of: path)
    #expect(record == FileRecord(path: path, size: size, hash: withBytes(content) { XXH3.hash128($0) }))
    #expect(throws: StreamError.self) { try FileSystem.record(of: folder.file("missing")) }
  }

  @Test func anAttemptThatIsGivenUpLeavesNothing() throws {
    folder.write([1], to: "out")
    do {
      let file = try OutputFile(path: folder.file("out"))
      try withBytes([2, 3]) { bytes throws(StreamError) in try file.write(bytes) }
      try file.seal()
    }
    #expect(folder.names == ["out"] && readFile(folder.file("out")) == [1])
  }

  @Test func publishingReplaces() throws {
    folder.write([1], to: "out")
    _ = try withBytes([2, 3]) { bytes throws(StreamError) in try FileSystem.write(bytes, to: folder.file("out")) }
    #expect(folder.names == ["out"] && readFile(folder.file("out")) == [2, 3])
  }

  @Test func twoAttemptsAtOneFileDoNotMeet() throws {
    let first = try OutputFile(path: folder.file("out"))
    let second = try OutputFile(path: folder.file("out"))
    try withBytes([1]) { bytes throws(StreamError) in try first.write(bytes) }
    try withBytes([2]) { bytes throws(StreamError) in try second.write(bytes) }
    try second.publish()
    try first.publish()
    #expect(folder.names == ["out"] && readFile(folder.file("out")) == [1])
  }

  @Test func onceWrittenStays() throws {
    let path = folder.file("record")
    let outcomes = try [[1], [2, 2], []].map { (content: [UInt8]) in
      try withBytes(content) { bytes throws(StreamError) in try FileSystem.writeOnce(bytes, to: path) }
    }
    #expect(outcomes == [true, false, false])
    #expect(folder.names == ["record"] && readFile(path) == [1])
  }

  @Test func failures() {
    let file = folder.write([1], to: "file")
    func kind(_ body: () throws -> Void) -> StreamError.Kind? {
      do { try body() } catch { return (error as? StreamError)?.kind }
      return nil
    }
    #expect(kind { _ = try OutputFile(path: folder.file("missing/out")) } == .missing)
    #expect(kind { _ = try OutputFile(path: file + "/out") } == .unwritable)
    #expect(kind { _ = try OutputFile(path: "/proc/out") } != nil)
    #expect(kind { try FileSystem.createFolder(file) } == .unwritable)
    #expect(kind { try FileSystem.createFolder(file + "/below") } != nil)
    #expect(kind { _ = try FileSystem.names(in: folder.file("missing")) } == .missing)
    #expect(kind { _ = try FileSystem.contents(of: folder.file("missing")) } == .missing)
    #expect(kind { _ = try FileSystem.contents(of: folder.path) } == .unreadable)
    #expect(kind { _ = try RandomAccessFile(path: folder.file("missing")) } == .missing)
    #expect(kind { try withBytes([1]) { try FileSystem.append($0, to: folder.file("missing/log")) } } == .missing)
    #expect(kind { try withBytes([1]) { try FileSystem.append($0, to: "/dev/full") } } == .noSpace)
    #expect(kind { _ = try withBytes([1]) { try FileSystem.writeOnce($0, to: folder.file("missing/r")) } } == .missing)
    #expect(kind { try FileSystem.remove(folder.path) } != nil)
    #expect(kind { try FileSystem.remove(folder.file("missing")) } == nil)
    #expect(kind { try FileSystem.removeFolder(folder.file("missing")) } == nil)
    #expect(folder.names == ["file"])
  }

  /// A folder without write permission; the superuser may write anyway.
  @Test func readOnlyFolders() throws {
    let closed = folder.file("closed")
    runTool("mkdir '\(closed)'; chmod 555 '\(closed)'")
    defer { runTool("chmod 755 '\(closed)'") }
    do {
      _ = try OutputFile(path: closed + "/out")
    } catch {
      #expect(error.kind == .unwritable && error.hint != nil)
    }
    #expect(try FileSystem.names(in: closed).isEmpty)
  }

  @Test func entries() throws {
    let file = folder.write([1, 2, 3], to: "file")
    runTool(
      "ln -s file '\(folder.file("link"))'; ln -s nothing '\(folder.file("dangling"))'; mkfifo '\(folder.file("pipe"))'"
    )
    guard case .file(3, let modified) = FileSystem.entry(at: file) else {
      throw StreamError(.missing, path: file, message: "")
    }
    #expect(modified > 1_600_000_000_000_000_000)
    #expect(FileSystem.entry(at: folder.file("link")) == .file(size: 3, modifiedNanoseconds: modified))
    #expect(FileSystem.entry(at: folder.file("dangling")) == .nothing)
    #expect(FileSystem.entry(at: folder.file("pipe")) == .other)
    #expect(FileSystem.entry(at: folder.path) == .folder)
    #expect(FileSystem.entry(at: folder.file("none")) == .nothing)
  }

  @Test func namesAndPatterns() throws {
    let names = ["b", "a", "Z", "é", "a.b", "a-b", ".hidden", "aa", "10", "9", String(repeating: "n", count: 255)]
    for name in names { folder.write([], to: name) }
    let ordered = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    #expect(try FileSystem.names(in: folder.path) == ordered)
    #expect(try FileSystem.matches(of: folder.file("a*")) == ["a", "a-b", "a.b", "aa"].map { folder.file($0) })
    #expect(try FileSystem.matches(of: folder.file("[0-9]*")) == ["10", "9"].map { folder.file($0) })
    #expect(try FileSystem.matches(of: folder.file("?")) == ["9", "Z", "a", "b"].map { folder.file($0) })
    #expect(try FileSystem.matches(of: folder.file("q*")).isEmpty)
    #expect(try FileSystem.matches(of: folder.file("none/*")).isEmpty)
  }

  @Test func folders() throws {
    try FileSystem.createFolder(folder.file("a/b/c"))
    try FileSystem.createFolder(folder.file("a/b/c"))
    try FileSystem.createFolder(folder.file("d/e") + "/")
    #expect(
      FileSystem.entry(at: folder.file("a/b/c")) == .folder && FileSystem.entry(at: folder.file("d/e")) == .folder)
    folder.write([1], to: "a/b/file")
    runTool("ln -s ../../d '\(folder.file("a/b/link"))'")
    try FileSystem.removeFolder(folder.file("a"))
    // What a link points to is not removed with the link.
    #expect(folder.names == ["d"] && FileSystem.entry(at: folder.file("d/e")) == .folder)
  }

  @Test func attemptsAreRemovedAndNothingElse() throws {
    for name in ["out", ".out\(OutputFile.attemptMark)1-2", ".hidden"] { folder.write([], to: name) }
    try FileSystem.removeAttempts(in: folder.path)
    #expect(folder.names.sorted() == [".hidden", "out"])
    try FileSystem.removeAttempts(in: folder.file("missing"))
  }

  @Test func logsGrow() throws {
    let path = folder.file("log")
    for part in [[1, 2], [], [3]] as [[UInt8]] {
      try withBytes(part) { bytes throws(StreamError) in try FileSystem.append(bytes, to: path) }
    }
    #expect(readFile(path) == [1, 2, 3])
  }

  @Test func contents() throws {
    var random = RandomGenerator(seed: 2)
    for count in [0, 1, 65_535, 65_536, 65_537, 200_000] {
      let bytes = random.bytes(count)
      let path = folder.write(bytes, to: "f")
      #expect(array(try FileSystem.contents(of: path)) == bytes)
      let file = try RandomAccessFile(path: path)
      #expect(file.size == count)
      var part = ByteBuffer()
      try file.read(at: count / 3, count: count / 2, into: &part)
      #expect(array(part) == Array(bytes[(count / 3)..<(count / 3 + count / 2)]))
      #expect(throws: StreamError.self) { try file.read(at: 1, count: max(count, 1), into: &part) }
      #expect(array(part).count == count / 2)
      #expect(throws: StreamError.self) { try file.integer(at: count - 7) }
      if count > 8 { #expect(try littleEndian(file.integer(at: 1)) == Array(bytes[1..<9])) }
    }
    #expect(throws: StreamError.self) { _ = try FileSystem.contents(of: folder.file("f"), limit: 199_999) }
  }

  @Test(arguments: [
    ("a", ".", "a"), ("a/b", "a", "b"), ("/a", "/", "a"), ("/", "/", ""), ("/a/b/c", "/a/b", "c"), ("a/", "a", ""),
    ("é/ü", "é", "ü"), ("", ".", ""),
  ])
  func paths(path: String, folder: String, name: String) {
    let split = splitPath(path)
    #expect(split.folder == folder && split.name == name)
  }

  @Test func patternsAndWhatTheyCannotRead() throws {
    let hostile = folder.file("a[b]*?\\{c}")
    try FileSystem.createFolder(hostile)
    writeFile([], to: hostile + "/x.1")
    writeFile([], to: folder.file("file"))
    #expect(try FileSystem.matches(of: FileSystem.pattern(for: hostile) + "/x.*") == [hostile + "/x.1"])
    #expect(try FileSystem.matches(of: FileSystem.pattern(for: hostile)) == [hostile])
    // Neither a missing folder nor a file in a folder's place holds anything; a folder that cannot be read might.
    #expect(try FileSystem.matches(of: folder.file("none/*")).isEmpty)
    #expect(try FileSystem.matches(of: folder.file("file/*")).isEmpty)
    #expect(try FileSystem.matches(of: folder.file("*/x.1")) == [hostile + "/x.1"])
    runTool("ln -s loop '\(folder.file("loop"))'")
    #expect(throws: StreamError.self) { try FileSystem.matches(of: folder.file("loop/*")) }
  }

  @Test func realPaths() throws {
    try FileSystem.createFolder(folder.file("a/b"))
    runTool("ln -s a/b '\(folder.file("link"))'; ln -s loop '\(folder.file("loop"))'")
    let real = FileSystem.realPath(folder.path)
    #expect(FileSystem.realPath(folder.file("link")) == real + "/a/b")
    #expect(FileSystem.realPath(folder.file("link/../new/./er//x")) == real + "/a/new/er/x")
    #expect(FileSystem.realPath(folder.file("new/../link/")) == real + "/link")
    #expect(FileSystem.realPath("/none") == "/none" && FileSystem.realPath("/") == "/")
    #expect(FileSystem.realPath("none") == FileSystem.realPath(".") + "/none")
    #expect(FileSystem.isLink(folder.file("link")) && FileSystem.isLink(folder.file("loop")))
    #expect(!FileSystem.isLink(folder.file("a")) && !FileSystem.isLink(folder.file("none")))
  }

  @Test func missingAndEmptyFolders() throws {
    #expect(FileSystem.missingFolders(folder.path).isEmpty)
    let missing = FileSystem.missingFolders(folder.file("a/b/c"))
    #expect(missing == ["a/b/c", "a/b", "a"].map { folder.file($0) })
    try FileSystem.createFolder(folder.file("a/b/c"))
    #expect(try !FileSystem.removeEmptyFolder(folder.file("a/b")))
    for path in missing { #expect(try FileSystem.removeEmptyFolder(path)) }
    #expect(try FileSystem.removeEmptyFolder(folder.file("a")))
    #expect(folder.names.isEmpty)
  }

  /// A write that takes a part only says nothing; the one after it says why.
  @Test func logsOnAFullDisk() throws {
    let small = folder.file("small")
    try FileSystem.createFolder(small)
    let mounted = mount("tmpfs", small, "tmpfs", 0, "size=8k") == 0
    try #require(mounted || errno == EPERM)
    guard mounted else { return print("skipped: logsOnAFullDisk needs the right to mount a small file system") }
    defer { umount(small) }
    do {
      errno = 0
      try withBytes([UInt8](repeating: 1, count: 20_000)) { bytes throws(StreamError) in
        try FileSystem.append(bytes, to: small + "/log")
      }
      Issue.record("20,000 bytes fitted into 8 KiB")
    } catch {
      #expect(error.kind == .noSpace, "\(error)")
    }
  }
}
