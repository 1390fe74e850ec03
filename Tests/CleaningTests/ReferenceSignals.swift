import QuernText

@testable import QuernCleaning

/// What the basic passes count.
struct BasicCounts: Equatable {
  var characters = CharacterCounts()
  var lines = LineCounts()
}

/// Signals computed the plain way, with `String` and `Unicode.Scalar`.
///
/// Only the flags for sentence ends and scripts without spaces come from ``CharacterClasses``, as Swift knows no such
/// property.
struct ReferenceSignals {
  private let scalars: [Unicode.Scalar]
  private let classes = CharacterClasses()

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  var counts: BasicCounts {
    var counts = BasicCounts()
    counts.characters.characters = scalars.count
    counts.characters.visible = scalars.count { !isSpace($0) }
    counts.characters.alphabetic = scalars.count { classes[$0.value] & CharacterClasses.alphabetic != 0 }
    counts.characters.unspaced = scalars.count { isUnspaced($0) }
    counts.characters.words = scalars.split(whereSeparator: isSpace).count
    counts.characters.stopWords = stopWords
    var seen: Set<[UInt32]> = []
    for line in scalars.split(separator: "\n") {
      counts.lines.longest = max(counts.lines.longest, line.last == "\r" ? line.count - 1 : line.count)
      guard let first = line.firstIndex(where: { !isSpace($0) }), let last = line.lastIndex(where: { !isSpace($0) })
      else { continue }
      let trimmed = line[first...last].map(\.value)
      counts.lines.lines += 1
      if let end = trimmed.last(where: { !LinePass.isCloser($0) }),
        classes[end] & CharacterClasses.sentenceEnd != 0
      {
        counts.lines.terminated += 1
      }
      if !seen.insert(trimmed).inserted {
        counts.lines.repeated += 1
        counts.lines.repeatedCharacters += trimmed.count
      }
    }
    return counts
  }

  private func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }

  private func isUnspaced(_ scalar: Unicode.Scalar) -> Bool {
    classes[scalar.value] & CharacterClasses.unspaced != 0
  }

  /// The most distinct stop words of one language.
  private var stopWords: Int {
    var runs: Set<String> = []
    var run = ""
    for scalar in scalars {
      let flags = classes[scalar.value]
      if isUnspaced(scalar) { runs.insert(String(scalar)) }
      if flags & (CharacterClasses.letter | CharacterClasses.mark) != 0 && !isUnspaced(scalar) {
        run.unicodeScalars.append(scalar)
      } else {
        runs.insert(run)
        run = ""
      }
    }
    runs.insert(run)
    let found = Set(runs.map { Array($0.lowercased().utf8) })
    return StopWords.lists.map { list in
      list.words.split(separator: " ").count { found.contains(Array($0.utf8)) }
    }.max() ?? 0
  }
}
