import QuernBytes

/// The bytes of tokens by id in one block, in the order in which they came, while a vocabulary is put together.
struct TokenArena: Sendable {
  private struct Span: BitwiseCopyable {
    var start: UInt32
    var length: UInt32
  }

  /// All tokens, one after the other.
  private(set) var bytes: [UInt8] = []
  private var spans: [Span] = []

  /// One more than the highest id.
  var count: Int { spans.count }

  /// The bytes of token `id`, nil where there is none.
  subscript(id: Int) -> [UInt8]? {
    guard has(id) else { return nil }
    let span = spans[id]
    return Array(bytes[Int(span.start)..<Int(span.start + span.length)])
  }

  /// Whether there is a token `id`.
  func has(_ id: Int) -> Bool { id < spans.count && spans[id].length > 0 }

  /// The length in bytes of token `id`, 0 where there is none.
  func length(_ id: Int) -> Int { id < spans.count ? Int(spans[id].length) : 0 }

  /// Where the bytes of token `id` start in ``bytes``.
  func start(_ id: Int) -> Int { Int(spans[id].start) }

  /// Gives `body` the bytes of token `id`, empty where there is none.
  func withBytes<Result>(_ id: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    let length = length(id)
    return bytes.withUnsafeBytes { bytes in body(bytes.slice(start(id), start(id) + length)) }
  }

  /// Makes room for `tokens` tokens of together `total` bytes.
  mutating func reserve(tokens: Int, bytes total: Int) {
    spans.reserveCapacity(tokens)
    bytes.reserveCapacity(total)
  }

  /// Makes `token` the token `id`, which has none yet; false when there is no room for it below 4 GiB.
  mutating func set(_ id: Int, _ token: UnsafeRawBufferPointer) -> Bool {
    let start = bytes.count
    bytes.append(contentsOf: token)
    return close(id, from: start)
  }

  /// Lets `fill` append the bytes of token `id`; false when it appended none, or there is no room below 4 GiB.
  mutating func set(_ id: Int, appending fill: (inout [UInt8]) -> Bool) -> Bool {
    let start = bytes.count
    guard fill(&bytes), bytes.count > start else { return false }
    return close(id, from: start)
  }

  private mutating func close(_ id: Int, from start: Int) -> Bool {
    guard bytes.count <= Int(UInt32.max) else { return false }
    if id == spans.count {
      spans.append(Span(start: UInt32(start), length: UInt32(bytes.count - start)))
      return true
    }
    while spans.count <= id { spans.append(Span(start: 0, length: 0)) }
    spans[id] = Span(start: UInt32(start), length: UInt32(bytes.count - start))
    return true
  }
}
