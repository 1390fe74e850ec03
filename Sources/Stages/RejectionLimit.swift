import QuernDocuments
import QuernJobs

/// How many rejected records an input may have before the work fails.
struct RejectionLimit {
  /// The share of its records; nil for the default of 0.1 %, but 100 records in any case, so that a small file with a
  /// few bad lines is not refused. By default more than ``fewest`` records must not all be rejected either: then the
  /// name of the text field is wrong, or the file holds something else.
  let share: Double?

  /// An input of so few records may have no good one.
  static let fewest = 10

  func records(of read: Int) -> Int {
    if let share { return Int(share * Double(read)) }
    return max(100, read / 1000)
  }

  /// Throws when `counts` of `name` hold more rejected records.
  func check(_ counts: Counts, first: Rejection? = nil, of name: String) throws {
    let read = counts["read"]
    let rejected = counts.sum(below: "rejected")
    let limit = records(of: read)
    let hasNone = share == nil && rejected == read && read > RejectionLimit.fewest
    guard rejected > limit || hasNone else { return }
    let reasons = counts.below("rejected")
    let list = reasons.map { "\($0.value) \($0.name)" }.joined(separator: ", ")
    let hint = reasons.max { $0.value < $1.value }.flatMap { RejectionReason(rawValue: $0.name)?.hint }
    let place = first.map { " the first is line \($0.line + 1), \($0.reason.rawValue);" } ?? ""
    let what =
      hasNone
      ? "all \(read) records were rejected (\(list)), so none is left;"
      : "\(rejected) of \(read) records were rejected (\(list)), more than the \(limit) allowed;"
    throw JobError(
      "\(name): \(what)\(place) \(hint ?? "look at the file"), or allow more with --max-rejected or `max_rejected:`")
  }
}
