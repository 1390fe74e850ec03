import QuernBytes
import QuernJSON
import QuernTokenizer

/// How tokens are shown to people and to programs.
struct TokenView {
  let model: BPEModel
  /// Whether neighbours are told apart by colours; else by bars.
  let usesColour: Bool

  private let specials: Set<UInt32>

  init(model: BPEModel, usesColour: Bool) {
    self.model = model
    self.usesColour = usesColour
    specials = Set(model.addedTokens.filter(\.isSpecial).map(\.id))
  }

  /// What stands between tokens where there are no colours; inside a token it is escaped.
  private static let separator: Unicode.Scalar = "│"

  /// Appends a line of tokens and a line of their ids.
  func show(_ ids: [UInt32], to out: inout ByteBuffer) {
    for (index, id) in ids.enumerated() {
      let text = TokenView.printable(model.bytes(of: id) ?? UnsafeRawBufferPointer(start: nil, count: 0))
      if usesColour {
        let colour = specials.contains(id) ? 45 : index % 2 == 0 ? 46 : 43
        out.append(string: "\u{1B}[30;\(colour)m\(text)\u{1B}[0m")
      } else {
        if index > 0 { out.append(string: String(TokenView.separator)) }
        out.append(string: text)
      }
    }
    out.append("\n")
    TokenView.append(ids, to: &out)
  }

  /// Appends a line of ids.
  static func append(_ ids: [UInt32], to out: inout ByteBuffer) {
    for (index, id) in ids.enumerated() {
      if index > 0 { out.append(UInt8(ascii: " ")) }
      out.append(decimal: UInt64(id))
    }
    out.append("\n")
  }

  /// Appends one JSON object with ids and tokens.
  func writeJSON(
    _ result: borrowing TextTokenizer.Tokenized, to writer: inout JSONWriter
  ) {
    writer.beginObject()
    writer.member("count", result.ids.count)
    writer.member("bytes", result.text.count)
    TokenView.member(text: result.text.bytes, otherwise: "hex", to: &writer)
    writer.key("ids")
    writer.beginArray()
    for id in result.ids { writer.number(UInt64(id)) }
    writer.endArray()
    writer.key("tokens")
    writer.beginArray()
    for (index, id) in result.ids.enumerated() {
      writer.beginObject()
      writer.member("id", UInt64(id))
      if !result.offsets.isEmpty {
        writer.member("start", result.offsets[index].lowerBound)
        writer.member("end", result.offsets[index].upperBound)
      }
      if let bytes = model.bytes(of: id) { TokenView.member(text: bytes, otherwise: "hex", to: &writer) }
      if specials.contains(id) { writer.member("special", true) }
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    writer.endLine()
  }

  /// Writes a member `text`, or where the bytes are no UTF-8 a member `otherwise` of hexadecimal digits.
  static func member(text bytes: UnsafeRawBufferPointer, otherwise name: StaticString, to writer: inout JSONWriter) {
    if UTF8Repair.firstMalformed(in: bytes) == nil {
      writer.member("text", bytes)
    } else {
      writer.member(name, bytes.map { TokenView.hex(UInt32($0), digits: 2) }.joined())
    }
  }

  /// The text of `bytes` on one line: `\n`, `\t`, `\r`, `\\`, `\x1b` for other bytes that are no character or act on a
  /// terminal, `\u{200b}` for characters that do not show.
  static func printable(_ bytes: UnsafeRawBufferPointer) -> String {
    var out = ""
    var at = 0
    while at < bytes.count {
      let malformed = UTF8Repair.firstMalformed(in: bytes, from: at) ?? bytes.count
      for scalar in bytes.slice(at, malformed).text.unicodeScalars {
        // A mark at the beginning would sit on the separator.
        out.append(printable(scalar, isFirst: out.isEmpty))
      }
      if malformed < bytes.count { out += "\\x\(hex(UInt32(bytes[malformed]), digits: 2))" }
      at = malformed + 1
    }
    return out
  }

  /// The same for text.
  static func printable(_ text: String) -> String {
    var copy = text
    return copy.withUTF8 { printable(UnsafeRawBufferPointer($0)) }
  }

  private static func printable(_ scalar: Unicode.Scalar, isFirst: Bool) -> String {
    switch scalar {
    case " ": return " "
    case "\n": return "\\n"
    case "\t": return "\\t"
    case "\r": return "\\r"
    case "\\": return "\\\\"
    case separator: return "\\u{\(hex(scalar.value, digits: 1))}"
    default: break
    }
    if scalar.value < 0x20 || scalar.value == 0x7F { return "\\x\(hex(scalar.value, digits: 2))" }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .unassigned, .surrogate, .privateUse:
      return "\\u{\(hex(scalar.value, digits: 1))}"
    case .nonspacingMark, .enclosingMark, .spacingMark:
      return isFirst ? "\\u{\(hex(scalar.value, digits: 1))}" : String(scalar)
    default: return String(scalar)
    }
  }

  private static func hex(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }
}
