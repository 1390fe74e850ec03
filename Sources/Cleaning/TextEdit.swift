import QuernBytes
import QuernText

/// What a step does to the text before its rules are tried.
public enum TextEdit: Hashable, Sendable {
  /// Brings the text into a normalisation form.
  case normalize(NormalizationForm)
  /// Cuts sentences whose toxicity is this or more.
  case cutToxicSentences(Float)

  /// The measurement whose values the edit yields itself, if any.
  var measurement: Measurement? {
    switch self {
    case .normalize: nil
    case .cutToxicSentences: .toxicity
    }
  }

  /// What it needs beside the text.
  var resource: CleaningResource? {
    switch self {
    case .normalize: nil
    case .cutToxicSentences: .toxicityModel
    }
  }

  /// The name in plans: two edits of one name do the same.
  var name: String {
    switch self {
    case .normalize(let form): form.rawValue
    case .cutToxicSentences(let score): "cut sentences of toxicity \(score)"
    }
  }
}

/// What was changed in a text, by kind.
public enum EditKind: String, CaseIterable, Sendable {
  /// The text was brought into NFC.
  case nfc
  /// The text was brought into NFKC.
  case nfkc
  /// A sentence was cut because of its toxicity.
  case toxicSentence = "toxicity.sentence"
}

/// How often each kind of edit was made in a document.
public struct EditCounts: Equatable, Sendable {
  /// The kinds of which there is at least one, in the order in which they were first made.
  public private(set) var entries: [Entry] = []

  /// A kind and its count.
  public struct Entry: Equatable, Sendable {
    /// What was done.
    public let kind: EditKind
    /// How many spans of text were changed by it.
    public internal(set) var count: Int
  }

  /// Whether nothing was changed.
  public var isEmpty: Bool { entries.isEmpty }

  /// How often `kind` was made.
  public subscript(kind: EditKind) -> Int { entries.first { $0.kind == kind }?.count ?? 0 }

  /// Adds `count` edits of `kind`.
  mutating func add(_ kind: EditKind, _ count: Int = 1) {
    guard count > 0 else { return }
    if let index = entries.firstIndex(where: { $0.kind == kind }) {
      entries[index].count += count
    } else {
      entries.append(Entry(kind: kind, count: count))
    }
  }
}

/// Makes the edits of one thread's documents.
struct TextEditor: ~Copyable {
  /// Writes the edited text of `view` to `out`, unless nothing changes.
  ///
  /// - Parameters:
  ///   - values: where the values of the edit's own measurement go, if it has one.
  ///   - counts: what was changed is added to it.
  /// - Returns: whether the text was changed; if not, `out` holds nothing of use.
  /// - Throws: ``CleaningError/text(_:)`` when ICU fails (a text of 2 GiB and above).
  mutating func apply(
    _ edit: TextEdit, to view: inout TextView, _ resources: CleaningResources, into out: inout ByteBuffer,
    values: UnsafeMutableBufferPointer<Double>, counts: inout EditCounts
  ) throws(CleaningError) -> Bool {
    switch edit {
    case .normalize(let form): try normalize(view.bytes, form, into: &out, &counts)
    case .cutToxicSentences(let score):
      view.models.cutSentences(of: view.bytes, from: score, resources, values: values, into: &out, &counts)
    }
  }

  private mutating func normalize(
    _ text: UnsafeRawBufferPointer, _ form: NormalizationForm, into out: inout ByteBuffer, _ counts: inout EditCounts
  ) throws(CleaningError) -> Bool {
    do {
      guard try Normalizer(form).normalize(text, into: &out) else { return false }
    } catch {
      throw .text(error)
    }
    switch form {
    case .none: return false
    case .nfc: counts.add(.nfc)
    case .nfkc: counts.add(.nfkc)
    }
    return true
  }
}
