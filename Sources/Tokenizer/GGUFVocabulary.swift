import QuernBytes

/// What the metadata of a GGUF file says of its tokenizer (`tokenizer.ggml.*`).
struct GGUFVocabulary {
  var model: String?
  var pre: String?
  /// By id; a token of no bytes is a hole.
  var tokens = TokenArena()
  var scores: [Float] = []
  var types: [Int32] = []
  var merges = TokenArena()
  var numbers: [String: Int64] = [:]
  var hasCharactersMap = false

  /// Reads the metadata of a file of `size` bytes.
  /// - Throws: ``TokenizerError/malformedVocabulary(_:)`` with the offset when it is not such a file, or what `read`
  ///   throws.
  init(size: Int, read: @escaping GGUFReader.Read) throws {
    var reader = GGUFReader(size: size, read: read)
    guard try reader.number(UInt32.self) == 0x4655_4747 else { throw reader.malformed("no magic number", at: 0) }
    let version = try reader.number(UInt32.self)
    guard version != 3 << 24, version != 2 << 24 else { throw TokenizerError.unsupported("a big-endian GGUF file") }
    guard version == 2 || version == 3 else { throw TokenizerError.unsupported("version \(version) of GGUF") }
    _ = try reader.number(UInt64.self)
    let count = try reader.number(UInt64.self)
    // A pair has at least the length of its key and its type.
    guard count <= UInt64(size / 12) else { throw reader.malformed("\(count) keys") }
    for _ in 0..<count {
      let key = try reader.string().text
      try readValue(key, try reader.kind(), &reader)
    }
  }

  private mutating func readValue(_ key: String, _ kind: GGUFReader.Kind, _ reader: inout GGUFReader) throws {
    let prefix = "tokenizer.ggml."
    guard key.utf8.starts(with: prefix.utf8) else { return try reader.skip(kind) }
    let name = String(decoding: key.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
    switch (name, kind) {
    case ("model", .string): model = try reader.string().text
    case ("pre", .string): pre = try reader.string().text
    case ("tokens", .array): tokens = try GGUFVocabulary.strings(name, &reader)
    case ("merges", .array): merges = try GGUFVocabulary.strings(name, &reader)
    case ("scores", .array): scores = try GGUFVocabulary.floats(name, &reader)
    case ("token_type", .array): types = try GGUFVocabulary.integers(name, &reader)
    case ("precompiled_charsmap", .array):
      let (element, count) = try reader.array()
      hasCharactersMap = count > 0
      for _ in 0..<count { try reader.skip(element) }
    case ("model", _), ("pre", _), ("tokens", _), ("merges", _), ("scores", _), ("token_type", _):
      throw reader.malformed("\(key) of the type \(kind)")
    case (_, .string), (_, .array), (_, .float32), (_, .float64): try reader.skip(kind)
    default: numbers[name] = try reader.integer(kind)
    }
  }

  private static func strings(_ name: String, _ reader: inout GGUFReader) throws -> TokenArena {
    let (kind, count) = try reader.array()
    guard kind == .string else { throw reader.malformed("tokenizer.ggml.\(name) of the type \(kind)") }
    guard count <= Int(BPEModelDraft.highestID) else { throw reader.malformed("\(count) \(name)") }
    var strings = TokenArena()
    for place in 0..<count {
      guard strings.set(place, try reader.string()) else { throw BPEModelDraft.tooLarge }
    }
    return strings
  }

  private static func floats(_ name: String, _ reader: inout GGUFReader) throws -> [Float] {
    let (kind, count) = try reader.array()
    guard kind == .float32 || kind == .int32 else {
      throw reader.malformed("tokenizer.ggml.\(name) of the type \(kind)")
    }
    guard count <= Int(BPEModelDraft.highestID) else { throw reader.malformed("\(count) \(name)") }
    var floats: [Float] = []
    for _ in 0..<count {
      let bits = try reader.number(UInt32.self)
      floats.append(kind == .float32 ? Float(bitPattern: bits) : Float(Int32(bitPattern: bits)))
    }
    return floats
  }

  private static func integers(_ name: String, _ reader: inout GGUFReader) throws -> [Int32] {
    let (kind, count) = try reader.array()
    guard kind == .int32 || kind == .uint32 else {
      throw reader.malformed("tokenizer.ggml.\(name) of the type \(kind)")
    }
    guard count <= Int(BPEModelDraft.highestID) else { throw reader.malformed("\(count) \(name)") }
    var integers: [Int32] = []
    for _ in 0..<count { integers.append(try reader.number(Int32.self)) }
    return integers
  }
}
