import Testing

/// Recipes that cannot be carried out: each mistake is named with its place before anything is done.
struct RecipeFailureTests {
  @Test(arguments: [
    ("stges: []", "r.yml:3:1: unknown key 'stges'", "did you mean 'stages'"),
    ("stages: [exct]", "r.yml:3:10: unknown value 'exct'", "did you mean 'exact'"),
    ("clean: [{when: {source: a}, profiles: [prse]}]", "r.yml:3:40: unknown profile 'prse'", "'prose'"),
    (
      "clean: [{when: {source: a}, profiles: [prose], rules: {basic.min_wrds: {min: 3}}}]", "r.yml:3:56: unknown rule",
      "'basic.min_words'"
    ),
    (
      "stages: []\ntokenizer: {train: {vocab_size: 300, pattern: cl10k}}", "r.yml:4:47: unknown pattern 'cl10k'",
      "'cl100k'"
    ),
    (
      "stages: []\ntokenizer: {file: t.json}\nshards: {formats: [batchs]}", "r.yml:5:20: unknown value 'batchs'",
      "'batches'"
    ),
    ("stages: [clean]\nclean: [{when: {source: b}, profiles: [basic]}]", "r.yml:4:25", "unknown source 'b'"),
    ("max_rejected: 2\nstages: []", "r.yml:3:15", "from 0 to 1"),
  ])
  func names(_ part: String, _ place: String, _ advice: String) throws {
    let workspace = try Workspace()
    try workspace.write("a.jsonl", lines: ["{\"id\":\"a\",\"text\":\"\(goodText)\"}"])
    try workspace.write("r.yml", "quern: 1\ninputs: [{source: a, path: a.jsonl}]\n\(part)\n")
    expect(try workspace.quern("run", "r.yml", "--out", "o"), code: 64, says: place, advice)
    #expect(!workspace.exists("o"))
  }

  @Test(arguments: [
    ("path: no.jsonl", "stages: []", 1, "no.jsonl: cannot open"),
    ("path: a.jsonl", "stages: []\ntokenizer: {file: no.json}", 1, "no.json: cannot open"),
    (
      "path: a.jsonl", "stages: [clean]\nclean: [{when: {source: a}, profiles: [basic]}]\ntoxicity: {lexicon: no.txt}",
      1,
      "cannot read the word list: no.txt"
    ),
    // Known before hours of work, not after.
    (
      "path: a.jsonl", "stages: []\ntokenizer: {train: {vocab_size: 300, special: [\"<x>\"]}}\nshards: {length: 8}", 64,
      "no end-of-text token"
    ),
    (
      "path: a.jsonl", "stages: []\ntokenizer: {train: {vocab_size: 300}}\nshards: {batch: 99999999}", 64,
      "batch must be"
    ),
  ])
  func missingFilesAndTokens(_ input: String, _ part: String, _ code: Int32, _ message: String) throws {
    let workspace = try Workspace()
    try workspace.write("a.jsonl", lines: ["{\"id\":\"a\",\"text\":\"\(goodText)\"}"])
    try workspace.write("r.yml", "quern: 1\ninputs: [{source: a, \(input)}]\n\(part)\n")
    expect(try workspace.quern("run", "r.yml", "--out", "o"), code: code, says: message)
    #expect(!workspace.exists("o"))
  }

  @Test func missingAndEmptyRecipe() throws {
    let workspace = try Workspace()
    expect(try workspace.quern("run", "no.yml", "--out", "o"), code: 1, says: "no.yml: cannot open")
    try workspace.write("empty.yml", "")
    expect(try workspace.quern("run", "empty.yml", "--out", "o"), code: 64, says: "empty.yml:1:1", "quern: 1")
    expect(try workspace.quern("run", ".", "--out", "o"), code: 1, says: "is a folder")
  }
}
