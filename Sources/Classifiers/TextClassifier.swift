import CFastText
import QuernBytes

/// A fastText model that gives texts their labels; it never changes, so threads may share it.
///
/// Any supervised model of fastText will do, dense or quantised. Predictions equal those of fastText's own
/// `predictLine` to the last bit; only the way from text to features is our own, since it is most of the work there.
public final class TextClassifier: @unchecked Sendable {  // libfasttext only reads a model that it predicts with
  /// The labels without their prefix, in the order of the model.
  public let labels: [String]
  /// What is known of the model beside fastText's own settings.
  public let description: ModelDescription
  /// The XXH3-128 of the file.
  public let hash: Hash128
  /// The size of the file, which is about what the model needs in memory.
  public let size: Int
  let tables: FeatureTables
  let handle: OpaquePointer

  /// Opens the model in `bytes`: the whole of a `.bin` or `.ftz` file.
  /// - Complexity: O(n).
  /// - Throws: ``ClassifierError`` for a file that is damaged, of another kind or not of fastText.
  public init(_ bytes: UnsafeRawBufferPointer) throws(ClassifierError) {
    let file = try ModelFile(bytes)
    description = try ModelDescription(after: file.end, in: bytes)
    labels = file.labels.map { range in
      let label = bytes.slice(range.lowerBound, range.upperBound)
      let prefix = ModelFile.labelPrefix.utf8CodeUnitCount
      let hasPrefix = label.count >= prefix && label.slice(0, prefix).equals(ModelFile.labelPrefix)
      return label.slice(hasPrefix ? prefix : 0, label.count).text
    }
    hash = XXH3.hash128(bytes)
    size = bytes.count
    var opened: OpaquePointer?
    let failure = withMessage { message, room in
      quern_fasttext_open(
        bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), file.end, &opened, message, room)
    }
    guard failure == nil, let opened else { throw .library(failure ?? "no model") }
    handle = opened
    tables = FeatureTables(file, bytes)
  }

  /// Opens the model in `buffer`.
  public convenience init(_ buffer: borrowing ByteBuffer) throws(ClassifierError) { try self.init(buffer.bytes) }

  deinit { quern_fasttext_close(handle) }

  /// The place of `label` among ``labels``.
  /// - Throws: ``ClassifierError/unknownLabel(_:known:)``.
  public func index(of label: String) throws(ClassifierError) -> Int {
    guard let index = labels.firstIndex(where: { $0.utf8.elementsEqual(label.utf8) }) else {
      throw .unknownLabel(label, known: labels)
    }
    return index
  }
}

/// A label, by its place in ``TextClassifier/labels``, and its probability as fastText computes it: it may lie a little
/// above 1.
public struct Guess: Equatable, Sendable {
  /// The label's place.
  public let label: Int
  /// Its probability.
  public let probability: Float
}

/// Runs a function that may leave a message.
func withMessage(_ body: (UnsafeMutablePointer<CChar>, Int) -> UnsafePointer<CChar>?) -> String? {
  withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { room in
    body(room.baseAddress!, room.count).map { String(cString: $0) }
  }
}
