/// The chunks of English that the affix rules would cut wrongly, each with the words that it consists of.
///
/// They are those of spaCy 3.8: contractions, abbreviations, times of day and emoticons. Here they are made from their
/// parts; `Tests/Conformance/cleaning_words.py` compares them with spaCy's.
enum EnglishExceptions {
  /// Every exception, as the words that it consists of; each chunk once.
  static func all() -> [[String]] {
    var found = Collector()
    addSigns(&found)
    addPronouns(&found)
    addQuestionWords(&found)
    addVerbs(&found)
    addTimes(&found)
    addClippings(&found)
    addAbbreviations(&found)
    found.addCurlyApostrophes()
    return found.exceptions
  }

  /// Keeps the last of several exceptions for one chunk.
  private struct Collector {
    var exceptions: [[String]] = []
    private var places: [[UInt8]: Int] = [:]

    mutating func add(_ words: String...) { add(words) }

    mutating func add(_ words: [String]) {
      // Keyed by bytes: equal strings may differ in them.
      let chunk = words.flatMap { Array($0.utf8) }
      if let place = places[chunk] {
        exceptions[place] = words
      } else {
        places[chunk] = exceptions.count
        exceptions.append(words)
      }
    }

    /// Adds each word by itself.
    mutating func addWhole(_ words: String) {
      for word in words.split(separator: " ") { add(String(word)) }
    }

    /// Adds each exception once more with U+2019 for U+0027.
    mutating func addCurlyApostrophes() {
      for words in exceptions where words.contains(where: { $0.utf8.contains(0x27) }) {
        add(words.map { String($0.unicodeScalars.map { $0 == "'" ? "\u{2019}" : Character($0) }) })
      }
    }
  }

  /// The word as it is, and with a capital.
  private static func cased(_ word: String) -> [String] {
    [word, word.prefix(1).uppercased() + word.dropFirst()]
  }

  /// Chunks that would be other words without their apostrophe.
  private static let ambiguous: Set = [
    "ill", "Ill", "its", "Its", "hell", "Hell", "shell", "Shell", "shed", "Shed", "were", "Were", "well", "Well",
    "whore", "Whore",
  ]

  /// Adds the word with endings, with and without their apostrophes: "'ll", "'ve" gives "we'll've" and "wellve".
  private static func add(_ word: String, _ endings: [String], _ found: inout Collector) {
    found.add([word] + endings)
    let bare = endings.map { $0.filter { $0 != "'" } }
    if !ambiguous.contains(word + bare.joined()) { found.add([word] + bare) }
  }

  private static func addPronouns(_ found: inout Collector) {
    for word in cased("i") {
      add(word, ["'m"], &found)
      // "'ma" keeps its parts together but for the last letter.
      add(word, ["'m", "a"], &found)
    }
    for (pronoun, endings) in [
      ("i", ["'ll", "'d", "'ve"]), ("you", ["'ll", "'d", "'ve", "'re"]), ("he", ["'ll", "'d", "'s"]),
      ("she", ["'ll", "'d", "'s"]), ("it", ["'ll", "'d", "'s"]), ("we", ["'ll", "'d", "'ve", "'re"]),
      ("they", ["'ll", "'d", "'ve", "'re"]),
    ] {
      for word in cased(pronoun) {
        for ending in endings {
          add(word, [ending], &found)
          if ending == "'ll" || ending == "'d" { add(word, [ending, "'ve"], &found) }
        }
      }
    }
  }

  private static func addQuestionWords(_ found: inout Collector) {
    for (words, endings) in [
      (["who", "what", "when", "where", "why", "how", "there"], ["'s", "'re", "'ve"]), (["that", "this"], ["'s"]),
      (["these", "those"], ["'re", "'ve"]),
    ] {
      for word in words.flatMap(cased) {
        for ending in endings { add(word, [ending], &found) }
        for ending in ["'ll", "'d"] {
          add(word, [ending], &found)
          add(word, [ending, "'ve"], &found)
        }
      }
    }
    for word in cased("how") { found.add(word, "'d", "'y") }
  }

  private static func addVerbs(_ found: inout Collector) {
    let modal = "ca could do does did had may might must need ought sha should wo would"
    for verb in modal.split(separator: " ").flatMap({ cased(String($0)) }) {
      add(verb, ["n't"], &found)
      add(verb, ["n't", "'ve"], &found)
    }
    for verb in ["could", "might", "must", "should", "would", "not"].flatMap(cased) { add(verb, ["'ve"], &found) }
    for verb in ["ai", "are", "is", "was", "were", "have", "has", "dare"].flatMap(cased) { add(verb, ["n't"], &found) }
  }

  private static func addTimes(_ found: inout Collector) {
    for hour in 1...12 {
      for half in ["a.m.", "am", "p.m.", "pm"] { found.add(String(hour), half) }
    }
  }

  private static func addClippings(_ found: inout Collector) {
    for word in ["doin", "goin", "havin", "lovin", "nothin", "nuthin", "ol", "somethin"].flatMap(cased) {
      found.add(word)
      found.add(word + "'")
    }
    for word in ["em", "ll", "nuff"] {
      found.add(word)
      found.add("'" + word)
    }
    for word in ["cause", "cos", "coz", "cuz"].flatMap(cased) + ["bout", "d", "re", "s", "S"] { found.add("'" + word) }
    for words in [["can", "not"], ["gon", "na"], ["got", "ta"], ["let", "'s"], ["c'm", "on"]] {
      for first in cased(words[0]) { found.add(first, words[1]) }
    }
    found.add("y'", "all")
    found.add("y", "all")
    for word in cased("ma'am") + cased("o'clock") { found.add(word) }
    found.addWhole("\u{2018}s \u{2018}S and/or w/o")
  }

  private static func addAbbreviations(_ found: inout Collector) {
    // Each takes a full stop.
    let months = "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec"
    let places = """
      Ak Ala Ariz Ark Calif Colo Conn Del Fla Ga Ia Id Ill Ind Kan Kans Ky La Mass Md Mich Minn Miss Mo Mont Mt Neb \
      Nebr Nev N.C N.D N.H N.J N.M N.Y D.C Okla Ore Pa S.C Tenn Va Wash Wis
      """
    let titles = "Adm Dr Gen Gov Jr Messrs Mr Mrs Ms Ph.D Prof Rep Rev Sen St"
    let others = "a.m p.m Bros co Co Corp e.g E.g E.G i.e I.e I.E Inc Ltd v.s vs"
    for list in [months, places, titles, others] {
      for word in list.split(separator: " ") { found.add(word + ".") }
    }
    for letter in UInt8(ascii: "a")...UInt8(ascii: "z") { found.add(String(UnicodeScalar(letter)) + ".") }
    for letter in ["\u{E4}", "\u{F6}", "\u{FC}"] { found.add(letter + ".") }
    for scale in "cfkCFK" { found.add("\u{B0}", String(scale), ".") }
  }

  /// Punctuation, markup and emoticons.
  private static func addSigns(_ found: inout Collector) {
    for sign in [" ", "\t", "\n", "\u{A0}", "\\t", "\\n", "\u{2014}", "'", "''", "\\\")", "<space>", "C++"] {
      found.add(sign)
    }
    let upright = [
      ":": ") )) ))) ( (( ((( } ] / | * > 0 3 D O P X o p x", ";": ") D", "8": ") D",
    ]
    for (eyes, mouths) in upright.sorted(by: { $0.key < $1.key }) {
      for mouth in mouths.split(separator: " ") {
        for nose in ["", "-"] { found.add(eyes + nose + mouth) }
      }
    }
    found.addWhole(":1 :() :o) (o: >:( >:o :') :'-) :'( :'-( =) =( =/ =| =] =[ =3 =D xD XD xDD XDD")
    found.addWhole("(: (-: (; (-; (-8 (= [: [-: [= ]= ): )-:")
    for eye in ["o", "O", "0"] {
      for mouth in [".", "_"] {
        found.add(eye + mouth + eye)
        if eye != "o" { found.add("o" + mouth + eye) }
      }
    }
    found.addWhole("O.o O_o 0.o 0_o ^_^ ^__^ ^___^ >.< >.> <.< ._. ;_; -_- -__- v.v V.V v_v V_V @_@")
    found.addWhole("<3 <33 <333 </3 (^_^) (-_-) (._.) (>_<) (*_*) (\u{AC}_\u{AC}) ><(((*>")
    found.addWhole("\u{CA0}_\u{CA0} \u{CA0}\u{FE35}\u{CA0} (\u{CA0}_\u{CA0}) \u{AF}\\(\u{30C4})/\u{AF}")
    found.addWhole("(\u{256F}\u{B0}\u{25A1}\u{B0}\u{FF09}\u{256F}\u{FE35}\u{253B}\u{2501}\u{253B}")
  }
}
