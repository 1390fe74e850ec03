import QuernBytes
import QuernDedup
import QuernDocuments
import QuernJobs
import QuernStreams

/// What looking for near duplicates will take, from the parameters and a sample of the inputs.
public struct NearEstimate: Sendable {
  /// What a sample of the inputs tells.
  public struct Sample: Sendable {
    /// Documents that were read.
    public var documents = 0
    /// Bytes of their texts.
    public var bytes = 0
    /// Different shingles of them.
    public var shingles = 0
    /// Seconds that one thread took to sign them.
    public var seconds = 0.0
    /// Bytes of the inputs as stored, and those of them that the sample took.
    public var storedBytes = 0
    /// Of these, what the sample took.
    public var sampledBytes = 0

    /// The documents of the inputs, by the share of stored bytes that was read.
    public var expectedDocuments: Int {
      sampledBytes == 0 ? 0 : Int((Double(documents) * Double(storedBytes) / Double(sampledBytes)).rounded())
    }
  }

  /// Bytes of a record of the sorted files.
  public static let recordBytes = 24
  /// The most of a file that is read for the sample.
  private static let sampledFile = 8 << 20

  public let parameters: MinHashParameters
  /// What was found out about the inputs; nil where none were given.
  public let sample: Sample?

  /// An estimate for these parameters, and for the files at `paths`, of which the beginnings are read.
  /// - Throws: when a file cannot be read or a text cannot be normalised.
  public init(
    _ parameters: MinHashParameters, paths: [String], textField: String = "text"
  ) throws {
    self.parameters = parameters
    guard !paths.isEmpty else {
      sample = nil
      return
    }
    var sample = Sample()
    var signer = MinHashSigner(parameters)
    var parser = RecordParser(text: textField, maxRecord: 64 << 20)
    var shingles: [UInt32] = []
    let clock = ContinuousClock()
    // Of very many files every some are looked at.
    let step = max(1, paths.count / 16)
    for (index, path) in paths.enumerated() {
      let file = SourceFile(file: 0, path: path, name: path, source: "input", textField: textField)
      let stored = file.storedSize ?? 0
      sample.storedBytes += stored
      guard index % step == 0 else { continue }
      let reader = try BatchReader(file, maxRecord: 64 << 20)
      let batch = DocumentBatch()
      var isWhole = true
      while try reader.next(into: batch) {
        parser.parse(batch)
        for document in batch.documents {
          let text = batch.text(of: document)
          let start = clock.now
          _ = try signer.sign(text)
          sample.seconds += Double((clock.now - start) / .microseconds(1)) / 1e6
          try signer.shingles(of: text, into: &shingles)
          sample.documents += 1
          sample.bytes += text.count
          sample.shingles += shingles.count
        }
        if reader.contentBytes > NearEstimate.sampledFile {
          isWhole = false
          break
        }
      }
      if let damage = reader.damage { throw damage }
      sample.sampledBytes += isWhole ? stored : min(stored, reader.storedBytes)
    }
    self.sample = sample
  }

  /// The probability that documents of a similarity become candidates.
  public func probability(_ jaccard: Double) -> Double { SCurve(parameters).probability(jaccard) }

  /// The similarity at which every second pair becomes a candidate.
  public var middle: Double { SCurve(parameters).middle }

  /// Bytes that signing spills for `documents`.
  public func bandBytes(_ documents: Int) -> Int { documents * parameters.bands * NearEstimate.recordBytes }
}
