import QuernBytes
import QuernJSON
import Testing

@testable import QuernJobs

private let minimal = """
  quern: 1
  inputs: [{source: web, path: raw/}]
  clean: [{when: {source: "*"}, profiles: [basic]}]

  """

private let complete = """
  # Every key that there is.
  quern: 1
  folder: ../data
  seed: 18446744073709551615
  inputs:
    - {source: web, path: "raw/web/*.jsonl.zst", text: body, id: key, weight: 0.75}
    - source: code-2.0
      path: [raw/a, "raw/b.gz"]
      weight: 2
  stages: [clean, exact]
  exact: {key: normalized_text, keep: first}
  clean:
    - when: {source: web}
      profiles: [prose, basic]
      rules: {basic.min_words: {min: 20, max: 1.5e3}, basic.a: {max: -0.25}}
    - {when: {source: "*"}, profiles: [basic]}
  normalize: nfkc
  signals: decided
  toxicity: {lexicon: lexicon.txt}
  keep_dropped: all
  max_rejected: 0.5
  max_record: 1.5MiB
  tokenizer:
    train:
      {vocab_size: 8000, nested: [4000, 1000], pattern: gpt2, ties: rustbpe, special: ["<|a|>", "5"],
      special_place: first, reserved: 3, by_line: true, min_frequency: 2, min_word_count: 5, sample: 1.5kB,
      max_token_length: 16, max_word_bytes: 100, digits: individual, spaces: individual, byte_fallback: true,
      prefix_space: true, initial_alphabet: "äb", compare: ["b.tiktoken:gpt2", a.json], coverage: 0.9995, limit_alphabet: 5000}
  shards: {length: 128, batch: 8, packing: concat, eos: "5", bos: none, formats: [batches]}
  engine: {kind: local}
  """

/// The canonical JSON of a whole recipe.
private func json(_ recipe: Recipe) -> String {
  var writer = JSONWriter()
  recipe.write(into: &writer)
  return String(decoding: writer.buffer.bytes, as: UTF8.self)
}

private func json(_ recipe: Recipe, _ section: RecipeSection) -> String {
  let buffer = recipe.canonicalSection(section)
  return String(decoding: buffer.bytes, as: UTF8.self)
}

struct RecipeTests {
  @Test func fillsInDefaults() throws {
    let recipe = try Recipe(yaml: minimal, path: "r.yml")
    #expect(recipe.seed == 42)
    #expect(recipe.folder == nil && recipe.base == ".")
    #expect(recipe.inputs == [RecipeInput(source: "web", paths: ["raw/"], text: "text", id: "id")])
    #expect(recipe.stages == [.exact, .clean])
    #expect(recipe.exact == RecipeExact())
    #expect(recipe.clean.routes == [RecipeRoute(source: nil, profiles: ["basic"])])
    #expect(recipe.clean.normalization == .profile)
    #expect(recipe.clean.signals == nil)
    #expect(recipe.clean.keepDropped == .sample)
    #expect(recipe.clean.toxicityLexicon == nil)
    #expect(recipe.maxRejected == nil)
    #expect(recipe.maxRecord == 64 << 20)
    #expect(recipe.tokenizer == nil)
    #expect(recipe.shards == nil)
    #expect(recipe.engine == .local)
  }

  @Test func readsEveryKey() throws {
    let recipe = try Recipe(yaml: complete, path: "r.yml")
    #expect(recipe.seed == .max)
    #expect(recipe.folder == "../data" && recipe.base == "../data")
    var web = RecipeInput(source: "web", paths: ["raw/web/*.jsonl.zst"], text: "body", id: "key")
    web.weight = 0.75
    var code = RecipeInput(source: "code-2.0", paths: ["raw/a", "raw/b.gz"])
    code.weight = 2
    #expect(recipe.inputs == [web, code])
    #expect(recipe.stages == [.clean, .exact])
    #expect(recipe.exact.key == .normalizedText)
    #expect(
      recipe.clean.routes == [
        RecipeRoute(
          source: "web", profiles: ["prose", "basic"],
          rules: ["basic.min_words": ["min": 20, "max": 1500], "basic.a": ["max": -0.25]]),
        RecipeRoute(source: nil, profiles: ["basic"]),
      ])
    #expect(recipe.clean.normalization == .nfkc)
    #expect(recipe.clean.signals == .decided)
    #expect(recipe.clean.toxicityLexicon == "lexicon.txt")
    #expect(recipe.clean.keepDropped == .all)
    #expect(recipe.maxRejected == 0.5)
    #expect(recipe.maxRecord == 3 << 19)
    guard case .train(let training) = recipe.tokenizer else { throw RecipeError(path: "", issues: []) }
    #expect(training.vocabularySize == 8000)
    #expect(training.pattern == "gpt2")
    #expect(training.ties == .rustbpe)
    #expect(training.special == ["<|a|>", "5"])
    #expect(training.byLine)
    #expect(training.minFrequency == 2)
    #expect(training.nested == [1000, 4000])
    #expect(training.specialPlace == .first && training.reserved == 3)
    #expect(training.minWordCount == 5 && training.sample == .bytes(1500))
    #expect(training.maxTokenLength == 16 && training.maxWordBytes == 100)
    #expect(training.digits == .individual && training.spaces == .individual)
    #expect(training.byteFallback && training.initialAlphabet == "äb")
    #expect(training.coverage == 0.9995 && training.limitAlphabet == 5000)
    let shards = try #require(recipe.shards)
    #expect((shards.length, shards.batch) == (128, 8))
    #expect(shards.eos == .token("5"))
    #expect(shards.bos == .absent)
  }

  @Test func readsTokenizersAndBorders() throws {
    let file = try Recipe(yaml: minimal + "tokenizer: {file: t.json}\nshards: {eos: 0, bos: <s>}", path: "r.yml")
    #expect(file.tokenizer == .file("t.json", pattern: nil))
    #expect(file.shards?.eos == .id(0))
    #expect(file.shards?.bos == .token("<s>"))
    #expect(file.shards?.length == 2048)
    #expect(file.shards?.batch == 512)

    let ranks = try Recipe(yaml: minimal + "tokenizer: {file: t.tiktoken, pattern: o200k}\nshards: {}", path: "r.yml")
    #expect(ranks.tokenizer == .file("t.tiktoken", pattern: "o200k"))
    #expect(ranks.shards?.eos == .endOfText)
    #expect(ranks.shards?.bos == .absent)

    let train = try Recipe(yaml: minimal + "tokenizer: {train: {vocab_size: 257}}", path: "r.yml")
    #expect(train.tokenizer == .train(RecipeTraining(vocabularySize: 257)))
  }

  @Test func runsWithoutStages() throws {
    let recipe = try Recipe(yaml: "{quern: 1, inputs: [{source: a, path: b}], stages: []}", path: "r.yml")
    #expect(recipe.stages.isEmpty)
    #expect(try Recipe(yaml: json(recipe), path: "r.yml") == recipe)
  }

  @Test(arguments: [
    minimal, complete, "{quern: 1, inputs: [{source: a, path: b}], stages: [exact], keep_dropped: none, folder: /c}",
    minimal + "tokenizer: {train: {vocab_size: 999, sample: 0.25, temperature: 2, balance: source, alphabet: seen}}",
    minimal + "tokenizer: {train: {vocab_size: 999, pattern: 'regex=a:\\s', initial_alphabet: ab, alphabet: seen}}",
    minimal + "tokenizer: {train: {vocab_size: 9, extend: 't.tiktoken:gpt2', special: [x]}}\nshards: {eos: y}",
    minimal + "language: {keep: [en], min_score: 0.5, min_share: 0.8, scores: {de: 0.7}, sample: 1KiB, model: m}",
    minimal + "toxicity: {model: default, label: x, drop_above: 0.5, cut_from: 0.4}",
    minimal + "tokenizer: {file: t}\nshards: {eos: 7}", minimal + "shards: {}\ntokenizer: {file: t}",
  ])
  func writesAFormThatReadsAsTheSame(yaml: String) throws {
    let recipe = try Recipe(yaml: yaml, path: "r.yml")
    let again = try Recipe(yaml: json(recipe), path: "r.yml")
    #expect(again == recipe)
    #expect(json(again) == json(recipe))
  }

  @Test func sectionsAreCanonical() throws {
    let recipe = try Recipe(yaml: complete, path: "r.yml")
    #expect(
      json(recipe, .clean) == """
        {"keep_dropped":"all","normalize":"nfkc","routes":[{"profiles":["prose","basic"],\
        "rules":{"basic.a":{"max":-0.25},"basic.min_words":{"max":1500.0,"min":20.0}},"when":{"source":"web"}},\
        {"profiles":["basic"],"rules":{},"when":{"source":"*"}}],"signals":"decided",\
        "toxicity":{"lexicon":"lexicon.txt"}}
        """)
    #expect(
      json(recipe, .exact)
        == #"{"keep":"first","key":"normalized_text","normalize":{"case":true,"form":"nfc","punctuation":false,"#
        + #""space":true},"scope":"all"}"#
    )
    #expect(
      json(recipe, .inputs) == """
        {"inputs":[{"id":"key","path":["raw/web/*.jsonl.zst"],"source":"web","text":"body"},\
        {"id":"id","path":["raw/a","raw/b.gz"],"source":"code-2.0","text":"text"}],"max_record":1572864}
        """)
    #expect(
      json(recipe, .tokenizer) == """
        {"train":{"byte_fallback":true,"by_line":true,"compare":["b.tiktoken:gpt2","a.json"],"coverage":0.9995,"digits":"individual",\
        "initial_alphabet":"äb","limit_alphabet":5000,"max_token_length":16,"max_word_bytes":100,"min_frequency":2,\
        "min_word_count":5,"nested":[1000,4000],"pattern":"gpt2","prefix_space":true,"reserved":3,"sample":"1500B","spaces":"individual",\
        "special":["<|a|>","5"],"special_place":"first","ties":"rustbpe","vocab_size":8000}}
        """)
    #expect(
      json(recipe, .shards)
        == #"{"batch":8,"bos":"none","eos":"5","formats":["batches"],"length":128,"packing":"concat"}"#)

    let small = try Recipe(yaml: minimal, path: "elsewhere.yml")
    #expect(json(small, .tokenizer) == "null")
    #expect(json(small, .shards) == "null")
  }

  /// What is measured by default depends on how much text there is; a compressed byte stands for four.
  @Test func muchTextIsNotMeasuredInFull() {
    let limit = RecipeClean.Signals.fullBytes
    for (files, expected) in [
      ([], .full), ([("a.jsonl", limit)], .full), ([("a.jsonl", limit), ("-", 1)], .decided),
      ([("a.jsonl.zst", limit / 4)], .full), ([("a.jsonl.gz", limit / 4 + 1)], .decided),
      ([("a.jsonl.zstd", limit / 8), ("b.jsonl", limit / 2)], .full),
    ] as [([(path: String, size: Int)], RecipeClean.Signals)] {
      #expect(RecipeClean.Signals.standard(for: files) == expected, "\(files)")
    }
  }

  @Test func sectionsDependOnMeaningAlone() throws {
    let other = """
      "clean": [{profiles: ['basic'], "when": {source: '*'}, rules: {}}]
      normalize: profile
      inputs:
      - path:
        - raw/
        source: web
        id: id
      max_record: 65536KiB
      seed: 7
      quern: 1
      """
    let a = try Recipe(yaml: minimal, path: "a.yml")
    let b = try Recipe(yaml: other, path: "b.yml")
    for section in RecipeSection.allCases { #expect(json(a, section) == json(b, section)) }
    #expect(json(a) != json(b))
  }

  @Test(arguments: [
    ("a/r.yml", nil, "a"), ("/r.yml", nil, "/"), ("r.yml", "b", "b"), ("a/r.yml", "b", "a/b"), ("a/r.yml", "/b", "/b"),
  ])
  func foldersOfPaths(path: String, folder: String?, base: String) {
    var recipe = Recipe(path: path)
    recipe.folder = folder
    #expect(recipe.base == base)
  }
}
