import CText
import QuernBytes

/// Repairs texts one after the other; one per thread.
///
/// A text in which nothing asks for repair costs one scan. Otherwise entities and mojibake are undone first, as each may
/// hide the other, then single characters are repaired, and at last Chinese is simplified.
public struct TextRepairer: ~Copyable {
  /// What is repaired.
  public let kinds: RepairKinds
  private var characters: CharacterRepair
  private var mender = MojibakeMender()
  private var simplifier: Simplifier?
  private var current = ByteBuffer()

  /// How often entities and mojibake that hide one another are undone.
  private static let mostRounds = 4
  private static let keptRoom = 1 << 20

  /// A repairer of `kinds`.
  /// - Throws: ``TextError/library(_:)`` when ICU has no data to simplify Chinese.
  public init(_ kinds: RepairKinds = .standard) throws(TextError) {
    self.kinds = kinds
    characters = CharacterRepair(kinds)
    simplifier = kinds.contains(.simplified) ? try Simplifier() : nil
  }

  /// Makes `out` the repaired `text` and returns true, or returns false when the text stays as it is.
  /// - Parameters:
  ///   - text: UTF-8 bytes, not inside `out`.
  ///   - out: what it held is lost; it is of no use when the text stays.
  ///   - counts: what was repaired is added to it.
  /// - Complexity: O(n); at 1 GB/s and more for ASCII in which nothing is repaired.
  public mutating func repair(
    _ text: UnsafeRawBufferPointer, into out: inout ByteBuffer, counts: inout RepairCounts
  ) -> Bool {
    var map: OffsetMap?
    return run(text, &out, &counts, &map)
  }

  /// As ``repair(_:into:counts:)``, and puts the edits on top of those of `map`.
  public mutating func repair(
    _ text: UnsafeRawBufferPointer, into out: inout ByteBuffer, counts: inout RepairCounts, map: inout OffsetMap
  ) -> Bool {
    var edits: OffsetMap? = map
    let changed = run(text, &out, &counts, &edits)
    map = edits ?? map
    return changed
  }

  private mutating func run(
    _ source: UnsafeRawBufferPointer, _ out: inout ByteBuffer, _ counts: inout RepairCounts, _ map: inout OffsetMap?
  ) -> Bool {
    let looksForGarble = kinds.contains(.mojibake)
    var scan = RepairScan(source, lookingForGarble: looksForGarble)
    var patch = TextPatch(keepsChanges: map != nil)
    var text = source
    current.removeAll()
    current.shrink(to: TextRepairer.keptRoom)
    var changed = false

    /// Makes the patch the text.
    func take(_ patch: inout TextPatch, _ current: inout ByteBuffer) {
      map?.append(patch.changes)
      swap(&patch.out, &current)
      patch.reset()
      text = current.bytes
      changed = true
    }

    // Where there is markup, entities belong to it.
    let decodesEntities = kinds.contains(.entities) && source.firstOffset(of: UInt8(ascii: "<")) == nil
    for _ in 0..<TextRepairer.mostRounds {
      var again = false
      if decodesEntities, scan.hasAmpersand {
        let places = EntityDecoder.decode(text, into: &patch)
        if places > 0 {
          counts.add(.entities, places)
          take(&patch, &current)
          scan = RepairScan(text, lookingForGarble: looksForGarble)
          again = true
        }
      }
      if scan.isGarbled {
        let places = mender.mend(text, into: &patch)
        if places > 0 {
          counts.add(.mojibake, places)
          take(&patch, &current)
          scan = RepairScan(text, lookingForGarble: looksForGarble)
          again = true
        }
      }
      if !again { break }
    }
    if scan.kinds & characters.wanted != 0, characters.repair(text, into: &patch, &counts) { take(&patch, &current) }
    if scan.hasHan, simplifier != nil {
      let places = simplifier!.rewrite(text, into: &patch)
      if places > 0 {
        counts.add(.simplified, places)
        take(&patch, &current)
      }
    }
    if changed {
      swap(&out, &current)
    }
    return changed
  }
}
