import Testing

/// Lines, addresses and personal data in whole runs.
struct LineCleaningRunTests {
  private let footer = "Mill museum, open from nine to five"

  private func records(_ host: String, _ count: Int) -> [String] {
    (0..<count).map {
      """
      {"id":"\(host)\($0)","url":"https://\(host).example.org/\($0)","text":"Page \($0) of \(host) is about its own things.\\n\(footer)"}
      """
    }
  }

  @Test func linesOfAHostGoWhereEnoughPagesHaveThem() throws {
    let workspace = try Workspace()
    // The pages of a host lie in two files.
    try workspace.write("a.jsonl", lines: records("one", 2) + records("two", 2))
    try workspace.write("b.jsonl", lines: Array(records("one", 4).dropFirst(2)))
    try workspace.write(
      "r.yml",
      """
      quern: 1
      inputs: [{source: web, path: [a.jsonl, b.jsonl]}]
      stages: [clean]
      normalize: none
      clean: [{when: {source: "*"}, profiles: [pii@datatrove]}]
      lines: {repeated: {scope: host, documents: 4}}
      """)
    var results: [String: String] = [:]
    for (jobs, out) in [("1", "o1"), ("3", "o3")] {
      expect(try workspace.quern("run", "r.yml", "--out", out, "--jobs", jobs), code: 0)
      var texts: [String: String] = [:]
      for file in workspace.files(below: "\(out)/docs") where file.hasSuffix(".zst") {
        for row in try workspace.rows(of: "\(out)/docs/\(file)") {
          texts["\(row["id"] ?? "")"] = "\(row["text"] ?? "")"
        }
      }
      #expect(texts.count == 6)
      for (id, text) in texts { #expect(text.contains(footer) == id.hasPrefix("two"), "\(id)") }
      #expect(results.isEmpty || results == texts)
      results = texts
    }
    // The whole run counts six of them.
    expect(
      try workspace.quern(
        "clean", "a.jsonl", "b.jsonl", "--profile", "pii@datatrove", "--repeated-lines", "run", "--repeated-documents",
        "6", "--out", "all"), code: 0)
    for file in workspace.files(below: "all/docs") where file.hasSuffix(".zst") {
      for row in try workspace.rows(of: "all/docs/\(file)") { #expect(!"\(row["text"] ?? "")".contains(footer)) }
    }
  }

  /// Copies that go are no reason for the lines of the page that stays to go.
  @Test(arguments: [("exact, clean", ["p0": true]), ("clean, exact", [:])])
  func linesOfDuplicatesAreNotCounted(stages: String, kept: [String: Bool]) throws {
    let workspace = try Workspace()
    let page = "The mill by the river grinds wheat from dawn to dusk.\\nIt rests at night, and so does the miller."
    try workspace.write(
      "a.jsonl",
      lines: (0..<3).map { "{\"id\":\"p\($0)\",\"url\":\"https://one.example.org/\($0)\",\"text\":\"\(page)\"}" })
    try workspace.write(
      "r.yml",
      """
      quern: 1
      inputs: [{source: web, path: a.jsonl}]
      stages: [\(stages)]
      clean: [{when: {source: "*"}, profiles: [basic]}]
      lines: {repeated: {scope: host, documents: 3}}
      """)
    expect(try workspace.quern("run", "r.yml", "--out", "o"), code: 0)
    var whole: [String: Bool] = [:]
    for file in workspace.files(below: "o/docs") where file.hasSuffix(".zst") {
      for row in try workspace.rows(of: "o/docs/\(file)") {
        whole["\(row["id"] ?? "")"] = "\(row["text"] ?? "")" == page.split(separator: "\\n").joined(separator: "\n")
      }
    }
    #expect(whole == kept)
  }

  @Test func listsOfAddressesDropTheirDocuments() throws {
    let workspace = try Workspace()
    try workspace.write("a.jsonl", lines: records("one", 1) + records("two", 1))
    try workspace.write("lists/adult/domains", lines: ["two.example.org"])
    expect(
      try workspace.quern("clean", "a.jsonl", "--profile", "url@datatrove", "--out", "o"), code: 64,
      says: "list of addresses", "--url-list")
    expect(
      try workspace.quern(
        "clean", "a.jsonl", "--profile", "url@datatrove", "--url-list", "lists", "--out", "o", "--json"),
      code: 0)
    let verdicts = try workspace.files(below: "o/verdicts").filter { $0.hasSuffix(".zst") }
      .flatMap { try workspace.rows(of: "o/verdicts/\($0)") }
    #expect(verdicts.map { "\($0["reason"] ?? "")" }.contains("subdomain"))
    #expect(verdicts.filter { $0["keep"] as? Bool == true }.count == 1)
    expect(
      try workspace.quern("clean", "a.jsonl", "--url-list", "nowhere", "--out", "p"), code: 64, says: "nowhere", "ut1")
    for option in ["--url-list", "--url-words", "--url-soft-words", "--url-substrings"] {
      expect(
        try workspace.quern("clean", "a.jsonl", "--profile", "url@datatrove", option, "/dev/null", "--out", "p"),
        code: 64,
        says: "/dev/null: the list of", "is empty")
    }
  }

  /// What the profile does about personal data and what the options ask for both hold, each under its own name.
  @Test func policiesOfProfileAndOptionsBothDrop() throws {
    let workspace = try Workspace()
    let texts = ["Pay to GB82 WEST 1234 5698 7654 32.", "Write to anna@mill.example.org."].map { "\(goodText) \($0)" }
    try workspace.write("a.jsonl", lines: texts.map { "{\"text\":\"\($0)\"}" })
    expect(
      try workspace.quern("clean", "a.jsonl", "--profile", "pii@dolma", "--pii", "iban=drop", "--out", "o"), code: 0,
      says: "dropped: pii.found#2                     1")
    #expect(try workspace.lines(of: "o/docs").count == 1)
    try workspace.write(
      "r.yml",
      """
      quern: 1
      inputs: [{source: web, path: a.jsonl}]
      stages: [clean]
      clean: [{when: {source: "*"}, profiles: ["pii@dolma", pii], rules: {pii.found#2: {total: 0}}}]
      """)
    expect(
      try workspace.quern("run", "r.yml", "--out", "r"), code: 0, says: "dropped: pii.found#2                     2")
  }

  @Test func personalDataGoesAndIsNotInVerdicts() throws {
    let workspace = try Workspace()
    let text = "\(goodText) Write to anna@mill.example.org."
    try workspace.write("a.jsonl", lines: ["{\"id\":\"a\",\"text\":\"\(text)\"}"])
    try workspace.write("salt", "0123456789abcdef")
    expect(
      try workspace.quern(
        "clean", "a.jsonl", "--pii", "email=hash", "--pii-salt", "salt", "--keep-dropped", "none", "--out", "o"),
      code: 0)
    for file in workspace.files(below: "o") where file.hasSuffix(".zst") {
      #expect(!String(decoding: try workspace.content(of: "o/\(file)"), as: UTF8.self).contains("anna@"), "\(file)")
    }
    expect(try workspace.quern("clean", "a.jsonl", "--pii", "email=hash", "--out", "p"), code: 64, says: "salt")
    expect(try workspace.quern("clean", "a.jsonl", "--pii", "fax=hash", "--out", "p"), code: 64, says: "fax")
  }
}
