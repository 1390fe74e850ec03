import QuernBytes
import QuernReports
import QuernStages
import QuernTokenizer

/// The findings of `quern audit`: as text here, as JSON in an extension.
struct AuditReport {
  /// The other vocabulary and what it does not share.
  struct Against {
    let name: String
    let model: BPEModel
    let difference: VocabularyDifference
  }

  /// What was made of the corpus.
  struct Corpus {
    let audit: CorpusAudit
    let distribution: CorpusAudit.Distribution
  }

  let name: String
  let model: BPEModel
  let vocabulary: VocabularyAudit
  /// How many tokens of a list the text shows.
  let list: Int
  var against: Against?
  var corpus: Corpus?

  /// How ids come about.
  var semantics: String {
    switch model.semantics {
    case .ranks: "ranks"
    case .mergeList(ignoreMerges: true): "merges, whole words first"
    case .mergeList(ignoreMerges: false): "merges"
    }
  }

  /// The report for people.
  var text: String {
    var lines = AuditLines(list: list)
    writeVocabulary(&lines)
    if let against { writeDifference(against, &lines) }
    if let corpus { writeCorpus(corpus, &lines) }
    return lines.text
  }

  private func writeVocabulary(_ lines: inout AuditLines) {
    let audit = vocabulary
    lines.title("vocabulary \(name)")
    lines.add("ids", model.vocabularySize)
    let holes = audit.holes.reduce(0) { $0 + $1.count }
    lines.add(
      "ids without a token", holes, audit.holes.prefix(list).map { AuditLines.range($0) }.joined(separator: ", "))
    let specials = model.addedTokens.filter(\.isSpecial).count
    lines.add("added tokens", model.addedTokens.count, "\(grouped(specials)) of them special")
    lines.add("merges", model.merges.count)
    lines.add("semantics", semantics)
    lines.add("split pattern", model.pretokenizer.pattern?.rawValue ?? "steps of its own")
    lines.add("Unicode of the pattern", SplitPattern.unicodeVersion)
    if let engine = model.regexEngine { lines.add("regular expressions", engine) }
    lines.add("fingerprint", model.fingerprint.hex)
    lines.title("tokens that no text becomes")
    if let reach = audit.reach {
      lines.add("merges never lead to it", reach.neverMerged, of: model)
      if let cut = reach.alwaysCut {
        lines.add("the pattern always cuts it", cut, of: model)
      } else {
        lines.add("the pattern always cuts it", "not known for this way of splitting")
      }
      lines.add("only as a whole pretoken", reach.onlyWhole, of: model)
    } else {
      lines.add("merges never lead to it", "not known for an alphabet of characters")
    }
    lines.title("tokens that are not whole characters")
    lines.add("begin inside one", audit.broken[.continuationStart] ?? [], of: model)
    lines.add("end inside one", audit.broken[.truncatedEnd] ?? [], of: model)
    lines.add("never valid UTF-8", audit.broken[.neverValid] ?? [], of: model)
    lines.title("tokens by kind (with a space before)")
    for kind in audit.kinds { lines.add(kind.name, kind.tokens, "\(grouped(kind.followSpace))") }
    lines.title("tokens that stand out")
    lines.add("groups with the same bytes", audit.repeated.count)
    for group in audit.repeated.prefix(list) {
      lines.note("ids \(group.map(String.init).joined(separator: ", ")): \(AuditLines.token(group[0], of: model))")
    }
    lines.add("added tokens that hold others", audit.overlaps.count)
    for overlap in audit.overlaps.prefix(list) {
      lines.note("\(overlap.outer.content) holds \(overlap.inner.content) at byte \(overlap.offset)")
    }
    lines.lengths("most bytes", audit.longest, of: model)
    lines.lengths("most white space", audit.longestSpaces, of: model)
  }

  private func writeDifference(_ against: Against, _ lines: inout AuditLines) {
    lines.title("against \(against.name)")
    lines.add("ids there", against.model.vocabularySize)
    lines.add("same bytes and id", against.difference.same)
    lines.add("only here", against.difference.onlyInFirst, of: model)
    lines.add("only there", against.difference.onlyInSecond, of: against.model)
    lines.add("other id there", against.difference.moved.count)
    for pair in against.difference.moved.prefix(list) {
      lines.note("\(AuditLines.token(pair.first, of: model)) is \(pair.second) there")
    }
  }

  private func writeCorpus(_ corpus: Corpus, _ lines: inout AuditLines) {
    let audit = corpus.audit
    let total = audit.total
    func share(_ count: Int) -> String { "\(fixed(100 * Double(count) / Double(max(1, total.tokens)))) % of tokens" }
    lines.title("corpus")
    lines.add("documents", total.documents)
    lines.add("bytes of text", total.bytes)
    lines.add("tokens", total.tokens)
    lines.add("tokens of one byte", total.singleByteTokens, share(total.singleByteTokens))
    lines.add("not whole characters", total.brokenTokens, share(total.brokenTokens))
    lines.add("entropy", "\(fixed(corpus.distribution.entropy)) bits a token")
    lines.add("Rényi efficiency (order 2.5)", fixed(corpus.distribution.renyiEfficiency))
    lines.add("tokens never used", corpus.distribution.neverUsed, of: model)
    lines.add("tokens used once", corpus.distribution.usedOnce, of: model)
    lines.add("glitch candidates", corpus.distribution.glitchCandidates, of: model)
    lines.add("most frequent", "")
    for (id, count) in corpus.distribution.top.prefix(list) {
      lines.note("\(grouped(Int(count)))  \(AuditLines.token(id, of: model))")
    }
    if let long = audit.longestPretokens {
      lines.add("longest pretokens", "")
      for piece in long.prefix(list) {
        let start = piece.start.withUnsafeBytes { TokenView.printable($0) }
        lines.note("\(grouped(piece.bytes)) bytes in \(piece.id) at byte \(grouped(piece.offset)): \(start)")
      }
    }
    if against != nil {
      lines.add("documents with other ids", audit.differing, "of \(grouped(total.documents))")
      if let first = audit.firstDifference {
        lines.note("first \(first.id), id \(first.position), byte \(first.offset)")
      }
    }
    for (what, groups) in [("language", audit.languages), ("source", audit.sources)] {
      lines.title("by \(what)")
      lines.table(groups, hasOther: against != nil)
    }
  }
}
