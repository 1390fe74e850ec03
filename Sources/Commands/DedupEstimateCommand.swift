import ArgumentParser
import QuernBytes
import QuernDedup
import QuernJSON
import QuernJobs
import QuernReports
import QuernStages

/// `quern dedup estimate`
struct DedupEstimateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "estimate",
    abstract: "Shows what near will find with some parameters, and what it will take.",
    discussion: """
      EXAMPLES:
        quern dedup estimate --threshold 0.8
        quern dedup estimate raw/*.jsonl.zst --profile dclm
        quern dedup estimate --bands 20 --rows 5 --threshold 0.7 --json

      Shows how likely documents of a similarity are to be compared (the S-curve), warns when fewer than nine of ten pairs \
      at the threshold are, and says how much is spilled to disk. With files it reads the beginnings of some of them to \
      tell how many documents there are, and how long signing will take.
      """)

  @Argument(help: "Files, folders or quoted globs to sample.")
  var inputs: [String] = []

  @Option(help: "The n-gram, bands and hash functions; see quern dedup near --help.")
  var profile = "quern"

  @Option(help: "The Jaccard similarity from which documents are alike.")
  var threshold = 0.8

  @Option(help: "Words of a shingle (default: the profile's).")
  var ngram: Int?

  @Option(help: "Bands of a signature (default: the profile's).")
  var bands: Int?

  @Option(help: "Hash functions of a band (default: the profile's).")
  var rows: Int?

  @Option(help: "The field that holds the text.")
  var text = "text"

  @Flag(help: "Print the figures as one JSON object.")
  var json = false

  /// The share of pairs at the threshold below which a warning is due.
  private static let enough = 0.9

  func validate() throws {
    _ = try parameters()
    guard threshold > 0 && threshold <= 1 else {
      throw ValidationError("--threshold must be above 0 and at most 1, not \(threshold)")
    }
  }

  private func parameters() throws -> MinHashParameters {
    do {
      return try .named(profile, ngram: ngram, bands: bands, rows: rows)
    } catch {
      throw ValidationError("\(error)")
    }
  }

  func run() throws {
    let paths = try inputs.flatMap { try InputResolver.files(for: $0) }
    let estimate = try NearEstimate(try parameters(), paths: paths, textField: text)
    if json {
      write(estimate)
    } else {
      show(estimate)
    }
    let recall = estimate.probability(threshold)
    if recall < DedupEstimateCommand.enough {
      Terminal.message(
        "warning: only \(fixed(100 * recall)) % of pairs with a similarity of \(fixed(threshold)) are compared; more bands "
          + "or fewer rows find more")
    }
  }

  private func show(_ estimate: NearEstimate) {
    let parameters = estimate.parameters
    var lines = [
      "\(parameters.name): \(parameters.bands) bands of \(parameters.rows) rows, \(parameters.functions) hash functions, "
        + "\(parameters.ngram) words a shingle",
      "similarity  compared",
    ]
    for step in stride(from: 30, through: 100, by: 5) {
      let jaccard = Double(step) / 100
      let probability = estimate.probability(jaccard)
      let bar = String(repeating: "#", count: Int((50 * probability).rounded()))
      let percent = fixed(100 * probability)
      let padding = String(repeating: " ", count: max(0, 7 - percent.count))
      lines.append("      \(fixed(jaccard)) \(padding)\(percent) %  \(bar)")
    }
    lines.append(
      "every second pair is compared at \(fixed(estimate.middle)), \(fixed(100 * estimate.probability(threshold))) % at the threshold of \(fixed(threshold))"
    )
    lines.append(
      "signing spills \(grouped(estimate.bandBytes(1))) bytes a document, \(grouped(estimate.bandBytes(1_000_000) / 1_000_000)) MB a million"
    )
    if let sample = estimate.sample, sample.documents > 0 {
      let documents = sample.expectedDocuments
      let shingles = sample.shingles * 4 / sample.documents + 32
      lines += [
        "sample: \(grouped(sample.documents)) documents of \(grouped(sample.bytes / sample.documents)) bytes",
        "about \(grouped(documents)) documents: \(grouped(estimate.bandBytes(documents) / 1_000_000)) MB of bands, "
          + "\(grouped(shingles)) bytes of shingles for each document that is compared",
        "signing: \(fixed(Double(sample.bytes) / 1e6 / max(sample.seconds, 1e-9))) MB/s a thread, "
          + "\(fixed(sample.seconds * Double(documents) / Double(sample.documents))) s on one",
      ]
    }
    Terminal.output(lines.joined(separator: "\n") + "\n")
  }

  private func write(_ estimate: NearEstimate) {
    var writer = JSONWriter(indented: true)
    let parameters = estimate.parameters
    writer.beginObject()
    writer.member("quern", 1)
    writer.member("profile", parameters.name)
    writer.member("ngram", parameters.ngram)
    writer.member("bands", parameters.bands)
    writer.member("rows", parameters.rows)
    writer.member("threshold", threshold)
    writer.member("recall_at_threshold", estimate.probability(threshold))
    writer.member("middle", estimate.middle)
    writer.key("curve")
    writer.beginArray()
    for step in 0...100 {
      writer.beginObject()
      writer.member("jaccard", Double(step) / 100)
      writer.member("compared", estimate.probability(Double(step) / 100))
      writer.endObject()
    }
    writer.endArray()
    writer.member("band_bytes_per_document", estimate.bandBytes(1))
    if let sample = estimate.sample {
      writer.key("sample")
      writer.beginObject()
      writer.member("documents", sample.documents)
      writer.member("bytes", sample.bytes)
      writer.member("shingles", sample.shingles)
      writer.member("seconds", sample.seconds)
      writer.endObject()
      writer.member("documents", sample.expectedDocuments)
      writer.member("band_bytes", estimate.bandBytes(sample.expectedDocuments))
    }
    writer.endObject()
    writer.endLine()
    Terminal.output(writer.buffer.bytes)
  }
}
