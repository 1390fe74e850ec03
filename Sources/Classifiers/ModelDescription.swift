import QuernBytes
import QuernJSON

/// What Quern knows of a model beside the model itself: how texts are prepared and what its labels mean.
///
/// It stands behind the model in the file, as JSON, where other readers of fastText models do not look; a model of
/// others has none, and its texts are taken as they are.
public struct ModelDescription: Equatable, Sendable {
  /// How texts are prepared before the model sees them.
  public var preparation: TextPreparation
  /// The label whose probability is the score of a text; nil where labels have equal rights.
  public var positive: String?
  /// The score from which on a text counts as positive; nil where nobody has said.
  public var threshold: Double?
  /// What the model was trained with, as one JSON object.
  public var training: String?

  /// A description; what is left out is unknown.
  public init(
    preparation: TextPreparation = .none, positive: String? = nil, threshold: Double? = nil, training: String? = nil
  ) {
    self.preparation = preparation
    self.positive = positive
    self.threshold = threshold
    self.training = training
  }

  /// The last bytes of a file with a description; the length of the JSON stands before them, in eight bytes.
  private static let signature: StaticString = "\nquern-model-1\n"

  /// Appends the description to the end of a model.
  public func append(to file: inout ByteBuffer) {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("preparation", preparation.rawValue)
    if let positive { writer.member("positive", positive) }
    if let threshold { writer.member("threshold", threshold) }
    if let training {
      writer.key("training")
      var text = training
      text.withUTF8 { writer.raw(UnsafeRawBufferPointer($0)) }
    }
    writer.endObject()
    file.append(writer.buffer.bytes)
    file.append(littleEndian: UInt64(writer.buffer.count))
    file.append(ModelDescription.signature)
  }

  /// Reads what follows a model.
  /// - Throws: ``ClassifierError/damaged(_:)`` when there is a description that makes no sense.
  init(after end: Int, in bytes: UnsafeRawBufferPointer) throws(ClassifierError) {
    self.init()
    let signature = ModelDescription.signature.utf8CodeUnitCount
    let tail = bytes.slice(end, bytes.count)
    guard tail.count >= signature + 8, tail.slice(tail.count - signature, tail.count).equals(ModelDescription.signature)
    else { return }
    let text = tail.count - signature - 8
    let length = UInt64(littleEndian: tail.loadUnaligned(fromByteOffset: text, as: UInt64.self))
    try require(length <= UInt64(text), "its description is cut off")
    let document: JSONDocument
    do {
      document = try JSONDocument(tail.slice(text - Int(length), text))
    } catch {
      throw .damaged("its description: \(error.message)")
    }
    let root = document.root
    guard let name = root["preparation"]?.string, let preparation = TextPreparation(rawValue: name) else {
      throw .damaged("its description names no known preparation of texts")
    }
    self.preparation = preparation
    positive = root["positive"]?.string
    threshold = root["threshold"]?.double
    if let node = root["training"] {
      var writer = JSONWriter()
      writer.copy(node)
      training = writer.buffer.bytes.text
    }
  }
}

extension JSONWriter {
  /// Writes a value of another document.
  fileprivate mutating func copy(_ node: JSONNode) {
    if node.isObject {
      beginObject()
      for member in node.members {
        key(member.key)
        copy(member.value)
      }
      endObject()
    } else if node.isArray {
      beginArray()
      for element in node.elements { copy(element) }
      endArray()
    } else if let bytes = node.bytes {
      string(bytes)
    } else if let value = node.bool {
      bool(value)
    } else if let value = node.int {
      number(value)
    } else if let value = node.double {
      number(value)
    } else {
      null()
    }
  }
}
