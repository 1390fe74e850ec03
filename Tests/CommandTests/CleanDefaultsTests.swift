import Testing

/// What `run` and `clean` do when nothing is said about it.
struct CleanDefaultsTests {
  private func texts(_ workspace: Workspace, _ out: String) throws -> [String: [UInt8]] {
    var texts: [String: [UInt8]] = [:]
    for file in workspace.files(below: "\(out)/docs") where file.hasSuffix(".zst") {
      for row in try workspace.rows(of: "\(out)/docs/\(file)") {
        texts["\(row["id"] ?? "")"] = Array("\(row["text"] ?? "")".utf8)
      }
    }
    return texts
  }

  /// A program keeps its bytes, prose comes into NFC, whichever command it is.
  @Test(arguments: [("code", "e\u{301}"), ("basic", "\u{E9}"), ("code,basic", "e\u{301}")])
  func textsTakeTheFormOfTheirProfile(profile: String, accent: String) throws {
    let workspace = try Workspace()
    let rest = " by the mill opens at nine in the morning and serves bread."
    try workspace.write("a.jsonl", lines: ["{\"id\":\"a\",\"text\":\"The cafe\u{301}\(rest)\"}"])
    let profiles = profile.split(separator: ",").joined(separator: ", ")
    try workspace.write(
      "r.yml",
      """
      quern: 1
      inputs: [{source: default, path: a.jsonl}]
      stages: [clean]
      clean: [{when: {source: "*"}, profiles: [\(profiles)], rules: {}}]
      """)
    expect(try workspace.quern("run", "r.yml", "--out", "run"), code: 0)
    expect(try workspace.quern("clean", "a.jsonl", "--profile", profile, "--out", "clean"), code: 0)
    for out in ["run", "clean"] {
      #expect(String(decoding: try workspace.content(of: "\(out)/recipe.yml"), as: UTF8.self).contains("\"full\""))
    }
    let run = try texts(workspace, "run")
    #expect(try texts(workspace, "clean") == run)
    #expect(run["a"] == Array("The caf\(accent)\(rest)".utf8))
  }
}
