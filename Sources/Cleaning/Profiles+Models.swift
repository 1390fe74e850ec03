import QuernText

extension Profile {
  /// Tags every document with its toxicity.
  static let toxicity = Profile(
    name: "toxicity", version: 1,
    summary: "Tags every document with its toxicity and drops none.",
    languages: "those of the model; see Docs/ToxicityModel.md for the default one", normalization: .none,
    steps: [ProfileStep("toxicity", tags: [.toxicity], rules: [])])

  /// Cuts toxic sentences as Dolma does.
  static let toxicityCut = Profile(
    name: "toxicity-cut", version: 1,
    summary: "Cuts sentences with a toxicity of 0.4 and more, as Dolma does.",
    languages: "those of the model; see Docs/ToxicityModel.md for the default one", normalization: .none,
    steps: [ProfileStep("toxicity-cut", edit: .toxicSentences(from: 0.4), rules: [])])
}
