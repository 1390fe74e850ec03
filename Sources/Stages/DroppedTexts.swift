import QuernBytes
import QuernDocuments
import QuernJSON
import QuernJobs

/// What a worker keeps of the texts that a batch loses, as the recipe says.
struct DroppedTexts: ~Copyable {
  private let settings: RunSettings
  private let source: String
  /// The rows of all texts, where all are kept.
  private(set) var all = JSONWriter()
  private var sample: [DroppedSample.Row] = []

  init(settings: RunSettings, source: String) {
    self.settings = settings
    self.source = source
  }

  /// Forgets what was kept.
  mutating func removeAll() {
    all.removeAll()
    sample.removeAll()
  }

  /// The rows that may belong to the sample; they are forgotten here.
  mutating func takeSample() -> [DroppedSample.Row] {
    defer { sample.removeAll() }
    return sample
  }

  /// Keeps the text of a document that goes.
  mutating func add(
    _ text: UnsafeRawBufferPointer, of document: DocumentID, id: UnsafeRawBufferPointer, reason: String
  ) {
    switch settings.recipe.clean.keepDropped {
    case .none: break
    case .all:
      DroppedSample.write(
        document: document, id: id, source: source, reason: reason, text: text, limit: nil, into: &all)
    case .sample:
      var row = JSONWriter()
      DroppedSample.write(
        document: document, id: id, source: source, reason: reason, text: text, limit: DroppedSample.textLimit,
        into: &row)
      sample.append(
        DroppedSample.Row(
          group: "\(source)\u{0}\(reason)",
          key: documentKey(seed: settings.recipe.seed, document: document.packed), bytes: Array(row.buffer.bytes)))
    }
  }
}
