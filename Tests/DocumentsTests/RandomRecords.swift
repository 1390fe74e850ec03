import QuernBytes
import TestSupport

extension RandomGenerator {
  /// White space that JSON allows inside a line, mostly none.
  private mutating func space() -> String { pick(["", "", "", "", " ", "  ", "\t", " \t", "\r"]) }

  /// `text` as a JSON string, each character escaped in one of the ways there are, or not.
  mutating func jsonString(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      let mustEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
      if mustEscape || next(below: 6) == 0 {
        let short: [Unicode.Scalar: String] = [
          "\"": "\\\"", "\\": "\\\\", "/": "\\/", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\u{8}": "\\b", "\u{C}": "\\f",
        ]
        if let escape = short[scalar], next(below: 2) == 0 {
          out += escape
        } else {
          for unit in String(Character(scalar)).utf16 {
            let digits = String(unit, radix: 16, uppercase: next(below: 2) == 0)
            out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
          }
        }
      } else {
        out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }

  private mutating func value(depth: Int) -> String {
    switch next(below: depth > 0 ? 8 : 6) {
    case 0: return pick(["null", "true", "false"])
    case 1: return pick(["0", "-0", "12", "-7.5", "1e5", "1E-05", "0.0001e+10", "123456789012345678901234567890"])
    case 2, 3, 4: return jsonString(text(next(below: 12)))
    case 5: return pick(["{}", "[]", "\"\"", "[ ]", "{ }"])
    case 6:
      return "[" + (0...next(below: 3)).map { _ in space() + value(depth: depth - 1) + space() }.joined(separator: ",")
        + "]"
    default: return object((0..<next(below: 3)).map { _ in text(2) }, depth: depth - 1)
    }
  }

  private mutating func object(_ keys: [String], depth: Int) -> String {
    let members = keys.map { space() + jsonString($0) + space() + ":" + space() + value(depth: depth) + space() }
    return "{" + members.joined(separator: ",") + "}"
  }

  /// One line: a record with text and id among other fields in any order, some of them repeated.
  mutating func record() -> String {
    var members: [String] = []
    for _ in 0..<next(below: 5) {
      let key = pick(["text", "id", "url", "text ", "Text", "", "meta", text(2)])
      members.append(space() + jsonString(key) + space() + ":" + space() + value(depth: 3) + space())
    }
    if next(below: 8) > 0 { members.append("\"text\":" + space() + jsonString(text(next(below: 60)))) }
    if next(below: 4) > 0 { members.append(jsonString("id") + ":" + value(depth: 0)) }
    for index in members.indices { members.swapAt(index, next(below: members.count)) }
    return space() + "{" + members.joined(separator: ",") + "}" + space()
  }

  /// `line` with a few bytes changed, removed or put in; never a line end.
  mutating func mutated(_ line: [UInt8]) -> [UInt8] {
    var bytes = line
    let likely = Array("{}[]\":,\\u0x-+.eE \ttruefalsn".utf8) + [0, 0x1F, 0x7F, 0x80, 0xC3, 0xED, 0xA0, 0xFF]
    for _ in 0...next(below: 3) where !bytes.isEmpty {
      let at = next(below: bytes.count)
      switch next(below: 4) {
      case 0: bytes[at] = pick(likely)
      case 1: bytes.remove(at: at)
      case 2: bytes.insert(pick(likely), at: at)
      default: bytes.removeSubrange(at..<min(bytes.count, at + 1 + next(below: 6)))
      }
    }
    return bytes.filter { $0 != 0x0A }
  }
}
