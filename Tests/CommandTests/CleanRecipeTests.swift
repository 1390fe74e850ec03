import Testing

/// Every run folder of `quern clean` holds a recipe, and `quern run` does the same by it.
struct CleanRecipeTests {
  private func workspace() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write(
      "in.jsonl",
      lines: (0..<6).map {
        #"{"id":"d\#($0)","url":"https://mill.example.org/\#($0)","text":"\#(goodText) Write to mill@example.com. \#($0)"}"#
      })
    try workspace.write("words.txt", lines: ["harsh"])
    try workspace.write("lists/domains", lines: ["other.example"])
    try workspace.write("salt", "0123456789abcdef0123")
    return workspace
  }

  @Test(arguments: [
    ["--pii", "replace", "--rule", "pii.found.total=500", "--rule", "pii.found.email=3"],
    ["--pii", "email=hash", "--pii", "phone=keep", "--pii-salt", "salt"], ["--pii-method", "dolma"],
    ["--profile", "pii,basic", "--rule", "pii.found.total=7", "--rule", "basic.min_characters.min=3"],
    ["--url-list", "lists", "--rule", "url.domain.max=1", "--rule", "url.page.max=2"],
    ["--url-words", "words.txt", "--url-soft-words", "words.txt", "--rule", "url.soft_words.max=3"],
    ["--profile", "url", "--url-substrings", "words.txt", "--rule", "url.substrings.max=1"],
    ["--boilerplate", "--rule", "boilerplate.share.max=0.9"],
    ["--repeated-lines", "source", "--repeated-documents", "3"],
    ["--lexicon", "words.txt", "--rule", "toxicity.lexicon.max=5"],
    ["--lexicon", "default"], ["--toxicity-model", "default", "--drop-toxicity", "0.9"],
    ["--toxicity-model", "toxicity", "--drop-toxicity", "0.7", "--rule", "toxicity.score.max_sentence=1"],
    ["--cut-toxicity", "0.9"],
    [
      "--language-model", "scripts", "--min-language-score", "0.1", "--rule", "language.min_score.min=0.2",
      "--keep-language", "script:Latn",
    ],
    [
      "--language-model", "scripts", "--keep-language", "script:Latn:0.3,script:Cyrl", "--min-language-score", "0.2",
    ],
    ["--repair", "standard,no-mojibake,widths"], ["--repair", "standard"], ["--normalize", "nfkc"],
    ["--drop-if", "words < 2"],
    ["--drop-if", "words < 2", "--drop-if", "language == 'script:Cyrl'"] + CleanRecipeTests.scripts,
    ["--signals", "decided", "--keep-dropped", "all", "--seed", "7"],
    ["--max-record", "1MiB", "--max-rejected", "0.5", "--text", "text", "--id", "url", "--url", "url"],
    ["--profile", "basic,prose,code,gopher,c4,fineweb-quality"], ["--profile", "toxicity,toxicity-cut"],
    ["--profile", "toxicity", "--toxicity-label", "1"],
  ])
  func everyRecipeRunsAgain(options: [String]) throws {
    let workspace = try workspace()
    let first = try Quern.run(["clean", "in.jsonl", "--out", "a"] + options, in: workspace)
    expect(first, code: 0)
    expect(try workspace.quern("run", "a/recipe.yml", "--out", "a"), code: 0)
    expect(try workspace.quern("run", "a/recipe.yml", "--out", "b"), code: 0)
    #expect(try workspace.lines(of: "a/verdicts") == workspace.lines(of: "b/verdicts"))
  }

  static let scripts = ["--language-model", "scripts"]

  /// What a recipe could not say is refused before anything is written.
  @Test(arguments: [
    (["--keep-language", "en,en"], "--keep-language names 'en' twice"),
    (["--repair", "standard,standard"], "--repair names 'standard' twice"),
    (["--profile", "basic,basic"], "--profile names 'basic' twice"),
    (["--url-list", "lists", "--url-list", "lists"], "--url-list names 'lists' twice"),
    (["--rule", "basic.min_words.min=3", "--rule", "basic.min_words.min=4"], "--rule sets basic.min_words.min twice"),
    (["--drop-if", "words < 2", "--rule", "drop_if.min=3"], "drop_if has no value to set"),
    (
      ["--keep-language", "script:Latn", "--rule", "language.keep.min=3"] + CleanRecipeTests.scripts,
      "language.keep has no value"
    ),
    (["--drop-if", "language == 'script:Latin'"] + CleanRecipeTests.scripts, "did you mean “script:Latn”?"),
    (["--repeated-documents", "3"], "--repeated-documents has no effect without --repeated-lines"),
    (["--toxicity-label", "toxic"], "the label toxic has no effect"),
    (["--lexicon", "words.txt", "--toxicity-label", "toxic"], "the label toxic has no effect"),
    (["--language-sample", "1KiB"] + CleanRecipeTests.scripts, "sample (--language-sample) has no effect"),
    (["--keep-language", "de:"], "write LANGUAGE or LANGUAGE:SCORE"), (["--text", ""], "--text is empty"),
    (["--keep-language", "de:1.5"], "between 0 and 1"), (["--id", ""], "--id is empty"),
    (["--url", ""], "--url is empty"),
  ])
  func whatNoRecipeSaysIsRefused(options: [String], words: String) throws {
    let workspace = try workspace()
    expect(try Quern.run(["clean", "in.jsonl", "--out", "a"] + options, in: workspace), code: 64, says: words)
    #expect(!workspace.exists("a"))
  }

  @Test func rulesWithoutTheirSectionAreNamed() throws {
    let workspace = try workspace()
    try workspace.write(
      "r.yml",
      lines: [
        "quern: 1", "inputs: [{source: a, path: in.jsonl}]", "stages: [clean]",
        "clean: [{when: {source: a}, profiles: [basic], rules: {pii.found: {total: 5}}}]",
      ])
    expect(
      try workspace.quern("run", "r.yml", "--out", "o"), code: 64, says: "no rule “pii.found”", "known are")
  }

  @Test func missingAddressesAreCounted() throws {
    let workspace = try workspace()
    let lines = [#"{"id":"a","text":"\#(goodText)","link":"https://other.example/"}"#]
    try workspace.write("some.jsonl", lines: lines + [#"{"id":"b","url":"https://x.example/","text":"\#(goodText)"}"#])
    try workspace.write("none.jsonl", lines: lines)
    func clean(_ input: String, _ options: String...) throws -> (missing: Int, messages: String) {
      let out = "o\(workspace.nextNumber())"
      let result = try Quern.run(["clean", input, "--url-list", "lists", "--out", out] + options, in: workspace)
      expect(result, code: 0)
      let documents = try workspace.report(of: out)["documents"] as? [String: Any]
      return (documents?["url_missing"] as? Int ?? 0, result.messages)
    }
    let some = try clean("some.jsonl")
    #expect(some.missing == 1 && !some.messages.contains("warning"))
    let none = try clean("none.jsonl", "--quiet")
    #expect(none.missing == 1 && none.messages.contains("warning: no record of the source 'input' has an address"))
    let named = try clean("none.jsonl", "--url", "link")
    #expect(named.missing == 0 && !named.messages.contains("warning"))
  }

  @Test func labelsWithAColonAreKept() throws {
    let workspace = try workspace()
    try workspace.write("more.jsonl", lines: [#"{"text":"Колесо вертится"}"#, #"{"text":"The wheel turns"}"#])
    expect(
      try workspace.quern(
        "clean", "more.jsonl", "--profile", "repair", "--language-model", "scripts", "--keep-language", "script:Latn",
        "--out", "a"), code: 0)
    #expect(try workspace.lines(of: "a/docs") == [#"{"text":"The wheel turns"}"#])
    expect(
      try workspace.quern(
        "clean", "more.jsonl", "--profile", "repair", "--language-model", "scripts", "--keep-language",
        "script:Cyrl:0.9", "--out", "b"), code: 0)
    #expect(try workspace.lines(of: "b/docs") == [#"{"text":"Колесо вертится"}"#])
  }

  /// A model whose labels are those of GlotLID.
  @Test func codesMeanTheLabelsOfTheModel() throws {
    let workspace = try workspace()
    let rows = (0..<200).map { index in
      index % 2 == 0
        ? #"{"text":"the river turns the wheel of the mill \#(index)","label":"eng_Latn"}"#
        : #"{"text":"der Fluss dreht das Rad der alten Mühle \#(index)","label":"deu_Latn"}"#
    }
    try workspace.write("rows.jsonl", lines: rows)
    expect(
      try workspace.quern(
        "classify", "train", "rows.jsonl", "--buckets", "2000", "--prepare", "none", "--out", "g.bin"),
      code: 0)
    func clean(_ out: String, _ options: String...) throws -> [String] {
      let command = ["clean", "rows.jsonl", "--language-model", "g.bin", "--out", out] + options
      expect(try Quern.run(command, in: workspace), code: 0)
      return try workspace.rows(of: "\(out)/verdicts").filter {
        ($0["failed"] as? [String])?.contains { $0.hasPrefix("language") || $0.hasPrefix("drop_if") } == true
      }.compactMap { ($0["signals"] as? [String: Any])?["language"] as? String }
    }
    let german = Array(repeating: "deu_Latn", count: 100)
    #expect(try clean("a", "--profile", "fineweb", "--url-list", "lists") == german)
    #expect(try clean("b", "--drop-if", "language != 'en'") == german)
    #expect(try clean("c", "--drop-if", "!(language == 'eng' && language_score > 0)") == german)
    expect(
      try workspace.quern(
        "clean", "rows.jsonl", "--language-model", "g.bin", "--drop-if", "language != 'english'", "--out", "d"),
      code: 64, says: "no language has the code “english” here")
  }
}
