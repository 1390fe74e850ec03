import QuernBytes
import QuernJSON
import TestSupport
import Testing

/// The inside of a JSON string, byte by byte.
private func naiveEscape(_ bytes: [UInt8]) -> [UInt8] {
  var out: [UInt8] = []
  for byte in bytes {
    switch byte {
    case 0x22: out += Array("\\\"".utf8)
    case 0x5C: out += Array("\\\\".utf8)
    case 0x08: out += Array("\\b".utf8)
    case 0x09: out += Array("\\t".utf8)
    case 0x0A: out += Array("\\n".utf8)
    case 0x0C: out += Array("\\f".utf8)
    case 0x0D: out += Array("\\r".utf8)
    case 0..<0x20: out += Array("\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8)
    default: out.append(byte)
    }
  }
  return out
}

private func escape(_ bytes: [UInt8]) -> [UInt8] {
  var buffer = ByteBuffer()
  withBytes(bytes) { buffer.append(jsonEscaped: $0) }
  return array(buffer)
}

/// A random JSON value, written and kept as plain Swift data.
private indirect enum Value {
  case null
  case bool(Bool)
  case int(Int)
  case uint(UInt64)
  case double(Double)
  case string(String)
  case array([Value])
  case object([(String, Value)])

  static func random(_ random: inout RandomGenerator, depth: Int) -> Value {
    switch random.next(below: depth > 0 ? 8 : 6) {
    case 0: return .null
    case 1: return .bool(random.next(below: 2) == 0)
    case 2: return .int(Int(truncatingIfNeeded: random.next()) >> random.next(below: 64))
    case 3: return .uint(random.next() | 1 << 63)
    case 4: return .double(Double(bitPattern: random.next()))
    case 5: return .string(random.text(random.next(below: 40)))
    case 6: return .array((0..<random.next(below: 5)).map { _ in .random(&random, depth: depth - 1) })
    default:
      return .object((0..<random.next(below: 5)).map { ("\($0)" + random.text(3), .random(&random, depth: depth - 1)) })
    }
  }

  func write(into writer: inout JSONWriter) {
    switch self {
    case .null: writer.null()
    case .bool(let value): writer.bool(value)
    case .int(let value): writer.number(value)
    case .uint(let value): writer.number(value)
    case .double(let value): writer.number(value)
    case .string(let value): writer.string(value)
    case .array(let values):
      writer.beginArray()
      for value in values { value.write(into: &writer) }
      writer.endArray()
    case .object(let members):
      writer.beginObject()
      for (key, value) in members {
        writer.key(name: key)
        value.write(into: &writer)
      }
      writer.endObject()
    }
  }

  func isEqual(to node: JSONNode) -> Bool {
    switch self {
    case .null: return node.isNull
    case .bool(let value): return node.bool == value
    case .int(let value): return node.int == value
    case .uint(let value): return node.uint == value
    case .double(let value): return value.isFinite ? node.double?.bitPattern == value.bitPattern : node.isNull
    case .string(let value): return node.bytes.map(Array.init) == Array(value.utf8)
    case .array(let values):
      let nodes = node.elements.map { $0 }
      return node.isArray && nodes.count == values.count && zip(values, nodes).allSatisfy { $0.isEqual(to: $1) }
    case .object(let members):
      let nodes = node.members.map { $0 }
      return node.isObject && nodes.count == members.count
        && zip(members, nodes).allSatisfy { Array($0.0.utf8) == Array($1.key) && $0.1.isEqual(to: $1.value) }
    }
  }
}

@Suite struct JSONWriterTests {
  @Test func escapingMatchesANaiveLoop() {
    var random = RandomGenerator(seed: 31)
    for byte in 0...255 as ClosedRange<UInt8> {
      for length in [1, 15, 16, 17, 33] {
        for at in [0, length / 2, length - 1] {
          var bytes = [UInt8](repeating: 0x61, count: length)
          bytes[at] = byte
          #expect(escape(bytes) == naiveEscape(bytes))
        }
      }
    }
    for length in 0..<200 {
      let mixed = random.bytes(length, of: [0x61, 0x22, 0x5C, 0x1F, 0x20, 0x7F, 0xC3, 0xFF, 0x00, 0x0A])
      if escape(mixed) != naiveEscape(mixed) { Issue.record("\(mixed)") }
      let any = random.bytes(length)
      if escape(any) != naiveEscape(any) { Issue.record("\(any)") }
    }
    for length in [4095, 4096, 4097, 9000] {
      let controls = random.bytes(length, of: Array(0..<0x20))
      #expect(escape(controls) == naiveEscape(controls))
    }
  }

  @Test(arguments: [false, true])
  func whatIsWrittenReadsBack(indented: Bool) throws {
    var random = RandomGenerator(seed: 32)
    for _ in 0..<300 {
      let value = Value.random(&random, depth: 4)
      var writer = JSONWriter(indented: indented)
      value.write(into: &writer)
      #expect(value.isEqual(to: try JSONDocument(writer.buffer).root), "\(writer.buffer.bytes.text)")
      if !indented { #expect(!writer.buffer.bytes.contains(0x0A)) }
    }
  }

  @Test func doublesReadBackExactly() throws {
    var random = RandomGenerator(seed: 33)
    var values: [Double] = [
      0, -0.0, 1, -1, 0.1, 1e15, 1e15 - 1, -1e15, 1e16, 123_456_789_012_345, 1e21, 1e22, .leastNonzeroMagnitude,
      .greatestFiniteMagnitude,
      .leastNormalMagnitude, 1 / 3, 0.3, 2e-7, 0x1p53, 0x1p53 + 2, 1e100,
    ]
    for _ in 0..<2000 { values.append(Double(bitPattern: random.next())) }
    for _ in 0..<500 { values.append(Double(random.next(below: 1000)) / 8) }
    var writer = JSONWriter()
    for value in values where value.isFinite {
      writer.removeAll()
      writer.number(value)
      let read = try JSONDocument(writer.buffer).root.double
      #expect(read?.bitPattern == value.bitPattern, "\(value)")
    }
    for value in [Double.infinity, -.infinity, .nan] {
      writer.removeAll()
      writer.number(value)
      #expect(writer.buffer.bytes.text == "null")
    }
  }

  @Test func form() {
    var writer = JSONWriter(indented: true)
    writer.beginObject()
    writer.key("a")
    writer.beginArray()
    writer.endArray()
    writer.key("b")
    writer.beginArray()
    writer.number(1)
    writer.beginObject()
    writer.endObject()
    writer.endArray()
    writer.endObject()
    writer.endLine()
    #expect(writer.buffer.bytes.text == "{\n  \"a\": [],\n  \"b\": [\n    1,\n    {}\n  ]\n}\n")
    var lines = JSONWriter()
    for index in 0..<2 {
      lines.beginObject()
      lines.key("n")
      lines.number(index)
      lines.key("raw")
      withBytes(Array("[1,2]".utf8)) { lines.raw($0) }
      lines.key("x")
      lines.null()
      lines.endObject()
      lines.endLine()
    }
    #expect(lines.buffer.bytes.text == "{\"n\":0,\"raw\":[1,2],\"x\":null}\n{\"n\":1,\"raw\":[1,2],\"x\":null}\n")
    lines.removeAll()
    lines.string("")
    #expect(lines.buffer.bytes.text == "\"\"")
  }
}
