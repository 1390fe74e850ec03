import QuernBytes
import QuernReports
import Testing

@testable import QuernJobs

@Suite struct RunReportTests {
  private func record(_ counts: [String: Int]) -> DoneRecord {
    var outcome = TaskOutcome()
    for (name, count) in counts { outcome.counts.add(name, count) }
    return DoneRecord(stage: "s", task: 0, key: Hash128(high: 0, low: 0), outcome: outcome, seconds: 0)
  }

  private func isBalanced(_ changes: [String: [String: Int]] = [:]) -> Bool {
    var outcome = LocalEngine.Outcome()
    let counts: [String: [String: Int]] = [
      "exact-pick": ["removed": 3],
      "clean": ["read": 10, "kept": 5, "dropped.exact_duplicate": 3, "dropped.short": 1, "rejected.not_json": 1],
      "encode": ["documents": 5], "pack": ["documents": 5],
    ]
    for (stage, counts) in counts.merging(changes, uniquingKeysWith: { $0.merging($1) { $1 } }) {
      outcome.records[stage] = [record(counts)]
    }
    return RunReport(
      outcome, documentsStage: "clean", lists: [("exact", "exact-pick", "exact_duplicate")], sources: ["a"]
    ).isBalanced
  }

  @Test func everyNumberIsHeldAgainstTheOthers() {
    #expect(isBalanced())
    for (stage, name) in [
      ("exact-pick", "removed"), ("clean", "read"), ("clean", "kept"), ("clean", "dropped.exact_duplicate"),
      ("clean", "dropped.short"), ("clean", "rejected.not_json"), ("encode", "documents"), ("pack", "documents"),
    ] {
      #expect(!isBalanced([stage: [name: 7]]), "\(stage) \(name)")
    }
    // Sums that are right all the same.
    #expect(!isBalanced(["clean": ["dropped.exact_duplicate": 2, "dropped.short": 2]]))
    #expect(isBalanced(["clean": ["dropped.exact_duplicate": 2, "dropped.short": 2], "exact-pick": ["removed": 2]]))
  }
}
