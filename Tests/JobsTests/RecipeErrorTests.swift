import QuernBytes
import Testing

@testable import QuernJobs

private let vocabulary = RecipeVocabulary(
  profiles: ["basic": ["basic.min_words": ["min"]], "prose": ["prose.line_length": ["min", "max"]]],
  patterns: ["gpt2", "cl100k"])

/// What is wrong with a recipe, one line an issue; empty when nothing is.
private func issues(_ yaml: String, _ vocabulary: RecipeVocabulary? = nil) -> [String] {
  do {
    _ = try Recipe(yaml: yaml, path: "r.yml", vocabulary: vocabulary)
    return []
  } catch {
    return error.description.split(separator: "\n").map(String.init)
  }
}

private let head = """
  quern: 1
  inputs: [{source: web, path: raw/}]

  """
private let body = head + "clean: [{when: {source: web}, profiles: [basic]}]\n"

struct RecipeErrorTests {
  @Test func reportsAllIssuesInOrder() {
    let yaml = """
      qern: 1
      seed: -4
      inputs:
        - {sourc: web, path: 5}
        - {source: "a b", path: raw, weight: 0.7}
      stages: [exact, pii, cleen, exact]
      max_rejected: 2
      max_record: lots
      shards: {length: 0, packing: best-fit}

      """
    #expect(
      issues(yaml) == [
        "r.yml:1:1: unknown key 'qern' in the recipe; did you mean 'quern'?",
        "r.yml:1:1: the key 'quern' is missing; begin with 'quern: 1'",
        "r.yml:2:7: seed must be a whole number from 0 to 18446744073709551615",
        "r.yml:4:5: an input has no source; write {source: NAME, path: FILES}",
        "r.yml:4:6: unknown key 'sourc' in an input; did you mean 'source'?",
        "r.yml:4:24: path must be text, but is the number 5; put it in quotes if it is meant as text",
        "r.yml:5:14: the source 'a b' may hold only letters, digits, '.', '_' and '-'",
        "r.yml:6:17: the value 'pii' of stages is not supported by this version",
        "r.yml:6:22: unknown value 'cleen' of stages; did you mean 'clean'?",
        "r.yml:6:29: stages names 'exact' twice",
        "r.yml:7:15: max_rejected must be a share from 0 to 1",
        "r.yml:8:13: max_record must be a size, but is 'lots'; write for example 64MiB",
        "r.yml:9:9: shards needs a tokenizer; add 'tokenizer: {file: FILE}' or 'tokenizer: {train: …}'",
        "r.yml:9:18: length must be a whole number from 1 to 1073741824",
        "r.yml:9:30: the value 'best-fit' of packing is not supported by this version",
      ])
  }

  /// One wrong line after a right beginning, and the only issue that it gives.
  @Test(arguments: [
    (
      "stages: [near, clean]\nnear: {keep: last}",
      "5:14: keep must be first, longest, {best: FIELD} or {newest: FIELD}"
    ),
    (
      "stages: [near, clean]\nnear: {verify_jaccard: 2}",
      "5:24: verify_jaccard must be above 0 and at most 1, or 'none'"
    ),
    ("stages: [near, clean]\nnear: {weights: {a: 1}}", "5:18: 'a' is no size of a cluster"),
    ("near: {}", "4:7: near has no effect, because 'near' is not in stages"),
    ("pii: {}", "4:6: pii names no kind of data; add 'all: replace', or kinds such as 'email: replace'"),
    ("pii: {email: hash}", "4:6: pii hashes without a salt; add 'salt_file: FILE' with a secret of 16 bytes and more"),
    ("pii: {emial: mask}", "4:7: unknown key 'emial' in pii; did you mean 'email'?"),
    ("url: {}", "4:6: url has no list; add 'lists: [FOLDER]', 'words', 'soft_words' or 'substrings'"),
    ("lines: {}", "4:8: lines says nothing; add 'boilerplate: true' or 'repeated: {scope: host}'"),
    ("lines: {repeated: {documents: 1}}", "4:31: documents must be a whole number from 2 to 9223372036854775807"),
    ("language: {min_score: 2}", "4:23: min_score must be a number from 0 to 1"),
    (
      "language: {scores: 1}",
      "4:20: scores must be a table of scores by language, as in {de: 0.7}, but is the number 1"
    ),
    ("language: {scores: {\"d'\": 1}}", "4:21: 'd'' is no label of a language, such as en or eng_Latn"),
    ("materialize: true", "4:1: the key 'materialize' in the recipe is not supported by this version"),
    ("<<: {}", "4:1: unknown key '<<' in the recipe"),
    ("normalize: nfd", "4:12: unknown value 'nfd' of normalize; did you mean 'nfc'?"),
    ("normalize: [nfc]", "4:12: normalize must be one of profile, none, nfc, nfkc, but is a list"),
    ("exact: text", "4:8: exact must be a table of keys and values, but is 'text'"),
    ("exact: {key: uri}", "4:14: key must be text, normalized_text, url or {field: NAME}"),
    ("toxicity: {}", "4:11: toxicity says nothing; add 'model: default' or 'lexicon: FILE'"),
    ("toxicity: {lexicon: \"\"}", "4:21: lexicon must not be empty or hold a zero byte"),
    (
      "toxicity: {lexicon: a, drop_above: 1.8}",
      "4:36: drop_above must be a number from 0 to 1"
    ),
    ("engine: {kind: slurm}", "4:16: the value 'slurm' of kind is not supported by this version"),
    ("engine: {}", "4:9: engine has no kind; add 'kind: local'"),
    ("seed: 1e3", "4:7: seed must be a whole number from 0 to 18446744073709551615"),
    ("seed: 0x10", "4:7: seed must be a whole number, but is '0x10'"),
    ("seed: \"1\"", "4:7: seed must be a whole number, but is the text '1'"),
    ("max_record: 2GiB", "4:13: max_record must be from 1 to 1073741824 bytes"),
    ("max_rejected: 1e999", "4:15: max_rejected must be a number, but is the number 1e999"),
    ("tokenizer: {}", "4:12: tokenizer has neither train nor file; add 'file: FILE' or 'train: {vocab_size: N}'"),
    (
      "tokenizer: {file: a, train: {vocab_size: 300}}", "4:12: tokenizer has both train and file; leave one of them out"
    ),
    ("tokenizer: {file: a.tiktoken}", "4:19: a .tiktoken file does not name its pattern; add 'pattern: NAME'"),
    ("tokenizer: {train: {}}", "4:20: train has no vocab_size; add 'vocab_size: N'"),
    (
      "tokenizer: {train: {vocab_size: 257, special: [a, b]}}",
      "4:33: vocab_size must be a whole number from 258 to 2147483647"
    ),
    ("tokenizer: {train: {vocab_size: 300, by_line: yes}}", "4:47: by_line must be true or false, but is 'yes'"),
    (
      "tokenizer: {train: {vocab_size: 300, sample: lots}}",
      "4:46: sample must be a size or a share above 0, but is 'lots'; write 20GB or 0.05"
    ),
    (
      "tokenizer: {train: {vocab_size: 300, sample: 0}}",
      "4:46: sample must be a size or a share above 0, but is the number 0; write 20GB or 0.05"
    ),
    (
      "tokenizer: {train: {vocab_size: 300, temperature: 0.5}}", "4:51: temperature must be a number from 1 to 100"
    ),
    (
      "tokenizer: {train: {vocab_size: 300, balance: source}}",
      "4:47: balance has no effect without temperature; add 'temperature: T'"
    ),
    (
      "tokenizer: {train: {vocab_size: 300, nested: [300]}}",
      "4:47: a nested size must be a whole number from 257 to 299"
    ),
    (
      "tokenizer: {train: {vocab_size: 300, min_word_count: 0}}",
      "4:54: min_word_count must be a whole number from 1 to \(1 << 46)"
    ),
    (
      "tokenizer: {train: {vocab_size: 300, extend: t.json, ties: rustbpe}}",
      "4:60: ties has no effect with extend: the vocabulary that is extended has decided it"
    ),
    (
      "tokenizer: {train: {vocab_size: 300, coverage: 0.5}}", "4:48: coverage has no effect without byte_fallback"
    ),
    (
      "tokenizer: {train: {vocab_size: 300, alphabet: seen, byte_fallback: true}}",
      "4:48: alphabet has no effect with byte_fallback"
    ),
    ("tokenizer: {train: {vocab_size: 300, special: [a, a]}}", "4:51: special names 'a' twice"),
    (
      "tokenizer: {train: {vocab_size: 300}, pattern: gpt2}",
      "4:48: the pattern of a vocabulary that is trained stands inside 'train'"
    ),
    (
      "tokenizer: {train: {vocab_size: 300, special: [\"<eos>\"]}}\nshards: {eos: <eot>}",
      "5:15: unknown special token '<eot>'; did you mean '<eos>'?"
    ),
    (
      "tokenizer: {train: {vocab_size: 300}}\nshards: {eos: 300}",
      "5:15: eos must be a whole number from 0 to 299"
    ),
    (
      "tokenizer: {file: a}\nshards: {formats: [batches, megatron]}",
      "5:29: the value 'megatron' of formats is not supported by this version"
    ),
    ("tokenizer: {file: a}\nshards: {formats: []}", "5:19: formats must not be empty"),
    (
      "tokenizer: {file: a}\nshards: {shuffle: true}",
      "5:10: the key 'shuffle' in shards is not supported by this version"
    ),
    (
      "tokenizer: {file: a}\nshards: {tokens: 10B}", "5:10: the key 'tokens' in shards is not supported by this version"
    ),
    ("seed: !!int 4", "4:7: tags are not used in recipes; leave out '!…'"),
    ("seed: &a 4", "4:7: anchors and aliases are not used in recipes; write the value out"),
    ("? [seed]\n: 4", "4:3: a key must be a word; write KEY: VALUE"),
  ])
  func reportsOneIssue(line: String, issue: String) {
    let found = issues(body + line)
    #expect(found.count == 1, "\(found)")
    #expect(found.first?.hasPrefix("r.yml:" + issue) == true, "\(found)")
  }

  @Test(arguments: [
    (
      "clean: [{when: {source: wbe}, profiles: [basic]}, {when: {source: \"*\"}, profiles: [basic]}]",
      "3:25: unknown source 'wbe'; did you mean 'web'?"
    ),
    (
      "clean: [{when: {source: \"*\"}, profiles: [basic]}, {when: {source: web}, profiles: [basic]}]",
      "3:67: this route is never taken, because one before it takes the same documents"
    ),
    ("clean: []", "3:8: clean must not be empty"),
    ("clean: [{profiles: [basic]}]", "3:9: a route has no when; add 'when: {source: \"*\"}'"),
    ("clean: [{when: {source: web}}]", "3:9: a route has no profiles; add 'profiles: [NAME]'"),
    (
      "clean: [{when: {}, profiles: [basic]}]",
      "3:16: when has neither source nor language; write {source: NAME} or {source: \"*\"}"
    ),
    (
      "clean: [{when: {source: web}, profiles: basic}]", "3:41: profiles must be a list in [ ], but is 'basic'"
    ),
    (
      "clean: [{when: {source: web}, profiles: [basik]}]", "3:42: unknown profile 'basik'; did you mean 'basic'?"
    ),
    (
      "clean: [{when: {source: web}, profiles: [basic], rules: {basic.min_word: {min: 1}}}]",
      "3:58: unknown rule 'basic.min_word'; did you mean 'basic.min_words'?"
    ),
    (
      "clean: [{when: {source: web}, profiles: [basic], rules: {basic.min_words: {mn: 1}}}]",
      "3:76: unknown parameter 'mn'; did you mean 'min'?"
    ),
    (
      "clean: [{when: {source: web}, profiles: [basic], rules: {basic.min_words: {min: many}}}]",
      "3:81: basic.min_words.min must be a number, but is 'many'"
    ),
    (
      "clean: [{when: {source: web}, profiles: [basic], rules: {basic.min_words: 5}}]",
      "3:75: basic.min_words must be a table of parameters, as in {min: 20}, but is the number 5"
    ),
    (
      "stages: [exact]\nsignals: full",
      "4:10: signals has no effect, because 'clean' is not in stages; add 'clean' to stages or leave out 'signals'"
    ),
    (
      "stages: []\nkeep_dropped: all",
      "4:15: keep_dropped has no effect, because no stage drops documents; add 'exact' or 'clean' to stages or "
        + "leave out 'keep_dropped'"
    ),
    (
      "stages: [exact, clean]",
      "1:1: the stage 'clean' runs, but the key 'clean' is missing; "
    ),
    (
      "clean: [{when: {source: web}, profiles: [basic]}]\ntokenizer: {file: a, pattern: gpt}",
      "4:31: unknown pattern 'gpt'; did you mean 'gpt2'?"
    ),
  ])
  func reportsOneIssueOfCleaning(line: String, issue: String) {
    let found = issues(head + line, vocabulary)
    #expect(found.count == 1, "\(found)")
    #expect(found.first?.hasPrefix("r.yml:" + issue) == true, "\(found)")
  }

  @Test func everySourceNeedsARoute() {
    let yaml = """
      quern: 1
      inputs: [{source: a, path: x}, {source: b, path: y}, {source: b, path: z}]
      clean:
      - {when: {source: a}, profiles: [basic]}
      """
    #expect(
      issues(yaml) == [
        "r.yml:4:1: no route takes the source 'b'; "
          + "add {when: {source: b}, profiles: [NAME]} or a last route with source \"*\""
      ])
  }

  @Test func repeatedKeysAreAllFound() {
    let yaml = """
      quern: 1
      "seed": 1
      inputs: [{source: a, path: x, source: b, "path": y, 'path': z}]
      seed: 2
      stages: []
      sed: 3
      seed: 4
      """
    #expect(
      issues(yaml) == [
        "r.yml:3:31: the key 'source' is repeated; it was first given in line 3",
        "r.yml:3:42: the key 'path' is repeated; it was first given in line 3",
        "r.yml:3:53: the key 'path' is repeated; it was first given in line 3",
        "r.yml:4:1: the key 'seed' is repeated; it was first given in line 2",
        "r.yml:6:1: unknown key 'sed' in the recipe; did you mean 'seed'?",
        "r.yml:7:1: the key 'seed' is repeated; it was first given in line 2",
      ])
    #expect(issues("\"\\u0061\": 1\na: 2") == ["r.yml:1:1: the key 'a' is repeated in this table"])
    let many = "quern: 1\n" + String(repeating: "seed: 1\n", count: 500)
    #expect(issues(many) == ["r.yml:102:1: the key 'seed' is repeated in this table"])
  }

  @Test func placesHoldForAllLineEndsAndLetters() {
    #expect(
      issues("quern: 1\r\n# é\u{2028}\rseed: 1\r\nseed: 2\r\nstages: []").contains {
        $0.hasPrefix("r.yml:5:1: the key 'seed' is repeated; it was first given in line 4")
      })
    #expect(
      issues("{quern: 1, \"é😀\": 1, \"é😀\": 2}").contains { $0.hasPrefix("r.yml:1:21: the key 'é😀' is repeated") })
  }

  @Test func brokenTextIsOneIssueWithItsPlace() {
    #expect(issues("") == ["r.yml:1:1: the recipe is empty; begin with 'quern: 1'"])
    #expect(issues("# nothing\n") == ["r.yml:1:1: the recipe is empty; begin with 'quern: 1'"])
    #expect(issues("7") == ["r.yml:1:1: the recipe must be a table of keys and values, but is the number 7"])
    let open = issues("quern: 1\ninputs: [{source: a\nseed: 4\n")
    #expect(open.count == 1 && open[0].hasPrefix("r.yml:3:") && open[0].contains("not valid YAML"), "\(open)")
    let tab = issues("quern: 1\n\tseed: 4\n")
    #expect(tab.count == 1 && tab[0].hasPrefix("r.yml:2:1: not valid YAML"), "\(tab)")
    let control = issues("quern: 1\nseed: \u{7}\n")
    #expect(control.count == 1 && control[0].hasPrefix("r.yml:2:7: not valid YAML"), "\(control)")
    let second = issues("quern: 1\n---\nquern: 1\n")
    #expect(second.count == 1 && second[0].hasPrefix("r.yml:2:1: not valid YAML"), "\(second)")
  }

  @Test func aliasesDoNotMultiply() {
    var yaml = "a0: &a0 [x, x]\n"
    for level in 1...40 { yaml += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    #expect(issues(yaml).count == 41)
  }

  @Test func mutatedRecipesNeverCrash() {
    let alphabet = Array("{}[]:,-&*!|>'\"%@`#? \n\t\r09aé\u{0}\u{85}\u{2028}".unicodeScalars)
    let base = Array((body + "tokenizer: {train: {vocab_size: 300}}\nshards: {eos: none}\nseed: 1\n").unicodeScalars)
    var random = RandomGenerator(seed: 7)
    for _ in 0..<3000 {
      var scalars = base
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let at = Int.random(in: 0..<scalars.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: scalars[at] = alphabet.randomElement(using: &random)!
        case 1: scalars.insert(alphabet.randomElement(using: &random)!, at: at)
        case 2: scalars.insert(contentsOf: base[..<Int.random(in: 0..<base.count, using: &random)], at: at)
        default: scalars.removeSubrange(at..<min(at + Int.random(in: 1...9, using: &random), scalars.count - 1))
        }
      }
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars)
      for issue in issues(String(view), vocabulary) where !issue.isEmpty {
        #expect(!issue.contains(":0:"), "\(issue)")
      }
    }
  }
}
