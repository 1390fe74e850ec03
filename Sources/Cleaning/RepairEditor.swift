import QuernBytes
import QuernText

/// Repairs one thread's documents; see ``RepairKind``.
struct RepairEditor: ~Copyable {
  private var repairer: TextRepairer?
  private var kinds: RepairKinds?

  /// Writes the repaired `text` to `out` and returns true, or returns false when it stays as it is.
  mutating func edit(
    _ text: UnsafeRawBufferPointer, _ wanted: RepairKinds, into out: inout ByteBuffer, counts: inout EditCounts
  ) throws(CleaningError) -> Bool {
    if kinds != wanted {
      do {
        repairer = try TextRepairer(wanted)
        kinds = wanted
      } catch {
        throw .text(error)
      }
    }
    var repaired = RepairCounts()
    guard repairer!.repair(text, into: &out, counts: &repaired) else { return false }
    for kind in RepairKind.allCases { counts.add(EditKind(kind), repaired[kind]) }
    return true
  }
}

extension EditKind {
  /// The kind of a repair.
  init(_ repair: RepairKind) {
    switch repair {
    case .entities: self = .repairedEntity
    case .mojibake: self = .repairedMojibake
    case .lineEnds: self = .repairedLineEnd
    case .controls: self = .repairedControl
    case .zeroWidth: self = .repairedZeroWidth
    case .bidi: self = .repairedBidi
    case .tags: self = .repairedTag
    case .privateUse: self = .repairedPrivateUse
    case .replacement: self = .repairedReplacement
    case .spaces: self = .repairedSpace
    case .ligatures: self = .repairedLigature
    case .widths: self = .repairedWidth
    case .quotes: self = .repairedQuote
    case .simplified: self = .repairedChinese
    }
  }
}

extension RepairKinds {
  /// The kinds that `names` stand for: names of kinds, `standard` for the usual ones, `no-KIND` to take one out again.
  /// - Throws: ``CleaningError/unknownRepair(_:known:)``.
  public init(names: [String]) throws(CleaningError) {
    var kinds: RepairKinds = []
    for name in names {
      let isOut = name.hasPrefix("no-")
      if name == "standard" {
        kinds.formUnion(.standard)
      } else if let kind = RepairKind(rawValue: isOut ? String(name.dropFirst(3)) : name) {
        if isOut { kinds.subtract(RepairKinds([kind])) } else { kinds.formUnion(RepairKinds([kind])) }
      } else {
        throw .unknownRepair(name, known: ["standard"] + RepairKind.allCases.map(\.rawValue))
      }
    }
    self = kinds
  }
}
