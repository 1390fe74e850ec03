/// One value measured on a document, by its name in verdicts.
///
/// Every signal belongs to one ``Measurement``, which measures it together with others. The static members stand beside
/// the measurements that yield them.
public struct Signal: Hashable, Sendable {
  /// What values mean and how verdicts spell them.
  public enum Kind: Sendable {
    /// A real number that round-trips exactly.
    case number
    /// A whole number of 0 or more.
    case count
    /// One of a list of names, such as languages; its value is the place in ``CleaningPlan/labels``, negative for none.
    case label
  }

  /// The name in verdicts, recipes and reports, such as `letter_share`.
  public let name: String
  /// What yields it.
  public let measurement: Measurement
  /// Its place among the values of its measurement.
  let slot: Int
  /// What its values mean.
  public let kind: Kind

  init(_ name: String, _ measurement: Measurement, _ slot: Int, _ kind: Kind = .number) {
    self.name = name
    self.measurement = measurement
    self.slot = slot
    self.kind = kind
  }

  /// All signals, by measurement.
  public static let all: [Signal] = Measurement.allCases.flatMap(\.signals)

  /// The signal with this name, or nil.
  public static func named(_ name: String) -> Signal? { all.first { $0.name == name } }
}
