import QuernBytes
import QuernText

/// Cleans documents one after the other; one per thread.
///
/// Its buffers are reused, so that a document costs next to no allocation: they hold two versions of the text (each at
/// most three times the largest document for NFC) and what a ``TextView`` needs.
public struct Cleaner: ~Copyable {
  private let plan: CleaningPlan
  private var view = TextView()
  private var editor: TextEditor
  /// The version of the text that is shown, where it was edited, and the place for the next one.
  private var shown = ByteBuffer()
  private var next = ByteBuffer()

  /// The bytes to go on with after ``clean(_:route:)-(CleaningDocument,_)``: the document itself, or the cleaner's
  /// edited copy.
  ///
  /// Valid until the next call, and as long as the document's own bytes.
  public var text: UnsafeRawBufferPointer { view.bytes }

  /// A cleaner for documents of `plan`.
  /// - Parameters:
  ///   - source: the source of the documents.
  ///   - repeatedLines: what was found for ``CleaningPlan/repeatedLines``; without it such lines stay.
  public init(plan: CleaningPlan, source: String = "", repeatedLines: CommonLines? = nil) {
    self.plan = plan
    editor = TextEditor(repeatedLines: repeatedLines, source: source)
  }

  /// Takes the steps of a route on a text without an address.
  public mutating func clean(_ text: UnsafeRawBufferPointer, route: Int) throws(CleaningError) -> Verdict {
    try clean(CleaningDocument(text: text), route: route)
  }

  /// Takes `document` through the route of its language.
  /// - Parameter candidates: from ``CleaningPlan/routes(forSource:)``.
  public mutating func clean(
    _ document: CleaningDocument, among candidates: [Int]
  ) throws(CleaningError) -> Verdict {
    if candidates.count == 1 { return try clean(document, route: candidates[0]) }
    view.open(document)
    let label = view.language(plan.resources).label
    let language = label < 0 ? nil : plan.labels[label]
    return try cleanOpened(route: plan.route(forLanguage: language, among: candidates))
  }

  /// Takes the steps of a route on `document`: edits its text, measures it and tries the rules.
  ///
  /// The empty document has defined signals: shares and counts are 0.
  /// - Parameters:
  ///   - document: bytes that stay in place until ``text`` is no longer used.
  ///   - route: an index from ``CleaningPlan/routes(forSource:)``.
  /// - Complexity: O(n).
  /// - Throws: ``CleaningError/text(_:)`` when the text cannot be normalised (2 GiB and above).
  public mutating func clean(_ document: CleaningDocument, route: Int) throws(CleaningError) -> Verdict {
    view.open(document)
    return try cleanOpened(route: route)
  }

  private mutating func cleanOpened(route: Int) throws(CleaningError) -> Verdict {
    shown.empty(keeping: TextView.keptRoom)
    next.empty(keeping: TextView.keptRoom)
    let compiled = plan.routes[route]
    view.datatrove.count(compiled.words, stopWords: compiled.stopWords)
    var verdict = Verdict(plan: plan, route: route)
    for step in compiled.steps {
      if let edit = step.edit { try apply(edit, step, compiled, &verdict) }
      try measure(step.tags, compiled, &verdict)
      if plan.signals == .full { try measure(step.measurements, compiled, &verdict) }
      for index in step.rules {
        let rule = compiled.rules[index]
        try measure(rule.measurements, compiled, &verdict)
        if rule.keeps(verdict.values, labels: plan.labels) { continue }
        verdict.failedRules |= 1 << index
        if plan.signals == .decided { return verdict }
      }
    }
    return verdict
  }

  /// Runs those of `places` that have not run yet.
  private mutating func measure(
    _ places: [Int], _ route: CompiledRoute, _ verdict: inout Verdict
  ) throws(CleaningError) {
    for place in places where verdict.measured >> place & 1 == 0 {
      let compiled = route.measurements[place]
      try verdict.withValues(of: compiled) { (values) throws(CleaningError) in
        try compiled.measurement.measure(&view, plan.resources, into: values)
      }
      verdict.measured |= 1 << place
    }
  }

  private mutating func apply(
    _ edit: TextEdit, _ step: CompiledStep, _ route: CompiledRoute, _ verdict: inout Verdict
  ) throws(CleaningError) {
    next.removeAll()
    var changed = false
    var edits = verdict.edits
    if let place = step.edited {
      try verdict.withValues(of: route.measurements[place]) { (values) throws(CleaningError) in
        changed = try editor.apply(edit, to: &view, plan.resources, into: &next, values: values, counts: &edits)
      }
      verdict.measured |= 1 << place
    } else {
      let none = UnsafeMutableBufferPointer<Double>(start: nil, count: 0)
      changed = try editor.apply(edit, to: &view, plan.resources, into: &next, values: none, counts: &edits)
    }
    verdict.edits = edits
    guard changed else { return }
    swap(&shown, &next)
    view.show(shown.bytes)
  }
}
