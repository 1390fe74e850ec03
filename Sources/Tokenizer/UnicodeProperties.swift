import CKernels

/// The properties of Unicode ``SplitPattern/unicodeVersion`` that regular expressions name, as sets.
enum UnicodeProperties {
  /// The general categories whose short names begin with, or are one of, those given.
  static func category(_ names: String...) -> CodePointSet {
    let known = words(String(cString: quern_category_names()))
    let wanted = known.indices.filter { index in names.contains { known[index].hasPrefix($0) } }
    return table(quern_categories()) { wanted.contains(Int($0)) }
  }

  /// The script that is named in lower case, in full or by four letters.
  static func script(_ name: String) -> CodePointSet? {
    let lines = words(String(cString: quern_script_names()), separator: "\n")
    guard let index = lines.firstIndex(where: { words($0).contains { plain($0) == name } }) else { return nil }
    return table(quern_scripts()) { $0 == UInt32(index) }
  }

  static var whiteSpace: CodePointSet {
    CodePointSet([
      0x09...0x0D, 0x20...0x20, 0x85...0x85, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029,
      0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000,
    ])
  }
  static var alphabetic: CodePointSet { table(quern_alphabetic()) { $0 == 1 } }
  static var lowercase: CodePointSet { table(quern_lowercase()) { $0 == 1 } }
  static var uppercase: CodePointSet { table(quern_uppercase()) { $0 == 1 } }

  /// `name` without case, spaces, hyphens and underscores: how regular expressions compare names.
  static func plain(_ name: String) -> String {
    String(String.UnicodeScalarView(name.lowercased().unicodeScalars.filter { !" -_".unicodeScalars.contains($0) }))
  }

  private static func words(_ text: String, separator: Character = " ") -> [String] {
    text.split(separator: separator).map(String.init)
  }

  private static func table(_ table: quern_table, _ isMember: (UInt32) -> Bool) -> CodePointSet {
    var ranges: [ClosedRange<UInt32>] = []
    for index in 0..<table.count where isMember(table.values[index] & 0xFF) {
      let end = index + 1 < table.count ? table.values[index + 1] >> 8 : CodePointSet.last + 1
      ranges.append((table.values[index] >> 8)...(end - 1))
    }
    return CodePointSet(ranges)
  }
}

/// Which code points differ by case alone: simple case folding of Unicode ``SplitPattern/unicodeVersion``.
struct CaseVariants {
  private let groups: [[UInt32]]

  init() {
    let table = quern_foldings()
    var byLeast: [UInt32: [UInt32]] = [:]
    for index in stride(from: 0, to: table.count, by: 2) {
      byLeast[table.values[index + 1], default: []].append(table.values[index])
    }
    groups = byLeast.map { [$0.key] + $0.value }
  }

  /// `set` and all that differs from its members by case.
  func closure(of set: CodePointSet) -> CodePointSet {
    let added = groups.filter { $0.contains(where: set.contains) }.flatMap { $0 }
    return CodePointSet(set.ranges + added.map { $0...$0 })
  }
}
