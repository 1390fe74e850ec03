import QuernDocuments
import QuernJobs

/// How many rejected records an input may have before the work fails.
struct RejectionLimit {
  /// The share of its records; nil for the default of 0.1 %, but 100 records in any case, so that a small file with a
  /// few bad lines is not refused.
  let share: Double?

  func records(of read: Int) -> Int {
    if let share { return Int(share * Double(read)) }
    return max(100, read / 1000)
  }

  /// Throws when `counts` of `name` hold more rejected records.
  func check(_ counts: Counts, first: Rejection? = nil, of name: String) throws {
    let rejected = counts.sum(below: "rejected")
    let limit = records(of: counts["read"])
    guard rejected > limit else { return }
    let reasons = counts.below("rejected")
    let hint = reasons.max { $0.value < $1.value }.flatMap { RejectionReason(rawValue: $0.name)?.hint }
    let place = first.map { " the first is line \($0.line + 1), \($0.reason.rawValue);" } ?? ""
    throw JobError(
      "\(name): \(rejected) of \(counts["read"]) records were rejected ("
        + reasons.map { "\($0.value) \($0.name)" }.joined(separator: ", ")
        + "), more than the \(limit) allowed;\(place) \(hint ?? "look at the file"), or allow more with --max-rejected "
        + "or `max_rejected:`")
  }
}
