extension TrainingReport {
  /// What groups are added up by.
  enum Part {
    case language
    case source

    func name(_ group: WordGroup) -> String {
      let name = self == .language ? group.language : group.source
      return name.isEmpty ? "(none)" : name
    }
  }

  /// Groups that share a language or a source.
  struct Sum {
    var name: String
    var documents: Int64 = 0
    /// Those of the vocabulary, then those of each compared one.
    var figures: [Figures]
  }

  /// Groups added up, the most bytes first, then by name.
  func sums(by part: Part) -> [Sum] {
    let vocabularies = [trained] + compared
    return TrainingReport.sums(
      groups.indices.map { place in
        Sum(
          name: part.name(groups[place].group), documents: groups[place].documents,
          figures: vocabularies.map { $0.figures[place] })
      })
  }

  /// The groups of `sample` added up.
  static func sums(of sample: VocabularySample.Result, by part: Part) -> [Sum] {
    sums(
      sample.trained.map { group, figures in
        Sum(name: part.name(group), figures: [figures, sample.other[group] ?? Figures()])
      })
  }

  private static func sums(_ parts: [Sum]) -> [Sum] {
    var all: [String: Sum] = [:]
    for part in parts {
      guard var sum = all[part.name] else {
        all[part.name] = part
        continue
      }
      sum.documents += part.documents
      for at in sum.figures.indices { sum.figures[at].add(part.figures[at]) }
      all[part.name] = sum
    }
    return all.values.sorted { ($1.figures[0].bytes, $0.name) < ($0.figures[0].bytes, $1.name) }
  }
}
