import QuernBytes
import QuernStreams
import TestSupport
import Testing

/// What reading a whole file gave.
private struct Reading {
  var content: [UInt8] = []
  var failure: StreamError?
  var hash: Hash128?
}

/// Reads the file at `path`, `step` bytes a call.
private func decode(_ path: String, step: Int = 1 << 16) -> Reading {
  var reading = Reading()
  do throws(StreamError) {
    let decoder = try Decoder(path: path)
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: step, alignment: 16)
    defer { room.deallocate() }
    while true {
      var delivered = 0
      defer { reading.content += UnsafeRawBufferPointer(room)[..<delivered] }
      try decoder.read(into: room, delivered: &delivered)
      if delivered < step { break }
    }
    reading.hash = decoder.sourceHash
  } catch {
    reading.failure = error
  }
  return reading
}

@Suite struct DecoderTests {
  private let folder = TemporaryFolder()

  private func check(_ stored: [UInt8], holds content: [UInt8], as name: String = "f", step: Int = 1 << 16) {
    let path = folder.write(stored, to: name)
    let reading = decode(path, step: step)
    #expect(reading.failure == nil, "\(reading.failure?.description ?? "")")
    #expect(reading.content == content)
    #expect(reading.hash == withBytes(stored) { XXH3.hash128($0) })
  }

  private func checkDamage(_ stored: [UInt8], prefixOf content: [UInt8], _ words: String, as name: String = "f") {
    let reading = decode(folder.write(stored, to: name))
    #expect(reading.failure?.kind == .damaged)
    #expect(reading.failure?.description.contains(words) == true, "\(reading.failure?.description ?? "no failure")")
    #expect(content.starts(with: reading.content))
  }

  @Test(arguments: [0, 1, 2, 3, 4, 100, 65_535, 65_536, 262_144, 262_145, 700_000])
  func plain(count: Int) {
    var random = RandomGenerator(seed: 1)
    check(
      [0x61] + random.bytes(count),
      holds: [0x61]
        + {
          var r = RandomGenerator(seed: 1)
          return r.bytes(count)
        }())
    check([], holds: [])
    check([0x1F], holds: [0x1F])
    check([0x28, 0xB5, 0x2F], holds: [0x28, 0xB5, 0x2F])
  }

  @Test(arguments: [1, 7, 1000, 65_536, 1 << 20])
  func gzipMembers(step: Int) {
    var random = RandomGenerator(seed: 2)
    let content = random.bytes(step < 100 ? 3000 : 400_000, of: Array(0..<30))
    let half = content.count / 2
    let first = Compression.gzip(Array(content[..<half]))
    let second = Compression.gzip(Array(content[half...]))
    let nothing = Compression.gzip([])
    check(first + second, holds: content, step: step)
    check(nothing + first + nothing + nothing + second + nothing, holds: content, step: step)
    check(first + [0, 0, 0] + second + [UInt8](repeating: 0, count: 5000), holds: content, step: step)
    check(nothing, holds: [])
  }

  @Test func gzipFollowedByGarbage() {
    let content = Array("one line\n".utf8)
    let member = Compression.gzip(content)
    checkDamage(member + [1, 2, 3], prefixOf: content, "follows the last member")
    checkDamage(member + [0, 0, 7], prefixOf: content, "follows the last member")
    checkDamage(member + [0x1F, 0x8C, 0x08, 0, 0, 0, 0, 0, 0, 0], prefixOf: content, "corrupt gzip data")
    #expect(decode(folder.write(member + [1], to: "f")).content == content)
  }

  @Test func gzipCutAnywhere() {
    var random = RandomGenerator(seed: 3)
    let parts = [random.bytes(200, of: Array(0..<20)), random.bytes(150, of: Array(0..<20))]
    let members = parts.map { Compression.gzip($0) }
    let whole = members[0] + members[1]
    for length in 2..<whole.count {
      let reading = decode(folder.write(Array(whole[..<length]), to: "cut.gz"))
      #expect((parts[0] + parts[1]).starts(with: reading.content))
      if length == members[0].count {
        #expect(reading.failure == nil && reading.content == parts[0])
      } else {
        #expect(reading.failure?.kind == .damaged, "cut at \(length)")
      }
    }
    for length in 0..<2 {
      #expect(decode(folder.write(Array(whole[..<length]), to: "cut.gz")).failure?.kind == .damaged)
    }
  }

  @Test(arguments: [1, 7, 1000, 65_536, 1 << 20])
  func zstdFrames(step: Int) {
    var random = RandomGenerator(seed: 4)
    let content = random.bytes(step < 100 ? 3000 : 400_000, of: Array(0..<30))
    let half = content.count / 2
    for checksum in [true, false] {
      let first = Compression.zstd(Array(content[..<half]), checksum: checksum)
      let second = Compression.zstd(Array(content[half...]), checksum: checksum)
      let nothing = Compression.zstd([], checksum: checksum)
      check(first + second, holds: content, step: step)
      check(nothing + first + nothing + nothing + second + nothing, holds: content, step: step)
      let skipped = Compression.skippableFrame([1, 2, 3], variant: 5)
      let long = Compression.skippableFrame([UInt8](repeating: 9, count: 300_000))
      let empty = Compression.skippableFrame([], variant: 15)
      check(skipped + first + long + empty + second + skipped, holds: content, step: step)
      check(skipped, holds: [])
      check(nothing, holds: [])
    }
  }

  @Test func zstdFramesOfOurOwn() {
    var random = RandomGenerator(seed: 5)
    var writer = ZstdFrameWriter()
    var stored = ByteBuffer()
    var content: [UInt8] = []
    for count in [0, 1, 1000, 0, 300_000] {
      let part = random.bytes(count, of: Array(0..<60))
      withBytes(part) { writer.append($0, to: &stored) }
      content += part
    }
    check(array(stored), holds: content)
    #expect(runTool("zstd -qdc '\(folder.file("f"))'") == content)
  }

  @Test func zstdCutAnywhere() {
    var random = RandomGenerator(seed: 6)
    let parts = [random.bytes(120, of: Array(0..<20)), random.bytes(80, of: Array(0..<20))]
    let skipped = Compression.skippableFrame([7, 7])
    for checksum in [true, false] {
      let frames = parts.map { Compression.zstd($0, checksum: checksum) }
      let whole = frames[0] + skipped + frames[1]
      let borders = [frames[0].count, frames[0].count + skipped.count]
      for length in 0..<whole.count {
        let reading = decode(folder.write(Array(whole[..<length]), to: "cut.zst"))
        #expect((parts[0] + parts[1]).starts(with: reading.content))
        if borders.contains(length) {
          #expect(reading.failure == nil && reading.content == parts[0])
        } else {
          #expect(reading.failure?.kind == .damaged, "cut at \(length)")
        }
      }
    }
  }

  /// What the cut file still holds is delivered, not only what the last call before the cut made room for.
  @Test(arguments: [100, 4096, 1 << 20])
  func whatPrecedesACutIsDelivered(step: Int) {
    var random = RandomGenerator(seed: 7)
    let content = random.bytes(300_000, of: Array(0..<40))
    for (stored, name) in [(Compression.zstd(content), "cut.zst"), (Compression.gzip(content), "cut.gz")] {
      let cut = Array(stored[..<(stored.count - 20)])
      let path = folder.write(cut, to: name)
      let command = name.hasSuffix("gz") ? "gzip" : "zstd -q"
      let salvaged = runTool("\(command) -dc '\(path)' 2>/dev/null || true")
      let reading = decode(path, step: step)
      #expect(reading.failure?.kind == .damaged)
      #expect(content.starts(with: reading.content))
      #expect(reading.content.count >= min(salvaged.count, 262_144))
    }
  }

  /// Here the decompressor has taken in all of the file while it still holds content to be handed out.
  @Test(arguments: [1000, 4096, 131_000, 1 << 20])
  func whatTheDecompressorHoldsAtACutIsDelivered(step: Int) {
    var random = RandomGenerator(seed: 9)
    let content = random.bytes(300_000, of: Array(0..<40))
    let stored = Compression.zstd(content)
    // RFC 8878: the frame's header, then blocks of up to 128 KiB of content, each after three bytes with its size.
    let flags = stored[4]
    let sizes = flags & 0x20 != 0 ? [1, 2, 4, 8] : [1, 3, 5, 9]
    var at = 5 + sizes[Int(flags >> 6)]
    for block in 1...2 {
      at += 3 + (Int(stored[at]) | Int(stored[at + 1]) << 8 | Int(stored[at + 2]) << 16) >> 3
      let reading = decode(folder.write(Array(stored[..<at]), to: "cut.zst"), step: step)
      #expect(reading.failure?.kind == .damaged)
      #expect(reading.content.count == block << 17 && content.starts(with: reading.content))
    }
  }

  @Test(arguments: ["flip.zst", "flip.gz"])
  func noFlippedByteGoesUnnoticed(name: String) {
    var random = RandomGenerator(seed: 8)
    let content = random.bytes(160, of: Array(0..<20))
    let isZstd = name.hasSuffix("zst")
    let stored = isZstd ? Compression.zstd(content) : Compression.gzip(content)
    for at in stored.indices {
      for mask in [0x01, 0x80, 0xFF] as [UInt8] {
        var bytes = stored
        bytes[at] ^= mask
        let reading = decode(folder.write(bytes, to: name))
        // Time stamp, flags and system in a gzip header do not matter.
        if reading.failure == nil { #expect(reading.content == content, "byte \(at) ^ \(mask)") }
      }
    }
  }

  @Test func namesThatPromiseTooMuch() {
    let plain = Array("{\"text\":\"not compressed\"}\n".utf8)
    checkDamage(plain, prefixOf: [], "is not a zstd file", as: "a.jsonl.zst")
    checkDamage(plain, prefixOf: [], "is not a zstd file", as: "a.zstd")
    checkDamage(plain, prefixOf: [], "is not a gzip file", as: "a.gz")
    checkDamage([], prefixOf: [], "is empty", as: "b.zst")
    checkDamage([], prefixOf: [], "is empty", as: "b.gz")
    // The content decides when it is compressed, in whatever way.
    check(Compression.gzip(plain), holds: plain, as: "c.zst")
    check(Compression.zstd(plain), holds: plain, as: "c.gz")
    check(Compression.zstd(plain), holds: plain, as: "c.jsonl")
  }

  @Test func zstdFollowedByGarbage() {
    let content = Array("one line\n".utf8)
    let frame = Compression.zstd(content)
    for garbage in [[1], [1, 2, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9], [0x28, 0xB5]] as [[UInt8]] {
      let reading = decode(folder.write(frame + garbage, to: "f"))
      #expect(reading.failure?.kind == .damaged)
      #expect(reading.content == content)
    }
  }

  @Test func whatCannotBeOpened() {
    #expect(decode(folder.file("nothing")).failure?.kind == .missing)
    #expect(decode(folder.path).failure?.kind == .unreadable)
    #expect(decode(folder.write([1], to: "file") + "/below").failure?.kind == .unreadable)
  }

  /// A pipe hands its bytes over in small pieces.
  @Test func bytesMayComeInPieces() {
    let path = folder.file("pipe")
    runTool(
      "mkfifo '\(path)'; (for i in 1 2 3 4 5; do printf 'line %s\\n' $i; sleep 0.01; done > '\(path)') > /dev/null &")
    #expect(decode(path).content == Array("line 1\nline 2\nline 3\nline 4\nline 5\n".utf8))
  }
}
