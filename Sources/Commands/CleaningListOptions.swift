import ArgumentParser
import QuernJobs

/// What `quern clean` does about personal data, addresses and lines.
struct CleaningListOptions: ParsableArguments {
  @Option(
    help: """
      What is done about personal data: replace, mask, hash, tag, drop or keep for all kinds, or KIND=ACTION for one of \
      \(RecipePersonalData.kinds.joined(separator: ", ")); may be repeated.
      """)
  var pii: [String] = []

  @Option(help: "Whose rules say what personal data is.")
  var piiMethod = RecipePersonalData.Method.quern

  @Option(help: "A file of 16 secret bytes and more, the key of hashes.")
  var piiSalt: String?

  @Option(help: "The field that holds the address that a record came from.")
  var url = "url"

  @Option(
    help: """
      A list of addresses in the UT1 form (a folder with files domains and urls, a tar archive, or one such file): their \
      documents are dropped; may be repeated.
      """)
  var urlList: [String] = []

  @Option(help: "A list of words: documents whose address has one are dropped.")
  var urlWords: String?

  @Option(help: "A list of words: documents whose address has two of them are dropped.")
  var urlSoftWords: String?

  @Option(help: "A list of strings: documents whose address has one anywhere are dropped.")
  var urlSubstrings: String?

  @Option(help: "A Public Suffix List (default: the installed one, or else a built-in rule).")
  var publicSuffixes: String?

  @Flag(help: "Take out lines of cookie notices, rights and navigation.")
  var boilerplate = false

  @Option(help: "Take out lines that many documents have, counted among those of a host, a source or the whole run.")
  var repeatedLines: RecipeLines.Scope?

  @Option(help: "How many documents that is (default: 10).")
  var repeatedDocuments: Int?

  func validate() throws {
    if url.isEmpty { throw ValidationError("--url is empty; name a field") }
    try refuseRepeated(urlList, of: "--url-list")
    if let repeatedDocuments {
      if repeatedDocuments < 2 { throw ValidationError("--repeated-documents must be 2 or more") }
      if repeatedLines == nil { throw ValidationError("--repeated-documents has no effect without --repeated-lines") }
    }
    if let mistake = try personalData()?.mistake { throw ValidationError("\(mistake.message); \(mistake.hint)") }
    if publicSuffixes != nil && lists?.isEmpty != false {
      throw ValidationError("--public-suffixes has no effect without a list of addresses")
    }
  }

  /// Notes what was asked for in `clean`.
  func apply(to clean: inout RecipeClean) throws {
    clean.personalData = try personalData()
    clean.urlLists = lists
    if boilerplate || repeatedLines != nil {
      var lines = RecipeLines()
      lines.boilerplate = boilerplate
      if let repeatedLines {
        var rule = RecipeLines.Repeated()
        rule.scope = repeatedLines
        if let repeatedDocuments { rule.documents = repeatedDocuments }
        lines.repeated = rule
      }
      clean.lines = lines
    }
  }

  private var lists: RecipeURLLists? {
    var lists = RecipeURLLists()
    lists.lists = urlList
    lists.words = urlWords
    lists.softWords = urlSoftWords
    lists.substrings = urlSubstrings
    lists.suffixes = publicSuffixes
    return lists.isEmpty && publicSuffixes == nil ? nil : lists
  }

  private func personalData() throws -> RecipePersonalData? {
    guard !pii.isEmpty || piiMethod != .quern || piiSalt != nil else { return nil }
    var asked = RecipePersonalData()
    asked.method = piiMethod
    asked.saltFile = piiSalt
    for text in pii {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard let action = RecipePersonalData.Action(rawValue: parts[parts.count - 1]) else {
        let known = RecipePersonalData.Action.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("--pii \(text): '\(parts[parts.count - 1])' is none of \(known)")
      }
      if parts.count == 1 {
        asked.others = action
      } else if RecipePersonalData.kinds.contains(parts[0]) {
        asked.actions[parts[0]] = action
      } else {
        let known = RecipePersonalData.kinds.joined(separator: ", ")
        throw ValidationError("--pii \(text): '\(parts[0])' is no kind of personal data; known are \(known)")
      }
    }
    return asked
  }
}

extension RecipePersonalData.Method: ExpressibleByArgument {}
extension RecipeLines.Scope: ExpressibleByArgument {}
