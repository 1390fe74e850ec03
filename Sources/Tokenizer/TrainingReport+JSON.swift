import QuernBytes
import QuernJSON

extension TrainingReport {
  /// Writes the report as an object.
  public func write(to json: inout JSONWriter) {
    json.beginObject()
    json.member("vocabulary_size", trained.size)
    json.member("merges", merges)
    json.member("end", end.rawValue)
    json.member("exact", isExact)
    json.member("documents", groups.reduce(0) { $0 + Int($1.documents) })
    write(trained.total, to: &json)
    json.key("compared")
    json.beginArray()
    for vocabulary in compared {
      json.beginObject()
      json.member("name", vocabulary.name)
      json.member("vocabulary_size", vocabulary.size)
      write(vocabulary.total, to: &json)
      json.endObject()
    }
    json.endArray()
    writeSamples(to: &json)
    for (name, part) in [("languages", Part.language), ("sources", .source)] {
      json.key(name: name)
      json.beginArray()
      for sum in sums(by: part) { write(sum, to: &json) }
      json.endArray()
    }
    writeGroups(to: &json)
    writeCurve(to: &json)
    writePairs(to: &json)
    writeAlphabet(to: &json)
    json.key("unused")
    json.beginObject()
    json.member("learned", unused.count)
    json.member("others", unusedOthers)
    json.key("ids")
    json.beginArray()
    for id in unused { json.number(Int(id)) }
    json.endArray()
    json.endObject()
    writeLeftOut(to: &json)
    json.endObject()
  }

  private func write(_ figures: Figures, to json: inout JSONWriter) {
    json.member("bytes", Int(figures.bytes))
    json.member("tokens", Int(figures.tokens))
    json.member("bytes_per_token", figures.bytesPerToken)
  }

  private func write(_ sum: Sum, to json: inout JSONWriter) {
    json.beginObject()
    json.member("name", sum.name)
    json.member("documents", Int(sum.documents))
    write(sum.figures[0], to: &json)
    json.key("compared")
    json.beginObject()
    for (vocabulary, figures) in zip(compared, sum.figures[1...]) {
      json.key(name: vocabulary.name)
      json.number(figures.bytesPerToken)
    }
    json.endObject()
    json.endObject()
  }

  private func writeGroups(to json: inout JSONWriter) {
    json.key("groups")
    json.beginArray()
    for (place, totals) in groups.enumerated() {
      json.beginObject()
      json.member("source", totals.group.source)
      json.member("language", totals.group.language)
      json.member("documents", Int(totals.documents))
      write(trained.figures[place], to: &json)
      if let multipliers { json.member("multiplier", multipliers[place]) }
      json.endObject()
    }
    json.endArray()
  }

  private func writeSamples(to json: inout JSONWriter) {
    json.key("compared_on_sample")
    json.beginArray()
    for sample in samples {
      json.beginObject()
      json.member("name", sample.name)
      json.member("vocabulary_size", sample.size)
      json.member("documents", sample.documents)
      for (name, part) in [("languages", Part.language), ("sources", .source)] {
        json.key(name: name)
        json.beginArray()
        for sum in TrainingReport.sums(of: sample, by: part) {
          json.beginObject()
          json.member("name", sum.name)
          json.member("bytes", Int(sum.figures[0].bytes))
          json.member("bytes_per_token", sum.figures[0].bytesPerToken)
          json.member("other_bytes_per_token", sum.figures[1].bytesPerToken)
          json.endObject()
        }
        json.endArray()
      }
      json.endObject()
    }
    json.endArray()
  }

  private func writeCurve(to json: inout JSONWriter) {
    json.key("curve")
    json.beginArray()
    for point in curve {
      json.beginObject()
      json.member("vocabulary_size", point.size)
      json.member("last_count", point.lastCount)
      json.member("bytes_per_token", point.figures.bytesPerToken)
      json.endObject()
    }
    json.endArray()
  }

  private func writePairs(to json: inout JSONWriter) {
    json.key("pairs_left")
    json.beginArray()
    for pair in pairsLeft {
      json.beginObject()
      for (name, id) in [("left", pair.left), ("right", pair.right)] {
        json.key(name: name)
        var spelling = ByteBuffer()
        model.appendSpelling(of: id, to: &spelling)
        json.string(spelling.bytes)
      }
      json.member("count", pair.count)
      json.endObject()
    }
    json.endArray()
  }

  private func writeAlphabet(to json: inout JSONWriter) {
    json.key("alphabet")
    json.beginObject()
    json.member("bytes", coverage.bytes)
    json.member("characters", coverage.characters)
    json.member("characters_with_token", coverage.charactersWithToken)
    json.member("occurrences", Int(coverage.occurrences))
    json.member("occurrences_with_token", Int(coverage.occurrencesWithToken))
    json.endObject()
  }

  private func writeLeftOut(to json: inout JSONWriter) {
    json.key("left_out")
    guard let leftOut else { return json.null() }
    json.beginObject()
    json.member("below", Int(minimumWordCount))
    json.member("words", Int(leftOut.words))
    json.member("occurrences", Int(leftOut.occurrences))
    json.member("bytes", Int(leftOut.bytes))
    // What the count of any pair can be too low by.
    json.member("most_of_a_pair", Double(leftOut.most) / (multipliers == nil ? 1 : Double(WeightedWords.one)))
    json.endObject()
  }
}
