import QuernBytes
import QuernJobs

/// Bytes of text by the hash of the documents, apart for each source or language: what a sample of a given size is cut
/// from. Histograms of parts of a corpus add up.
struct TextHistogram: Sendable {
  /// How finely a sample's size is met.
  static let buckets = 1 << 16
  let seed: UInt64
  let key: DocumentSample.Key
  /// The most names that are told apart; one takes half a MiB.
  private let mostNames: Int
  private(set) var bytes: [String: [Int]] = [:]

  /// - Parameter memory: the bytes that it may take, about.
  init(seed: UInt64, key: DocumentSample.Key, memory: Int) {
    self.seed = seed
    self.key = key
    mostNames = max(1, memory / (TextHistogram.buckets * MemoryLayout<Int>.stride))
  }

  /// Adds a document of `count` bytes whose hash has the upper bits `bucket`.
  mutating func add(_ count: Int, bucket: Int, to name: String) throws(JobError) {
    if bytes[name] == nil {
      guard bytes.count < mostNames else {
        throw JobError(
          "with more than \(mostNames) values of the \(key.rawValue), giving each its part of a sample takes more than "
            + "the memory allowed; raise --memory, name another field, or give the sample as a share")
      }
      bytes[name] = [Int](repeating: 0, count: TextHistogram.buckets)
    }
    bytes[name]![bucket] += count
  }

  /// Adds what `other` has seen.
  mutating func add(_ other: TextHistogram) throws(JobError) {
    for (name, counts) in other.bytes {
      for (bucket, count) in counts.enumerated() where count > 0 { try add(count, bucket: bucket, to: name) }
    }
  }

  /// Bytes of text by name.
  var totals: [String: Int] { bytes.mapValues { $0.reduce(0, +) } }

  /// The sample of at most `size` bytes in all in which names have the parts that `mix` gives them, and the names of
  /// which there is too little text for their part, so that all of it is taken.
  func sample(of size: Int, mix: SourceMix) throws(JobError) -> (sample: DocumentSample, short: [String]) {
    let totals = self.totals
    let whole = totals.values.reduce(0, +)
    if size >= whole {
      return (
        DocumentSample(seed: seed, key: key, limits: totals.mapValues { _ in DocumentSample.everything }), []
      )
    }
    let shares = try mix.shares(of: totals.mapValues(Double.init))
    var limits: [String: UInt64] = [:]
    var short: [String] = []
    for (name, total) in totals {
      let part = Double(size) * (shares[name] ?? 0)
      if part >= Double(total) {
        limits[name] = DocumentSample.everything
        if part > Double(total) { short.append(name) }
        continue
      }
      var sum = 0
      let taken = bytes[name]!.prefix { count in
        sum += count
        return Double(sum) <= part
      }
      limits[name] = UInt64(taken.count) << 47
    }
    return (DocumentSample(seed: seed, key: key, limits: limits), short.sorted(by: bytesPrecede))
  }

  /// The histogram in bytes: for each name its length, itself, and the buckets that are not empty as
  /// their number, and number and bytes of each; all numbers are u64, little-endian.
  func serialized() -> ByteBuffer {
    var buffer = ByteBuffer()
    for (name, counts) in bytes.sorted(by: { bytesPrecede($0.key, $1.key) }) {
      buffer.append(littleEndian: UInt64(name.utf8.count))
      buffer.append(string: name)
      buffer.append(littleEndian: UInt64(counts.count { $0 > 0 }))
      for (bucket, count) in counts.enumerated() where count > 0 {
        buffer.append(littleEndian: UInt64(bucket))
        buffer.append(littleEndian: UInt64(count))
      }
    }
    return buffer
  }

  /// Adds what ``serialized()`` wrote. The caller has checked the hash of the bytes.
  mutating func add(serialized bytes: UnsafeRawBufferPointer) throws(JobError) {
    var at = 0
    func number() -> Int {
      defer { at += 8 }
      return Int(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)))
    }
    while at < bytes.count {
      let length = number()
      let name = bytes.slice(at, at + length).text
      at += length
      for _ in 0..<number() {
        let bucket = number()
        try add(number(), bucket: bucket, to: name)
      }
    }
  }
}
