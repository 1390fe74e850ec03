import QuernBytes
import QuernJobs

/// How many documents came in and where they went, in a few lines for people.
public struct Funnel: Sendable {
  private let counts: Counts

  /// The funnel of the counts of a documents stage, as `report.json` holds them under `documents`.
  public init(_ counts: Counts) { self.counts = counts }

  /// One line for what was read, for each reason to reject or drop, and for what was kept.
  public var lines: [String] {
    var lines: [String] = []
    func add(_ label: String, _ value: Int, _ remark: String = "") {
      lines.append(Funnel.line(label, value, remark))
    }
    let read = counts["read"]
    func share(_ count: Int) -> String { read == 0 ? "" : "\(percent(count, of: read)) of read" }
    add("read", read, "\(grouped(counts["bytes.content"])) bytes of JSON Lines")
    for (reason, count) in counts.below("rejected") { add("  rejected: \(reason)", count, share(count)) }
    for (reason, count) in counts.below("dropped") { add("  dropped: \(reason)", count, share(count)) }
    add("kept", counts["kept"], share(counts["kept"]))
    for (form, count) in counts.below("edited") { add("  edited: \(form)", count) }
    if counts["missing_ids"] > 0 { add("  without an id", counts["missing_ids"]) }
    if counts["repeated_ids"] > 0 { add("  with the id of an earlier one", counts["repeated_ids"]) }
    if counts["repeated_keys"] > 0 { add("  repeated keys, the last one used", counts["repeated_keys"]) }
    return lines
  }

  /// A label, a number in its column, and a remark.
  static func line(_ label: String, _ value: Int, _ remark: String = "") -> String {
    let number = grouped(value)
    let padding = String(repeating: " ", count: max(1, 44 - label.count - number.count))
    return "\(label)\(padding)\(number)\(remark.isEmpty ? "" : "  \(remark)")"
  }
}
