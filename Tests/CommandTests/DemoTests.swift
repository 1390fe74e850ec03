import Foundation
import Testing

/// The demo corpus, held against the list of what was planted in it.
struct DemoTests {
  private static let demo = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures/demo").path

  @Test func findsWhatWasPlanted() throws {
    let workspace = try Workspace()
    let manifest = try parse(String(contentsOfFile: DemoTests.demo + "/MANIFEST.json", encoding: .utf8))
    let totals = try #require(manifest["totals"] as? [String: Any])
    let shards = try #require(manifest["shards"] as? [String: [String: Any]])
    expect(try workspace.quern("run", DemoTests.demo + "/recipe.yml", "--out", "o"), code: 2)

    let report = try workspace.report(of: "o")
    let counts = try #require(report["documents"] as? [String: Any])
    #expect(report["read"] as? Int == totals["records"] as? Int)
    #expect(counts["blank_lines"] as? Int == totals["blank_lines"] as? Int)

    var expected: Set<String> = []
    for (name, shard) in shards {
      for row in try #require(shard["rejected_lines"] as? [[String: Any]]) {
        expected.insert("\(name):\(row["line"] ?? "?") \(row["reason"] ?? "?")")
      }
    }
    let rejected = try workspace.rows(of: "o/rejected").map {
      "\($0["file"] ?? "?"):\($0["line"] ?? "?") \($0["reason"] ?? "?")"
    }
    #expect(Set(rejected) == expected && rejected.count == expected.count)

    // Exact duplicates: of every group one stays, nothing else goes as one, and the receipt names the one that stays.
    let groups = try #require((manifest["groups"] as? [String: Any])?["exact_duplicate"] as? [[String]])
    let removed = try workspace.rows(of: "o/removed")
    let ids = removed.compactMap { $0["id"] as? String }
    #expect(ids.count == groups.reduce(0) { $0 + $1.count - 1 })
    for group in groups {
      let stays = Set(group).subtracting(ids)
      #expect(stays.count == 1, "\(group)")
      for row in removed where group.contains(row["id"] as? String ?? "") {
        #expect(row["kept_id"] as? String == stays.first)
        #expect(try #require(row["kept_doc"] as? UInt64) < #require(row["doc"] as? UInt64))
      }
    }
  }
}
