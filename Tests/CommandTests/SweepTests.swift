import Foundation
import Testing

/// `quern sweep` against runs that really have the other thresholds.
@Suite struct SweepTests {
  private let lines = (0..<60).map { number in
    let words = (0..<(number % 30 * 4)).map { "word\($0 % 7)x\(number)" }.joined(separator: " ")
    return
      #"{"id":"d\#(number)","text":"The story of \#(number) and the mill: \#(words) \#(number % 4 == 0 ? "1 2 3 4 5 6" : "end.")"}"#
  }

  @Test(arguments: ["full", "decided"])
  func figuresAreThoseOfARunWithTheOtherThreshold(signals: String) throws {
    let space = try Workspace()
    try space.write("in.jsonl", lines: lines)
    func clean(_ out: String, _ more: [String]) throws -> Set<String> {
      let result = try Quern.run(
        ["clean", "in.jsonl", "--profile", "prose", "--signals", signals, "--out", out] + more, in: space)
      #expect(result.code == 0, "\(result.messages)")
      let rows = try space.quern("inspect", out, "--kept", "--json", "--limit", "1000")
      return Set(rows.output.split(separator: "\n").map { String($0.prefix { $0 != "," }) })
    }
    let change = ["--rule", "basic.min_words.min=20", "--rule", "basic.letter_share.min=0.9"]
    let now = try clean("now", [])
    let then = try clean("then", change)
    #expect(now != then)
    let result = try Quern.run(["sweep", "now", "--json"] + change, in: space)
    #expect(result.code == 0, "\(result.messages)")
    func documents(_ side: String) -> Int? {
      let after = result.output.components(after: "\"\(side)\": {")
      return after.flatMap { $0.components(after: "\"documents\": ") }.flatMap { Int($0.prefix(while: \.isNumber)) }
    }
    #expect(documents("go") == now.subtracting(then).count)
    let come = then.subtracting(now).count
    if signals == "full" {
      #expect(documents("come") == come && documents("undecided") == 0)
    } else {
      #expect((documents("come") ?? 0) <= come && (documents("come") ?? 0) + (documents("undecided") ?? 0) >= come)
    }
  }

  @Test func everyDocumentIsJudgedByTheRouteOfItsLanguage() throws {
    let space = try Workspace()
    let texts = (0..<40).map { number in
      let word = number % 2 == 0 ? "мельница" : "mill"
      return #"{"id":"\#(number)","text":"\#(Array(repeating: word, count: number + 1).joined(separator: " "))"}"#
    }
    try space.write("in.jsonl", lines: texts)
    func recipe(_ least: Int) -> [String] {
      [
        "quern: 1", "inputs: [{source: web, path: in.jsonl}]", "stages: [clean]", "language: {model: scripts}",
        "clean:", "  - when: {source: web, language: 'script:Cyrl'}", "    profiles: [basic]",
        "  - when: {source: web}", "    profiles: [prose]", "    rules: {basic.min_words: {min: \(least)}}",
      ]
    }
    func kept(_ out: String, _ least: Int) throws -> Int {
      try space.write("\(out).yml", lines: recipe(least))
      let result = try space.quern("run", "\(out).yml", "--out", out)
      #expect(result.code == 0, "\(result.messages)")
      let rows = try space.quern("inspect", out, "--kept", "--json", "--limit", "1000")
      return rows.output.split(separator: "\n").count
    }
    let change = "basic.min_words=12"
    let difference = try kept("then", 12) - kept("now", 30)
    let sweep = try space.quern("sweep", "now", "--json", "--rule", change)
    let come = sweep.output.components(after: "\"come\": {").flatMap { $0.components(after: "\"documents\": ") }
      .flatMap { Int($0.prefix(while: \.isNumber)) }
    let go = sweep.output.components(after: "\"go\": {").flatMap { $0.components(after: "\"documents\": ") }
      .flatMap { Int($0.prefix(while: \.isNumber)) }
    #expect(difference == come && go == 0, "\(sweep.output)\(sweep.messages)")
  }

  @Test(arguments: ["sample", "all", "none"])
  func examplesAreNamedAsTheyCame(kept: String) throws {
    let space = try Workspace()
    let id = #"a \"b\" \u00e9\\ c"#
    try space.write("in.jsonl", lines: [#"{"id":"\#(id)","text":"\#(goodText)"}"#, #"{"id":"x","text":"1 2 3"}"#])
    let clean = try space.quern(
      "clean", "in.jsonl", "--rule", "basic.min_characters.min=900", "--keep-dropped", kept, "--out", "run")
    expect(clean, code: 0)
    let change = ["sweep", "run", "--rule", "basic.min_characters=50"]
    let json = try parse(try Quern.run(change + ["--json"], in: space).output)
    let coming = json["coming"] as? [[String: Any]]
    #expect(coming?.map { $0["id"] as? String } == ["a \"b\" é\\ c"])
    let text = try Quern.run(change, in: space).output
    #expect(text.contains(kept == "none" ? "(its text was not kept)" : goodText), "\(text)")
    #expect(text.contains("would come: a \"b\" é\\ c"), "\(text)")
  }

  @Test func nothingIsNeededButTheFolder() throws {
    let space = try Workspace()
    let rude = "You fucking idiots should all shut the fuck up."
    try space.write(
      "in.jsonl",
      lines: [
        #"{"id":"a","url":"https://mill.example.org/a","text":"\#(goodText) Write to mill@example.com."}"#,
        #"{"id":"b","url":"https://bad.example/b","text":"\#(goodText)"}"#, #"{"id":"c","text":"\#(rude) \#(rude)"}"#,
        #"{"id":"d","text":"Колесо мельницы вертится в воде реки целый день и всю ночь, а мука идёт в мешки."}"#,
      ])
    try space.write("lists/domains", lines: ["bad.example"])
    try space.write("words.txt", lines: ["harsh", "idiots"])
    try space.write("salt", "0123456789abcdef0123")
    try space.write(
      "t.jsonl",
      lines: (0..<60).map {
        $0 % 2 == 0 ? #"{"text":"the mill \#($0)","label":"eng"}"# : #"{"text":"мельница \#($0)","label":"rus"}"#
      })
    expect(try space.quern("classify", "train", "t.jsonl", "--buckets", "2000", "--out", "l.bin"), code: 0)
    expect(
      try space.quern(
        "clean", "in.jsonl", "--url-list", "lists", "--lexicon", "words.txt", "--pii", "hash", "--pii-salt", "salt",
        "--language-model", "l.bin", "--keep-language", "en:0.1,ru", "--min-language-score", "0.2",
        "--drop-if", "language == 'ru' && lines > 9", "--drop-toxicity", "0.6", "--toxicity-model", "default",
        "--out", "run"), code: 0)
    let changes = [
      "url.domain=1", "toxicity.lexicon=5", "pii.found.total=0", "toxicity.score.max=1", "basic.min_characters=90",
    ]
    func sweep() throws -> String {
      let result = try Quern.run(["sweep", "run"] + changes.flatMap { ["--rule", $0] } + ["--json"], in: space)
      expect(result, code: 0)
      return result.output
    }
    // A folder of an earlier version has no labels.
    let labels = try space.read("run/report/labels.json")
    #expect(try JSONSerialization.jsonObject(with: labels) as? [String] == ["rus", "eng"])
    try FileManager.default.removeItem(atPath: space.path("run/report/labels.json"))
    let now = try sweep()
    for name in ["lists", "words.txt", "salt", "l.bin", "in.jsonl"] {
      try FileManager.default.removeItem(atPath: space.path(name))
    }
    let old = try Quern.run(["sweep", "run", "--rule", "url.domain=1"], in: space)
    #expect(old.code != 0 && old.messages.contains("cannot open"), "\(old.messages)")
    try space.write("run/report/labels.json", labels)
    let then = try sweep()
    // Without the salt there is no telling which it was.
    let parts = now.split(separator: ",salt=", maxSplits: 1)
    #expect(parts[0] + (parts.last?.drop { $0 != "\"" } ?? "") == then && now.contains(#""id": "a""#), "\(now)")
  }

  @Test func storedTextsAreNotHeld() throws {
    let space = try Workspace()
    let filler = String(repeating: "a word or two of filler ", count: 14)
    try space.write("in.jsonl", lines: (0..<30_000).map { #"{"id":"\#($0)","text":"\#(filler) \#($0)"}"# })
    let clean = try space.quern(
      "clean", "in.jsonl", "--rule", "basic.min_characters.min=900", "--keep-dropped", "all", "--out", "run")
    expect(clean, code: 0)
    func peak(_ examples: String) throws -> Int {
      let sweep = ["sweep", "run", "--rule", "basic.min_characters=50", "--examples", examples]
      let (result, peak) = try Quern.start(sweep, in: space).waitMeasuringMemory()
      expect(result, code: 0)
      return peak
    }
    let without = try peak("0")
    let with = try peak("3")
    #expect(with < without + (5 << 20), "\(with) and \(without) bytes")
  }

  @Test func mistakesAreNamed() throws {
    let space = try Workspace()
    try space.write("in.jsonl", lines: lines)
    let clean = try space.quern(
      "clean", "in.jsonl", "--profile", "prose", "--drop-if", "words > 10000", "--language-model", "scripts",
      "--keep-language", "script:Latn:0.3", "--min-language-score", "0.1", "--out", "run")
    expect(clean, code: 0)
    for (arguments, words) in [
      (["--rule", "basic.min_word=3"], "did you mean “basic.min_words”"),
      (["--rule", "basic.min_words=3", "--bytes-per-token", "1e-300"], "--bytes-per-token must be between"),
      (["--rule", "basic.mean_word_length=3"], "known are min, max"),
      (["--rule", "drop_if=3"], "drop_if has no value to set: it is a condition"),
      (["--rule", "drop_if.min=3"], "drop_if has no value to set"),
      (["--rule", "language.keep=3"], "language.keep has no value to set"),
      (["--rule", "language.min_score.script:Latn=0.3"], "language.min_score.script:Latn has no value to set"),
      (["--rule", "basic.min_words"], "RULE=VALUE"),
    ] {
      let result = try Quern.run(["sweep", "run"] + arguments, in: space)
      #expect(result.code == 64 && result.messages.contains(words), "\(result.messages)")
    }
    #expect(try space.quern("sweep", "nowhere", "--rule", "a=1").code == 64)
  }
}

extension StringProtocol {
  /// What follows the first `marker`.
  fileprivate func components(after marker: String) -> String? {
    var rest = Substring(self)
    while !rest.isEmpty {
      if rest.hasPrefix(marker) { return String(rest.dropFirst(marker.count)) }
      rest = rest.dropFirst()
    }
    return nil
  }
}
