import QuernBytes
import QuernJSON
import QuernJobs
import QuernTokenizer

/// Which documents belong to a sample: those whose text hashes below a limit, so that the choice depends on the text and
/// the seed alone, not on files, threads or order. Equal texts are taken together or not at all.
public struct DocumentSample: Hashable, Sendable {
  /// What has a limit of its own.
  public enum Key: String, CaseIterable, Sendable {
    /// All documents have the same limit.
    case all
    case source, language

    /// The part of `group` that the limit belongs to.
    func name(of group: WordGroup) -> String {
      switch self {
      case .all: ""
      case .source: group.source
      case .language: group.language
      }
    }
  }

  /// The limit that takes every document; hashes are below it.
  static let everything: UInt64 = 1 << 63

  /// Decides, with the text, which documents are taken.
  public let seed: UInt64
  /// What has a limit of its own.
  public let key: Key
  /// The limits by name, at most ``everything``; without one nothing is taken.
  public let limits: [String: UInt64]

  init(seed: UInt64, key: Key, limits: [String: UInt64]) {
    self.seed = seed
    self.key = key
    self.limits = limits
  }

  /// A share of the documents, above 0 and at most 1.
  public init(share: Double, seed: UInt64) {
    let limit = share >= 1 ? DocumentSample.everything : UInt64(share * Double(DocumentSample.everything))
    self.init(seed: seed, key: .all, limits: ["": limit])
  }

  /// The hash of `text` that is held against limits; below ``everything``.
  static func hash(_ text: UnsafeRawBufferPointer, seed: UInt64) -> UInt64 {
    XXH3.hash64(text, seed: mixBits(seed ^ salt)) >> 1
  }

  /// Sets the hashes of a sample apart from others with the same seed.
  private static let salt: UInt64 = 0x7361_6D70_6C65

  /// The limit for documents of `group`.
  func limit(for group: WordGroup) -> UInt64 { limits[key.name(of: group)] ?? 0 }

  /// The share of the documents of `group` that are taken.
  public func rate(of group: WordGroup) -> Double {
    Double(limit(for: group)) / Double(DocumentSample.everything)
  }

  /// Writes the sample as it stands in the origin of a count file.
  func write(into writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("seed", seed)
    writer.member("key", key.rawValue)
    writer.key("limits")
    writer.beginObject()
    for (name, limit) in limits.sorted(by: { bytesPrecede($0.key, $1.key) }) {
      writer.key(name: name)
      writer.number(limit)
    }
    writer.endObject()
    writer.endObject()
  }

  /// Reads what ``write(into:)`` wrote; nil for anything else.
  init?(_ node: JSONNode) {
    guard let seed = node["seed"]?.uint, let key = node["key"]?.string.flatMap(Key.init(rawValue:)),
      let limits = node["limits"]
    else { return nil }
    var read: [String: UInt64] = [:]
    for (name, limit) in limits.members {
      guard let limit = limit.uint, limit <= DocumentSample.everything else { return nil }
      read[name.text] = limit
    }
    self.init(seed: seed, key: key, limits: read)
  }
}
