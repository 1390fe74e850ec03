import QuernBytes
import QuernDedup
import QuernJobs

/// What stages that remove duplicates look at beside the text: which copy stays, and what is compared with what.
struct KeepRule: Sendable {
  let keep: RecipeKeep
  let scope: RecipeScope

  /// The fields of records that it looks at.
  var notedFields: [String] { [keep.field, scope.field].compactMap { $0 } }

  /// The rank of a document: of alike ones the lowest stays.
  func rank(of document: StageDocuments.Live) -> KeepRank {
    switch keep {
    case .first: 0
    case .longest: KeepRank.max - KeepRank(document.text.count)
    case .best: KeepOrder.rank(ofScore: document.noted(0))
    case .newest: KeepOrder.rank(ofDate: document.noted(0))
    }
  }

  /// What tells documents apart that are not compared with each other.
  func scopeHash(of document: StageDocuments.Live, source: String) -> UInt64 {
    switch scope {
    case .all: return 0
    case .source:
      var source = source
      return source.withUTF8 { XXH3.hash64(UnsafeRawBufferPointer($0), seed: 1) }
    case .field: return XXH3.hash64(document.noted(keep.field == nil ? 0 : 1), seed: 2)
    }
  }
}
