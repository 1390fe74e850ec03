import QuernBytes
import QuernCleaning
import QuernJobs
import QuernText

/// Computes what two documents must share to be exact duplicates; one per worker.
final class DuplicateKey {
  private let key: RecipeExact.Key
  private let cleaning: WorkerCleaner?
  private let routes: [Int]
  private let normalizer = Normalizer(.nfc)
  private let folder = CaseFolder()
  private var normalized = ByteBuffer()
  private var folded = ByteBuffer()

  init(settings: RunSettings, source: String, repeatedLines: CommonLines? = nil) throws {
    key = settings.recipe.exact.key
    routes = try settings.routes(of: source)
    cleaning =
      settings.cleansBeforeExact
      ? settings.plan.map { WorkerCleaner($0, source: source, repeatedLines: repeatedLines) } : nil
  }

  /// The hash of the document's key; nil for one that cleaning drops before duplicates are looked for.
  func hash(_ document: CleaningDocument) throws -> Hash128? {
    var text = document.text
    if let cleaning {
      guard try cleaning.cleaner.clean(document, among: routes).keep else { return nil }
      text = cleaning.cleaner.text
    }
    switch key {
    case .text: return XXH3.hash128(text)
    case .normalizedText: return XXH3.hash128(try normalize(text))
    }
  }

  /// NFC, full case folding, and one space in place of each run of ASCII white space, none at the ends.
  private func normalize(_ text: UnsafeRawBufferPointer) throws -> UnsafeRawBufferPointer {
    normalized.removeAll()
    folded.removeAll()
    let composed = try normalizer.normalize(text, into: &normalized) ? normalized.bytes : text
    folder.fold(composed, into: &folded)
    let bytes = UnsafeMutableRawBufferPointer(start: folded.base, count: folded.count)
    var end = 0
    var spaceIsDue = false
    for byte in bytes {
      if byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) {
        spaceIsDue = end > 0
        continue
      }
      if spaceIsDue {
        bytes[end] = 0x20
        end += 1
        spaceIsDue = false
      }
      bytes[end] = byte
      end += 1
    }
    return folded.bytes.slice(0, end)
  }
}

/// A worker's cleaner; a class because optional noncopyable properties of classes cannot be borrowed.
final class WorkerCleaner {
  var cleaner: Cleaner

  init(_ plan: CleaningPlan, source: String = "", repeatedLines: CommonLines? = nil) {
    cleaner = Cleaner(plan: plan, source: source, repeatedLines: repeatedLines)
  }
}
