import QuernBytes
import QuernJSON
import QuernJobs

/// The funnel of a run: how many documents came in, where they went, and what was made of those that stayed.
public struct RunReport: Sendable {
  private let documents: Counts
  private let lists: [(stage: String, reason: String, counts: Counts)]
  private let training: Counts?
  private let packing: Counts?
  private let encoding: Counts?
  private let outcome: LocalEngine.Outcome
  private let sources: [(name: String, counts: Counts)]

  /// - Parameters:
  ///   - documentsStage: the stage that decided on documents.
  ///   - lists: the stages that listed what goes, by their name in the recipe, with the stage of the job that wrote the
  ///     list, and the reason of the documents on it.
  ///   - sources: the source of each of its tasks, in order.
  public init(
    _ outcome: LocalEngine.Outcome, documentsStage: String,
    lists: [(stage: String, job: String, reason: String)], sources: [String]
  ) {
    self.outcome = outcome
    var documents = outcome.counts(of: documentsStage)
    documents.add(outcome.counts(of: "count-ids"))
    self.documents = documents
    self.lists = lists.map { ($0.stage, $0.reason, outcome.counts(of: $0.job)) }
    training = outcome.records["train"] == nil ? nil : outcome.counts(of: "train")
    encoding = outcome.records["encode"] == nil ? nil : outcome.counts(of: "encode")
    packing = outcome.records["pack"] == nil ? nil : outcome.counts(of: "pack")
    var bySource: [(name: String, counts: Counts)] = []
    for (source, record) in zip(sources, outcome.records[documentsStage] ?? []) {
      if let at = bySource.firstIndex(where: { $0.name == source }) {
        bySource[at].counts.add(record.counts)
      } else {
        bySource.append((source, record.counts))
      }
    }
    self.sources = bySource
  }

  /// Whether `read = kept + dropped + rejected`, every document on a list was dropped, and every kept document was encoded and packed.
  public var isBalanced: Bool {
    let decided = documents["kept"] + documents.sum(below: "dropped") + documents.sum(below: "rejected")
    guard documents["read"] == decided else { return false }
    for list in lists where list.counts["removed"] != documents["dropped.\(list.reason)"] { return false }
    if let encoding, encoding["documents"] != documents["kept"] { return false }
    if let packing, let encoding, packing["documents"] != encoding["documents"] { return false }
    return true
  }

  /// Whether records were rejected or damage was survived: the exit code is then 2.
  public var hasLosses: Bool { rejected > 0 || documents["damaged_files"] > 0 }

  /// Records that could not be read.
  public var rejected: Int { documents.sum(below: "rejected") }

  /// The most frequent reason for which records could not be read; nil when all could.
  public var mainRejection: String? {
    documents.below("rejected").filter { $0.value > 0 }.max { $0.value < $1.value }?.name
  }

  /// Messages about survived damage, in order, and about sources whose addresses were asked for but are not there.
  public var warnings: [String] {
    outcome.warnings
      + sources.compactMap { name, counts in
        let listed = lists.reduce(0) { $0 + counts["dropped.\($1.reason)"] }
        let cleaned = counts["kept"] + counts.sum(below: "dropped") - listed
        guard counts["url_missing"] > 0, counts["url_missing"] == cleaned else { return nil }
        return """
          no record of the source '\(name)' has an address, so no list and no count of hosts applies to it; name the \
          field of addresses with --url, or url in the recipe
          """
      }
  }

  /// Writes the report as one JSON object. It holds no times, so the same run gives the same bytes.
  public func write(into writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("quern", 1)
    writer.member("balanced", isBalanced)
    writer.member("read", documents["read"])
    writer.member("kept", documents["kept"])
    write(documents, below: "dropped", into: &writer)
    write(documents, below: "rejected", into: &writer)
    writer.key("documents")
    documents.write(into: &writer)
    writer.key("sources")
    writer.beginObject()
    for (name, counts) in sources {
      writer.key(name: name)
      counts.write(into: &writer)
    }
    writer.endObject()
    for list in lists {
      writer.key(name: list.stage == "exact" ? "duplicates" : list.stage)
      list.counts.write(into: &writer)
    }
    for (name, counts) in [
      ("training", training), ("encoding", encoding), ("packing", packing),
    ] {
      guard let counts else { continue }
      writer.key(name: name)
      counts.write(into: &writer)
    }
    writer.member("warnings", warnings)
    writer.endObject()
    writer.endLine()
  }

  private func write(_ counts: Counts, below name: StaticString, into writer: inout JSONWriter) {
    writer.key(name)
    writer.beginObject()
    for (reason, count) in counts.below("\(name)") {
      writer.key(name: reason)
      writer.number(count)
    }
    writer.endObject()
  }

  /// The report in a few lines for people.
  public var text: String {
    var lines = Funnel(documents).lines
    func add(_ label: String, _ value: Int, _ remark: String) { lines.append(Funnel.line(label, value, remark)) }
    if let training { add("vocabulary", training["vocabulary"], "\(grouped(training["merges"])) merges") }
    if let encoding {
      let ratio = Double(encoding["bytes.text"]) / Double(max(1, encoding["tokens"]))
      add("tokens", encoding["tokens"], "\(fixed(ratio)) bytes a token")
    }
    if let packing {
      add(
        "rows", packing["rows"], "\(grouped(packing["batches"])) batches, \(grouped(packing["padding"])) ids of padding"
      )
    }
    lines.append(isBalanced ? "accounting adds up: read = kept + dropped + rejected" : "ACCOUNTING DOES NOT ADD UP")
    lines.append("\(outcome.ran) tasks run, \(outcome.reused) reused")
    return lines.joined(separator: "\n") + "\n"
  }
}

/// `value` with a comma between groups of three digits.
public func grouped(_ value: Int) -> String {
  var out = ""
  let digits = String(value.magnitude)
  for (index, digit) in digits.enumerated() {
    if index > 0 && (digits.count - index) % 3 == 0 { out.append(",") }
    out.append(digit)
  }
  return value < 0 ? "-\(out)" : out
}

/// `value` with two digits after the point.
public func fixed(_ value: Double) -> String {
  let hundredths = Int((value * 100).rounded())
  let rest = String(hundredths.magnitude % 100)
  return "\(hundredths / 100).\(rest.count < 2 ? "0" : "")\(rest)"
}

/// `part` as a share of `whole` with one digit after the point.
func percent(_ part: Int, of whole: Int) -> String {
  let tenths = Int((Double(part) * 1000 / Double(whole)).rounded())
  return "\(tenths / 10).\(tenths % 10) %"
}
