import QuernBytes
import QuernJSON

/// Named whole numbers that tasks report and that add up over tasks: documents read, kept, dropped by rule, bytes.
///
/// Names are dotted paths such as `read` or `dropped.exact_duplicate`.
public struct Counts: Sendable, Equatable {
  private var values: [String: Int] = [:]

  /// No numbers; every name reads as 0.
  public init() {}

  /// The number called `name`; 0 if it was never raised.
  public subscript(name: String) -> Int { values[name] ?? 0 }

  /// Raises `name` by `amount`. Raising by 0 makes the name appear.
  public mutating func add(_ name: String, _ amount: Int) { values[name, default: 0] += amount }

  /// Adds every number of `other`.
  public mutating func add(_ other: Counts) { values.merge(other.values, uniquingKeysWith: +) }

  /// Every name and number, in byte order of the names.
  public var sorted: [(name: String, value: Int)] {
    values.map { (name: $0.key, value: $0.value) }.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// The numbers below `prefix`, which is left out of the names given.
  public func below(_ prefix: String) -> [(name: String, value: Int)] {
    sorted.filter { $0.name.hasPrefix(prefix + ".") }.map { (String($0.name.dropFirst(prefix.count + 1)), $0.value) }
  }

  /// The sum of the numbers below `prefix`.
  public func sum(below prefix: String) -> Int { below(prefix).reduce(0) { $0 + $1.value } }

  /// Writes one object with every name and number.
  public func write(into writer: inout JSONWriter) {
    writer.beginObject()
    for (name, value) in sorted {
      writer.key(name: name)
      writer.number(value)
    }
    writer.endObject()
  }

  /// Reads what ``write(into:)`` wrote.
  public init(_ node: JSONNode) {
    for member in node.members { values[member.key.text] = member.value.int ?? 0 }
  }
}
