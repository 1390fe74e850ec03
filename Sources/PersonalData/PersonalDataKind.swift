/// What kind of personal data a span of text is.
///
/// The raw value orders overlapping finds: of two, the one with the lower value is kept.
public enum PersonalDataKind: UInt8, CaseIterable, Sendable {
  /// Keys of programming interfaces, private keys, signed tokens.
  case apiKey
  /// E-mail addresses.
  case email
  /// International bank account numbers.
  case iban
  /// Numbers of payment cards.
  case creditCard
  /// National identity, tax and insurance numbers.
  case nationalID
  /// IPv6 addresses.
  case ipv6
  /// IPv4 addresses.
  case ipv4
  /// Telephone numbers.
  case phone

  /// The name in recipes and verdicts.
  public var name: String {
    switch self {
    case .apiKey: "api_key"
    case .email: "email"
    case .iban: "iban"
    case .creditCard: "credit_card"
    case .nationalID: "national_id"
    case .ipv6: "ipv6"
    case .ipv4: "ipv4"
    case .phone: "phone"
    }
  }

  /// The word that stands for such data in masked text.
  var tag: StaticString {
    switch self {
    case .apiKey: "API_KEY"
    case .email: "EMAIL"
    case .iban: "IBAN"
    case .creditCard: "CREDIT_CARD"
    case .nationalID: "NATIONAL_ID"
    case .ipv6: "IPV6"
    case .ipv4: "IPV4"
    case .phone: "PHONE"
    }
  }

  /// The kind with this name, or nil.
  public static func named(_ name: String) -> PersonalDataKind? { allCases.first { $0.name == name } }
}

/// A set of kinds.
public struct PersonalDataKinds: OptionSet, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The set of one kind.
  public init(_ kind: PersonalDataKind) { rawValue = 1 << kind.rawValue }

  /// Every kind.
  public static let all = PersonalDataKinds(rawValue: 0xFF)

  /// Whether `kind` is among them.
  @inline(__always)
  public func contains(_ kind: PersonalDataKind) -> Bool { rawValue &>> kind.rawValue & 1 == 1 }
}

/// Personal data found in a text.
public struct PersonalDataSpan: Equatable, Sendable {
  /// The offset of its first byte.
  public var start: Int
  /// The offset after its last byte.
  public var end: Int
  /// What it is.
  public var kind: PersonalDataKind

  /// A span.
  public init(start: Int, end: Int, kind: PersonalDataKind) {
    self.start = start
    self.end = end
    self.kind = kind
  }
}
