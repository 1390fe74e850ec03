import QuernJSON
import QuernText

/// What cleaning found in one document.
///
/// It holds numbers and rule names only, never text of the document.
public struct Verdict: Sendable {
  let plan: CleaningPlan
  let route: Int
  /// Bit i: rule i of the route fails.
  var failedRules: UInt128 = 0
  /// What was measured.
  public internal(set) var counts = SignalCounts()
  /// What was changed in the text.
  public internal(set) var edits = TextEdits()

  init(plan: CleaningPlan, route: Int) {
    self.plan = plan
    self.route = route
  }

  /// Whether no rule fails.
  public var keep: Bool { failedRules == 0 }

  /// Whether the text was changed.
  public var edited: Bool { !edits.isEmpty }

  /// The place in its route of the first rule that fails; nil when the document is kept.
  public var reasonIndex: Int? { keep ? nil : failedRules.trailingZeroBitCount }

  /// The id of the first rule that fails; nil when the document is kept.
  public var reason: String? { reasonIndex.map { plan.routes[route].rules[$0].id } }

  /// The ids of all rules that are known to fail, in the route's order: one at most where only what decides is measured.
  public var failed: [String] {
    let rules = plan.routes[route].rules
    return rules.indices.filter { failedRules >> $0 & 1 == 1 }.map { rules[$0].id }
  }

  /// The value of a signal, or nil when it was not measured.
  public subscript(signal: Signal) -> Double? { counts.has(signal) ? counts.value(of: signal) : nil }

  /// Writes `keep`, `reason`, `failed`, `signals` and `edits` as members of the object that the caller has opened.
  public func write(into writer: inout JSONWriter) {
    let rules = plan.routes[route].rules
    writer.member("keep", keep)
    writer.key("reason")
    if let reasonIndex { writer.string(rules[reasonIndex].id) } else { writer.null() }
    writer.key("failed")
    writer.beginArray()
    var rest = failedRules
    while rest != 0 {
      writer.string(rules[rest.trailingZeroBitCount].id)
      rest &= rest - 1
    }
    writer.endArray()
    writer.key("signals")
    writer.beginObject()
    for signal in Signal.allCases where counts.has(signal) {
      writer.key(name: signal.rawValue)
      if signal.isCount {
        writer.number(Int(counts.value(of: signal)))
      } else {
        writer.number(counts.value(of: signal))
      }
    }
    writer.endObject()
    writer.key("edits")
    writer.beginObject()
    if edits.normalized != .none {
      writer.key(name: edits.normalized.rawValue)
      writer.number(1)
    }
    writer.endObject()
  }
}

/// What cleaning changed in a document's text.
public struct TextEdits: Sendable, Equatable {
  /// The form that the text was brought into; `none` when it was in that form already.
  public internal(set) var normalized = NormalizationForm.none

  /// Whether nothing was changed.
  public var isEmpty: Bool { normalized == .none }
}
