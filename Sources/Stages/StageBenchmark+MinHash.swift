import QuernDedup
import QuernJobs

extension StageBenchmark {
  private final class Worker {
    var signer: MinHashSigner
    init(_ parameters: MinHashParameters) { signer = MinHashSigner(parameters) }
  }

  /// Signs every document and computes its bands.
  /// - Returns: the documents that have a signature.
  func sign(_ profile: String) throws -> Int {
    let parameters: MinHashParameters
    do {
      parameters = try .named(profile)
    } catch {
      throw JobError(.usage, "\(error)")
    }
    return try overDocuments(makeState: { Worker(parameters) }) { worker, text in
      guard try worker.signer.sign(text) else { return 0 }
      var bits: UInt64 = 0
      for band in 0..<parameters.bands { bits |= worker.signer.bandKey(band) }
      return bits == 0 ? 0 : 1
    }
  }
}
