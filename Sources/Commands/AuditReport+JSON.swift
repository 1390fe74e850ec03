import QuernBytes
import QuernJSON
import QuernJobs
import QuernStages
import QuernTokenizer

extension AuditReport {
  /// The report for programs: all lists whole.
  func json(_ outcome: DirectJob.Outcome) -> ByteBuffer {
    var writer = JSONWriter(indented: true)
    writer.beginObject()
    writer.member("quern", 1)
    writer.key("vocabulary")
    writeVocabulary(&writer)
    if let against {
      writer.key("against")
      write(against, &writer)
    }
    if let corpus {
      writer.key("corpus")
      write(corpus, &writer)
      writer.key("counts")
      outcome.counts.write(into: &writer)
    }
    writer.endObject()
    writer.endLine()
    return ByteBuffer(copying: writer.buffer.bytes)
  }

  private func writeVocabulary(_ writer: inout JSONWriter) {
    let audit = vocabulary
    writer.beginObject()
    writer.member("path", name)
    writer.member("ids", model.vocabularySize)
    writer.member("tokens", model.tokenCount)
    writer.key("holes")
    writer.array(audit.holes) { hole, writer in writer.numbers([hole.lowerBound, hole.upperBound]) }
    writer.key("added")
    writer.array(model.addedTokens) { token, writer in
      writer.beginObject()
      writer.member("id", UInt64(token.id))
      writer.member("text", token.content)
      writer.member("special", token.isSpecial)
      writer.endObject()
    }
    writer.member("merges", model.merges.count)
    writer.member("semantics", semantics)
    writer.key("pattern")
    if let pattern = model.pretokenizer.pattern { writer.string(pattern.rawValue) } else { writer.null() }
    writer.member("unicode", SplitPattern.unicodeVersion)
    writer.key("regex_engine")
    if let engine = model.regexEngine { writer.string(engine) } else { writer.null() }
    writer.member("fingerprint", model.fingerprint.hex)
    writer.key("unreachable")
    if let reach = audit.reach {
      writer.beginObject()
      writer.key("never_merged")
      writer.tokens(reach.neverMerged, of: model)
      writer.key("always_cut")
      if let cut = reach.alwaysCut { writer.tokens(cut, of: model) } else { writer.null() }
      writer.key("only_whole")
      writer.tokens(reach.onlyWhole, of: model)
      writer.endObject()
    } else {
      writer.null()
    }
    writer.key("not_whole_characters")
    writer.beginObject()
    for wholeness in TokenWholeness.allCases where wholeness != .whole {
      writer.key(name: wholeness.rawValue)
      writer.tokens(audit.broken[wholeness] ?? [], of: model)
    }
    writer.endObject()
    writer.key("repeated")
    writer.array(audit.repeated) { group, writer in writer.numbers(group) }
    writer.key("longest")
    writer.tokens(audit.longest, of: model)
    writer.key("longest_white_space")
    writer.tokens(audit.longestSpaces, of: model)
    writer.key("overlapping_added")
    writer.array(audit.overlaps) { overlap, writer in
      writer.beginObject()
      writer.member("outer", UInt64(overlap.outer.id))
      writer.member("inner", UInt64(overlap.inner.id))
      writer.member("offset", overlap.offset)
      writer.endObject()
    }
    writer.key("kinds")
    writer.array(audit.kinds) { kind, writer in
      writer.beginObject()
      writer.member("name", kind.name)
      writer.member("tokens", kind.tokens)
      writer.member("after_space", kind.followSpace)
      writer.endObject()
    }
    writer.endObject()
  }

  private func write(_ against: Against, _ writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("path", against.name)
    writer.member("fingerprint", against.model.fingerprint.hex)
    writer.member("ids", against.model.vocabularySize)
    writer.member("same", against.difference.same)
    writer.key("only_here")
    writer.tokens(against.difference.onlyInFirst, of: model)
    writer.key("only_there")
    writer.tokens(against.difference.onlyInSecond, of: against.model)
    writer.key("moved")
    writer.array(against.difference.moved) { pair, writer in writer.numbers([pair.first, pair.second]) }
    if let audit = corpus?.audit {
      writer.member("tokens", audit.total.otherTokens)
      writer.member("bytes_per_token", audit.total.otherBytesPerToken)
      writer.member("differing_documents", audit.differing)
      writer.key("first_difference")
      if let first = audit.firstDifference {
        writer.beginObject()
        writer.member("id", first.id)
        writer.member("position", first.position)
        writer.member("offset", first.offset)
        writer.key("here")
        if let id = first.first { writer.number(UInt64(id)) } else { writer.null() }
        writer.key("there")
        if let id = first.second { writer.number(UInt64(id)) } else { writer.null() }
        writer.endObject()
      } else {
        writer.null()
      }
    }
    writer.endObject()
  }

  private func write(_ corpus: Corpus, _ writer: inout JSONWriter) {
    writer.beginObject()
    writer.write(corpus.audit.total, hasOther: against != nil)
    writer.member("entropy_bits", corpus.distribution.entropy)
    writer.member("renyi_efficiency", corpus.distribution.renyiEfficiency)
    for (name, groups) in [("languages", corpus.audit.languages), ("sources", corpus.audit.sources)] {
      writer.key(name: name)
      writer.array(groups) { group, writer in
        writer.beginObject()
        writer.member("name", group.name)
        writer.write(group.figures, hasOther: against != nil)
        writer.endObject()
      }
    }
    writer.key("never_used")
    writer.numbers(corpus.distribution.neverUsed)
    writer.key("used_once")
    writer.numbers(corpus.distribution.usedOnce)
    writer.key("glitch_candidates")
    writer.tokens(corpus.distribution.glitchCandidates, of: model)
    writer.key("top")
    writer.array(corpus.distribution.top) { entry, writer in
      writer.beginObject()
      writer.member("id", UInt64(entry.id))
      writer.member("count", entry.count)
      writer.endObject()
    }
    writer.key("longest_pretokens")
    if let long = corpus.audit.longestPretokens {
      writer.array(long) { piece, writer in
        writer.beginObject()
        writer.member("bytes", piece.bytes)
        writer.member("id", piece.id)
        writer.member("offset", piece.offset)
        piece.start.withUnsafeBytes { writer.member("start", $0.text) }
        writer.endObject()
      }
    } else {
      writer.null()
    }
    writer.endObject()
  }
}

extension JSONWriter {
  fileprivate mutating func array<Element>(_ elements: [Element], _ write: (Element, inout JSONWriter) -> Void) {
    beginArray()
    for element in elements { write(element, &self) }
    endArray()
  }

  /// Ids in an array of one line.
  fileprivate mutating func numbers(_ values: [UInt32]) {
    var line = JSONWriter()
    line.beginArray()
    for value in values { line.number(UInt64(value)) }
    line.endArray()
    raw(line.buffer.bytes)
  }

  /// Tokens as objects of id and text, or id and hexadecimal bytes.
  fileprivate mutating func tokens(_ ids: [UInt32], of model: BPEModel) {
    array(ids) { id, writer in
      var line = JSONWriter()
      line.beginObject()
      line.member("id", UInt64(id))
      if let bytes = model.bytes(of: id) { TokenView.member(text: bytes, otherwise: "hex", to: &line) }
      line.endObject()
      writer.raw(line.buffer.bytes)
    }
  }

  fileprivate mutating func write(_ figures: CorpusAudit.Figures, hasOther: Bool) {
    member("documents", figures.documents)
    member("bytes", figures.bytes)
    member("words", figures.words)
    member("tokens", figures.tokens)
    member("single_byte_tokens", figures.singleByteTokens)
    member("not_whole_character_tokens", figures.brokenTokens)
    member("bytes_per_token", figures.bytesPerToken)
    member("tokens_per_word", figures.tokensPerWord)
    if hasOther { member("bytes_per_token_there", figures.otherBytesPerToken) }
  }
}
