import QuernBytes
import QuernJobs

/// How many documents came in and where they went, in a few lines for people.
public struct Funnel: Sendable {
  private let counts: Counts

  /// The funnel of the counts of a documents stage, as `report.json` holds them under `documents`.
  public init(_ counts: Counts) { self.counts = counts }

  /// One line for what was read, for each reason to reject or drop, and for what was kept; then what else was noted of
  /// all these.
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
    var notes: [(label: String, count: Int)] = counts.below("edited").map { ("  edited: \($0.name)", $0.value) }
    notes.append(("  without an id", counts["missing_ids"]))
    notes.append(("  with the id of an earlier one", counts["repeated_ids"]))
    notes.append(("  repeated keys, the last one used", counts["repeated_keys"]))
    notes.removeAll { $0.count == 0 }
    // These count documents that went as well as those that stayed.
    if !notes.isEmpty { lines.append("among all that were read, kept or not:") }
    for note in notes { add(note.label, note.count) }
    return lines
  }

  /// A label, a number in its column, and a remark.
  static func line(_ label: String, _ value: Int, _ remark: String = "") -> String {
    let number = grouped(value)
    let padding = String(repeating: " ", count: max(1, 44 - label.count - number.count))
    return "\(label)\(padding)\(number)\(remark.isEmpty ? "" : "  \(remark)")"
  }
}
