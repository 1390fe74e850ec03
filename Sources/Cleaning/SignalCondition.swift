/// A condition over signals that a user wrote, such as `letter_share < 0.5 && (lines > 3 || words < 100)`.
///
/// Operands are names of signals, numbers and texts in single or double quotes. `<`, `<=`, `>`, `>=`, `==` and `!=`
/// compare numbers; `==` and `!=` also compare a signal of kind label, such as `language`, with a text. `!` binds
/// closest, then `&&`, then `||`; parentheses group.
public struct SignalCondition: Hashable, Sendable {
  /// The condition as it was written.
  public let text: String
  let root: Node

  /// A part of a condition.
  indirect enum Node: Hashable, Sendable {
    case any(Node, Node)
    case all(Node, Node)
    case not(Node)
    case compare(Operand, Comparison, Operand)
    case label(Signal, isEqual: Bool, String)
  }

  /// What is compared.
  enum Operand: Hashable, Sendable {
    case signal(Signal)
    case number(Double)
  }

  /// How numbers are compared.
  enum Comparison: String, Sendable {
    case less = "<"
    case lessOrEqual = "<="
    case more = ">"
    case moreOrEqual = ">="
    case equal = "=="
    case different = "!="

    func holds(_ left: Double, _ right: Double) -> Bool {
      switch self {
      case .less: left < right
      case .lessOrEqual: left <= right
      case .more: left > right
      case .moreOrEqual: left >= right
      case .equal: left == right
      case .different: left != right
      }
    }
  }

  /// Reads a condition.
  /// - Throws: ``ConditionError`` with the place of the first mistake.
  public init(_ text: String) throws(ConditionError) {
    self.text = text
    var parser = ConditionParser(text)
    root = try parser.parse()
  }

  /// A condition that was not written.
  init(text: String, root: Node) {
    self.text = text
    self.root = root
  }

  /// The condition with the labels that `meant` gives for the texts in it: `language != 'zh'` holds for none of them.
  func withLabels(_ meant: (String) throws(CleaningError) -> [String]) throws(CleaningError) -> SignalCondition {
    SignalCondition(text: text, root: try SignalCondition.withLabels(root, meant))
  }

  private static func withLabels(
    _ node: Node, _ meant: (String) throws(CleaningError) -> [String]
  ) throws(CleaningError) -> Node {
    switch node {
    case .any(let left, let right): return .any(try withLabels(left, meant), try withLabels(right, meant))
    case .all(let left, let right): return .all(try withLabels(left, meant), try withLabels(right, meant))
    case .not(let inner): return .not(try withLabels(inner, meant))
    case .compare: return node
    case .label(let signal, let isEqual, let text):
      let labels = try meant(text).map { Node.label(signal, isEqual: isEqual, $0) }
      return labels.dropFirst().reduce(labels.first ?? node) { isEqual ? .any($0, $1) : .all($0, $1) }
    }
  }

  /// The signals that it reads, each once, in the order of their first mention.
  public var signals: [Signal] {
    var found: [Signal] = []
    SignalCondition.collect(root, into: &found)
    return found
  }

  private static func collect(_ node: Node, into found: inout [Signal]) {
    func add(_ signal: Signal) { if !found.contains(signal) { found.append(signal) } }
    switch node {
    case .any(let left, let right), .all(let left, let right):
      collect(left, into: &found)
      collect(right, into: &found)
    case .not(let inner): collect(inner, into: &found)
    case .compare(let left, _, let right):
      for case .signal(let signal) in [left, right] { add(signal) }
    case .label(let signal, _, _): add(signal)
    }
  }

  /// Whether it holds for the values that `value` gives.
  /// - Parameter label: the name that stands for the value of a label signal; nil for none.
  func holds(_ value: (Signal) -> Double, label: (Double) -> String?) -> Bool {
    SignalCondition.holds(root, value, label)
  }

  private static func holds(_ node: Node, _ value: (Signal) -> Double, _ label: (Double) -> String?) -> Bool {
    func number(_ operand: Operand) -> Double {
      switch operand {
      case .signal(let signal): value(signal)
      case .number(let number): number
      }
    }
    switch node {
    case .any(let left, let right): return holds(left, value, label) || holds(right, value, label)
    case .all(let left, let right): return holds(left, value, label) && holds(right, value, label)
    case .not(let inner): return !holds(inner, value, label)
    case .compare(let left, let comparison, let right): return comparison.holds(number(left), number(right))
    case .label(let signal, let isEqual, let text):
      let name = label(value(signal))
      return (name.map { $0.utf8.elementsEqual(text.utf8) } ?? false) == isEqual
    }
  }
}

/// A mistake in a condition.
public struct ConditionError: Error, CustomStringConvertible, Equatable, Sendable {
  /// What is wrong.
  public let message: String
  /// Where, in characters from 1.
  public let column: Int

  public var description: String { "\(message) (character \(column) of the condition)" }
}

/// A condition with the name that verdicts give as the reason when it drops a document.
public struct UserRule: Hashable, Sendable {
  /// The rule's id: `drop_if`, with a dot and a name where there are several.
  public let id: String
  /// Documents for which it holds are dropped.
  public let condition: SignalCondition

  /// A rule.
  public init(id: String, condition: SignalCondition) {
    self.id = id
    self.condition = condition
  }
}
