import QuernBytes
import QuernDocuments
import QuernJSON

/// What is read of the records of a benchmark.
public struct BenchmarkFields: Sendable, Equatable {
  /// The fields that documents are searched for, as paths with dots (`choices.text`).
  public var texts: [String]
  /// The field with the answer, if it is told apart from the question.
  public var answer: String?

  /// Fields of these names.
  public init(texts: [String], answer: String? = nil) {
    self.texts = texts
    self.answer = answer
  }
}

/// One item of a benchmark: its texts in the order of the fields, lists one by one.
public struct BenchmarkItem: Sendable {
  /// The number of its benchmark.
  public var benchmark: Int
  /// The file and line that it came from.
  public var document: DocumentID
  /// The id that the benchmark gives it; empty where there is none.
  public var id: [UInt8]
  /// UTF-8 texts that documents are searched for, none of them empty.
  public var texts: [[UInt8]]
  /// UTF-8 texts of the answer, none of them empty.
  public var answers: [[UInt8]]

  /// An item with these texts.
  public init(benchmark: Int, document: DocumentID, id: [UInt8], texts: [[UInt8]], answers: [[UInt8]]) {
    self.benchmark = benchmark
    self.document = document
    self.id = id
    self.texts = texts
    self.answers = answers
  }
}

/// Why a line of a benchmark is no item.
public enum BenchmarkLineProblem: Error, Equatable, Sendable, CustomStringConvertible {
  /// The line is no JSON object; what is wrong with it.
  case notObject(String)
  /// None of the fields holds a text.
  case noText(fields: [String], present: [String])

  public var description: String {
    switch self {
    case .notObject(let problem): return "it is no JSON object (\(problem))"
    case .noText(let fields, let present):
      let keys = present.prefix(12).map(oneLine).joined(separator: ", ")
      return "none of its fields \(fields.joined(separator: ", ")) holds text; it has \(keys.isEmpty ? "none" : keys)"
    }
  }
}

extension BenchmarkItem {
  private static let idFields = ["id", "task_id", "question_id"]

  /// Reads one line of JSON Lines; nil for a blank one.
  ///
  /// Strings are taken as they are, numbers as they are written shortest, lists and objects value by value; what is
  /// neither (`null`, `true`) is passed over. A number as the answer of an item with a list of choices stays a number.
  public static func read(
    _ line: UnsafeRawBufferPointer, fields: BenchmarkFields, idField: String?, benchmark: Int, document: DocumentID
  ) throws(BenchmarkLineProblem) -> BenchmarkItem? {
    guard line.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) else { return nil }
    let parsed: JSONDocument
    do { parsed = try JSONDocument(line) } catch { throw .notObject(error.message) }
    let root = parsed.root
    guard root.isObject else { throw .notObject("it is another value") }
    var item = BenchmarkItem(benchmark: benchmark, document: document, id: [], texts: [], answers: [])
    for field in fields.texts { collect(value(at: field, in: root), into: &item.texts) }
    if let answer = fields.answer { collect(value(at: answer, in: root), into: &item.answers) }
    guard !item.texts.isEmpty || !item.answers.isEmpty else {
      var present: [String] = []
      for member in root.members { present.append(String(decoding: member.key, as: UTF8.self)) }
      throw .noText(fields: fields.texts + (fields.answer.map { [$0] } ?? []), present: present)
    }
    for name in idField.map({ [$0] }) ?? idFields {
      var values: [[UInt8]] = []
      collect(value(at: name, in: root), into: &values)
      if let first = values.first {
        item.id = first
        break
      }
    }
    return item
  }

  /// The value of a field: of that name, or else at the end of the path that its dots make.
  private static func value(at path: String, in root: JSONNode) -> JSONNode? {
    if let whole = root.member(named: path) { return whole }
    var node: JSONNode? = root
    for name in path.split(separator: ".", omittingEmptySubsequences: false) {
      node = node?.member(named: String(name))
    }
    return node
  }

  private static func collect(_ node: JSONNode?, into texts: inout [[UInt8]]) {
    guard let node else { return }
    if let bytes = node.bytes {
      if !bytes.isEmpty { texts.append(Array(bytes)) }
    } else if let number = node.int {
      texts.append(Array("\(number)".utf8))
    } else if let number = node.double {
      texts.append(Array("\(number)".utf8))
    } else {
      for element in node.elements { collect(element, into: &texts) }
      for member in node.members { collect(member.value, into: &texts) }
    }
  }
}
