import CJSON
import QuernBytes

/// What is wrong with a JSON text.
public struct JSONError: Error, CustomStringConvertible, Sendable {
  /// A sentence without a full stop.
  public let message: String
  /// An error that says `message`.
  public init(_ message: String) { self.message = message }
  public var description: String { message }
}

/// A parsed JSON document: tokenizer files, indexes and records of work, not corpus lines.
///
/// Parsing is simdjson's (RFC 8259, UTF-8 checked). Nodes stay valid as long as they are held.
public final class JSONDocument: @unchecked Sendable {
  private let handle: OpaquePointer
  let nodes: UnsafePointer<cjson_node>

  /// Parses `bytes`, which are copied; O(n).
  /// - Throws: ``JSONError`` when the text is not one JSON value.
  public init(_ bytes: UnsafeRawBufferPointer) throws(JSONError) {
    let parsed: OpaquePointer = cjson_document_parse(
      bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
    if let message = cjson_document_error(parsed) {
      // A text that does not parse may have no nodes at all.
      let error = JSONError(String(cString: message))
      cjson_document_free(parsed)
      throw error
    }
    var count = 0
    handle = parsed
    nodes = cjson_document_nodes(parsed, &count)
  }

  /// Parses the bytes of `buffer`, which are copied; O(n). Taking the buffer whole keeps it alive while it is read.
  /// - Throws: ``JSONError`` when the text is not one JSON value.
  public convenience init(_ buffer: borrowing ByteBuffer) throws(JSONError) { try self.init(buffer.bytes) }

  /// Parses the UTF-8 bytes of `text`.
  public convenience init(_ text: String) throws(JSONError) {
    var buffer = ByteBuffer()
    buffer.append(string: text)
    try self.init(buffer)
  }

  deinit { cjson_document_free(handle) }

  /// The outermost value.
  public var root: JSONNode { JSONNode(document: self, index: 0) }
}

/// One value inside a ``JSONDocument``.
public struct JSONNode: Sendable {
  /// The document that the value is part of; holding it keeps the value.
  public let document: JSONDocument
  let index: Int

  private var node: cjson_node { document.nodes[index] }
  private var kind: cjson_kind { cjson_kind(rawValue: node.kind) }

  /// Whether the value is `null`.
  public var isNull: Bool { kind == CJSON_NULL }
  /// The value if it is `true` or `false`.
  public var bool: Bool? { kind == CJSON_TRUE ? true : kind == CJSON_FALSE ? false : nil }
  /// The value if it is a whole number that fits.
  public var int: Int? { kind == CJSON_INT ? Int(node.value.integer) : nil }
  /// The value if it is a whole number of 0 or more.
  public var uint: UInt64? {
    switch kind {
    case CJSON_INT: UInt64(exactly: node.value.integer)
    case CJSON_UINT: node.value.natural
    default: nil
    }
  }
  /// The value if it is any number.
  public var double: Double? {
    switch kind {
    case CJSON_INT: Double(node.value.integer)
    case CJSON_UINT: Double(node.value.natural)
    case CJSON_DOUBLE: node.value.real
    default: nil
    }
  }
  /// The unescaped bytes if the value is a string. Valid as long as the document is held.
  public var bytes: UnsafeRawBufferPointer? {
    kind == CJSON_STRING ? UnsafeRawBufferPointer(start: node.value.string, count: Int(node.size)) : nil
  }
  /// The value if it is a string.
  public var string: String? { bytes?.text }

  /// Whether the value is an array.
  public var isArray: Bool { kind == CJSON_ARRAY }
  /// Whether the value is an object.
  public var isObject: Bool { kind == CJSON_OBJECT }
  /// The number of elements or members; 0 for other values.
  public var count: Int { isArray || isObject ? Int(node.size) : 0 }

  /// The elements of an array in order; empty for other values.
  public var elements: JSONElements { JSONElements(document: document, at: index + 1, left: isArray ? count : 0) }
  /// The members of an object in order, repeated keys included; empty for other values.
  public var members: JSONMembers { JSONMembers(document: document, at: index + 1, left: isObject ? count : 0) }

  /// The value of the last member called `key`, compared byte by byte; O(members).
  public subscript(key: StaticString) -> JSONNode? {
    var found: JSONNode?
    for member in members where member.key.equals(key) { found = member.value }
    return found
  }

  /// The value of the last member called `name`, compared byte by byte; O(members).
  public func member(named name: String) -> JSONNode? {
    var found: JSONNode?
    for member in members where member.key.elementsEqual(name.utf8) { found = member.value }
    return found
  }
}

/// The elements of an array.
public struct JSONElements: Sequence, IteratorProtocol {
  let document: JSONDocument?
  var at: Int
  var left: Int

  /// No elements.
  public static var none: JSONElements { JSONElements(document: nil, at: 0, left: 0) }

  /// The next element.
  public mutating func next() -> JSONNode? {
    guard left > 0, let document else { return nil }
    left -= 1
    let index = at
    at = Int(document.nodes[index].next)
    return JSONNode(document: document, index: index)
  }
}

/// The members of an object.
public struct JSONMembers: Sequence, IteratorProtocol {
  let document: JSONDocument?
  var at: Int
  var left: Int

  /// No members.
  public static var none: JSONMembers { JSONMembers(document: nil, at: 0, left: 0) }

  /// The next member: its unescaped key and its value.
  public mutating func next() -> (key: UnsafeRawBufferPointer, value: JSONNode)? {
    guard left > 0, let document else { return nil }
    left -= 1
    let key = document.nodes[at]
    let value = JSONNode(document: document, index: at + 1)
    at = Int(document.nodes[at + 1].next)
    return (UnsafeRawBufferPointer(start: key.value.string, count: Int(key.size)), value)
  }
}
