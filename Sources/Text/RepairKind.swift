/// A kind of damage in a text, and what is done about it.
///
/// The raw value is its name in recipes and verdicts.
public enum RepairKind: String, CaseIterable, Sendable {
  /// HTML entities, with their semicolon, become the characters that they stand for; not in a text that holds a `<`,
  /// which may be source code.
  case entities
  /// UTF-8 that was taken for another encoding is taken for UTF-8 again, and C1 controls become what Windows-1252
  /// shows for them.
  case mojibake
  /// CR LF, CR, VT, FF, NEL, U+2028 and U+2029 become line feeds.
  case lineEnds = "line_ends"
  /// Control characters, terminal escapes, noncharacters, annotation marks and object placeholders go.
  case controls
  /// Characters without width go, among them the soft hyphen and stray variation selectors; joiners stay where letters
  /// or pictures on both sides join.
  case zeroWidth = "zero_width"
  /// Marks, embeddings, overrides and isolates that change the direction of writing go.
  case bidi
  /// Tag characters go, which carry invisible text; those of flags stay.
  case tags
  /// Characters for private use go.
  case privateUse = "private_use"
  /// U+FFFD goes.
  case replacement
  /// Spaces other than U+0020 become U+0020.
  case spaces
  /// Ligatures and digraphs of Latin letters become their letters.
  case ligatures
  /// Full-width and half-width forms become the ordinary ones.
  case widths
  /// Curly quotation marks and apostrophes become straight.
  case quotes
  /// Traditional Chinese characters become simplified ones.
  case simplified

  var bit: UInt16 { 1 << UInt16(RepairKind.allCases.firstIndex(of: self)!) }
}

/// The kinds of repair that are asked for.
public struct RepairKinds: OptionSet, Hashable, Sendable {
  public let rawValue: UInt16

  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// These kinds.
  public init(_ kinds: some Sequence<RepairKind>) { rawValue = kinds.reduce(0) { $0 | $1.bit } }

  /// What hardly any text means: all but full-width forms, curly quotes and traditional characters.
  public static let standard = RepairKinds(
    RepairKind.allCases.filter { ![.widths, .quotes, .simplified].contains($0) })

  /// Whether `kind` is among them.
  public func contains(_ kind: RepairKind) -> Bool { rawValue & kind.bit != 0 }

  /// The kinds in the order of ``RepairKind``.
  public var kinds: [RepairKind] { RepairKind.allCases.filter { contains($0) } }
}

/// How many places of a text were repaired, by kind.
public struct RepairCounts: Equatable, Sendable {
  private var counts = [Int](repeating: 0, count: RepairKind.allCases.count)

  /// Nothing repaired.
  public init() {}

  /// The number of places of one kind.
  public subscript(kind: RepairKind) -> Int { counts[RepairCounts.index(of: kind)] }

  /// Whether nothing was repaired.
  public var isEmpty: Bool { counts.allSatisfy { $0 == 0 } }

  mutating func add(_ kind: RepairKind, _ count: Int = 1) { counts[RepairCounts.index(of: kind)] += count }

  private static func index(of kind: RepairKind) -> Int { kind.bit.trailingZeroBitCount }
}
