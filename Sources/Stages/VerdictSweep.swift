import QuernBytes
import QuernCleaning
import QuernDocuments
import QuernJSON
import QuernJobs
import QuernStreams

/// Says what other thresholds would change, from the signals that a run has stored.
///
/// A document that failed other rules stays dropped whatever the thresholds; so only the changed rules are tried anew.
/// With `signals: decided` a document that a changed rule dropped was not tried on later rules: it is counted apart.
public struct VerdictSweep: Sendable {
  /// A threshold to try.
  public struct Change: Sendable {
    /// The rule's id.
    public var rule: String
    /// Its parameter; nil for the only one that the rule has.
    public var parameter: String?
    /// The value to try.
    public var value: Double

    /// A change.
    public init(rule: String, parameter: String?, value: Double) {
      self.rule = rule
      self.parameter = parameter
      self.value = value
    }
  }

  /// Documents and their bytes of text as they came.
  public struct Amount: Sendable, Equatable {
    public var documents = 0
    public var bytes = 0

    mutating func add(_ bytes: Int) {
      documents += 1
      self.bytes += bytes
    }
  }

  /// A document that would change sides.
  public struct Example: Sendable {
    public var document: DocumentID
    public var id: String
    public var source: String
    /// The values of the changed rules' signals, by name.
    public var values: [(name: String, value: Double)]
  }

  /// What would change.
  public struct Outcome: Sendable {
    /// Verdicts read.
    public var verdicts = 0
    /// Kept now.
    public var kept = Amount()
    /// Dropped now, would be kept.
    public var come = Amount()
    /// Dropped now by a changed rule that would keep it, while later rules were never tried on it.
    public var undecided = Amount()
    /// Kept now, would be dropped.
    public var go = Amount()
    /// Examples of those that come and go, the first in plan order.
    public var coming: [Example] = []
    public var going: [Example] = []
    /// The edits that changed the text before a swept signal was measured; the figures hold while these stay the same.
    public var edits: [String] = []
  }

  private let plan: CleaningPlan
  /// By the plan's routes.
  private let rules: [SweptRoute]
  private let decided: Bool
  private let exampleLimit: Int
  /// Documents whose dropped text is stored: they make the better examples; empty for no preference.
  private let stored: Set<UInt64>

  /// - Parameters:
  ///   - settings: those of the run.
  ///   - examples: how many documents are named on each side.
  ///   - stored: the documents whose dropped text is stored; those that come are named among these, if there are any.
  /// - Throws: ``JobError`` (usage) when a route knows none of the rules, or a rule has no such parameter.
  public init(_ settings: RunSettings, changes: [Change], examples: Int, stored: Set<UInt64> = []) throws {
    guard let plan = settings.plan else { throw JobError(.usage, "the run has not cleaned: it stored no signals") }
    self.plan = plan
    do {
      rules = try plan.sweptRoutes(changes.map { ($0.rule, $0.parameter, $0.value) })
    } catch {
      throw JobError(.usage, "\(error)")
    }
    decided = settings.recipe.clean.signals == .decided
    exampleLimit = examples
    self.stored = stored
  }

  /// Reads the verdicts of `folder`.
  /// - Throws: damage, and a row that is no verdict.
  public func run(in folder: RunFolder) throws -> Outcome {
    var outcome = Outcome()
    outcome.edits = rules.flatMap(\.edits).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    for name in try FileSystem.names(in: folder.path("verdicts")) where name.hasSuffix(".jsonl.zst") {
      try read(folder.path("verdicts/\(name)"), &outcome)
    }
    return outcome
  }

  private func read(_ path: String, _ outcome: inout Outcome) throws {
    let reader = try LineBlockReader(path: path, maxLine: 1 << 40)
    let block = LineBlock()
    var source: (name: [UInt8], routes: [Int])?
    var route: Int?
    var values: [Double] = []
    while reader.next(into: block) {
      let bytes = block.buffer.bytes
      var at = 0
      var line = block.firstLine
      while at < bytes.count {
        let end = bytes.firstOffset(of: 0x0A, from: at) ?? bytes.count
        let text = bytes.slice(at, end)
        at = end + 1
        line += 1
        guard var row = VerdictScanner.read(text, signals: route.map { rules[$0].names } ?? [], into: &values) else {
          throw JobError("\(path): line \(line) is no verdict")
        }
        if source == nil || !row.source.elementsEqual(source?.name ?? []) {
          source = (Array(row.source), try routes(of: row.source.text, path: path, line: line))
        }
        guard let candidates = source?.routes else { continue }
        let taken = taken(by: row, among: candidates)
        if taken != route {
          route = taken
          values = [Double](repeating: 0, count: rules[taken].names.count)
          guard let again = VerdictScanner.read(text, signals: rules[taken].names, into: &values) else { continue }
          row = again
        }
        decide(row, values, rules[taken], &outcome)
      }
    }
    if let damage = reader.damage { throw damage }
  }

  private func routes(of source: String, path: String, line: Int) throws -> [Int] {
    do {
      return try plan.routes(forSource: source)
    } catch {
      throw JobError("\(path): line \(line): \(error)")
    }
  }

  /// The route that the document of `row` took.
  private func taken(by row: VerdictRow, among candidates: [Int]) -> Int {
    if candidates.count == 1 { return candidates[0] }
    return plan.route(forLanguage: row.language.isEmpty ? nil : row.language.text, among: candidates)
  }

  private func decide(_ row: VerdictRow, _ values: [Double], _ route: SweptRoute, _ outcome: inout Outcome) {
    outcome.verdicts += 1
    if row.keep {
      outcome.kept.add(row.bytes)
      guard !route.keeps(values) else { return }
      outcome.go.add(row.bytes)
      if outcome.going.count < exampleLimit { outcome.going.append(example(row, values, route)) }
    } else if route.coversAll(failed: row.failed), route.keeps(values) {
      if decided && !route.isLast(failed: row.failed) {
        outcome.undecided.add(row.bytes)
      } else {
        outcome.come.add(row.bytes)
        if outcome.coming.count < exampleLimit, stored.isEmpty || stored.contains(row.document) {
          outcome.coming.append(example(row, values, route))
        }
      }
    }
  }

  private func example(_ row: VerdictRow, _ values: [Double], _ route: SweptRoute) -> Example {
    // Only here escapes are undone: examples are few.
    var id = ByteBuffer()
    id.append("\"")
    id.append(row.id)
    id.append("\"")
    let name = (try? JSONDocument(id.bytes))?.root.string
    return Example(
      document: DocumentID(packed: row.document), id: name ?? row.id.text, source: row.source.text,
      values: zip(route.nameTexts, values).filter { !$0.1.isNaN }.map { ($0.0, $0.1) })
  }
}
