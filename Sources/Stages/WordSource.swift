import QuernBytes
import QuernDocuments
import QuernTokenizer

/// Where the source and the language of a document that is counted stand.
public struct WordSource: Sendable, Equatable {
  /// The source of documents that name none, where nothing else names it.
  public static let unnamed = "input"

  /// The field with the source; nil when the source is that of the file, as in a run.
  public var sourceField: String?
  /// The fields with the language; the first that is there counts.
  public var languageFields: [String]

  /// What runs do: the source is the recipe's, the language stands in `lang` or else in `language`.
  public static let ofRun = WordSource(sourceField: nil, languageFields: ["lang", "language"])

  public init(sourceField: String?, languageFields: [String]) {
    self.sourceField = sourceField
    self.languageFields = languageFields
  }

  /// The fields that a pass notes.
  var notedFields: [String] { languageFields + (sourceField.map { [$0] } ?? []) }

  /// The group of document number `index` of `batch`, which is of `file`.
  func group(of index: Int, in batch: DocumentBatch, of file: SourceFile) -> WordGroup {
    var group = WordGroup(source: file.source)
    for field in languageFields.indices {
      let language = batch.noted(field, of: index)
      if !language.isEmpty {
        group.language = language.text
        break
      }
    }
    if sourceField != nil {
      let source = batch.noted(languageFields.count, of: index)
      if !source.isEmpty { group.source = source.text }
    }
    return group
  }
}
