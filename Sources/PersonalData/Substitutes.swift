import QuernBytes

/// Invented values that take the place of personal data.
enum Substitutes {
  /// The values of our own method: from what RFC 2606, 5737 and 3849 keep for documentation, 555-01xx of the North
  /// American numbering plan, and numbers that no issuer gives out.
  static func values(_ kind: PersonalDataKind) -> [StaticString] {
    switch kind {
    case .email:
      ["email@example.com", "name@example.org", "first.last@example.net", "info@example.com", "contact@example.org"]
    case .ipv4: ["192.0.2.1", "198.51.100.1", "203.0.113.1", "192.0.2.2", "198.51.100.2", "203.0.113.2"]
    case .ipv6: ["2001:db8::1", "2001:db8::2", "2001:db8:1::1", "2001:db8:1::2"]
    case .phone: ["+1 202-555-0100", "+1 202-555-0123", "+1 202-555-0147", "+1 202-555-0199"]
    case .creditCard: ["0000 0000 0000 0000"]
    case .iban: ["XX00 0000 0000 0000 0000 00"]
    case .nationalID: ["000-00-0000"]
    case .apiKey: ["API_KEY"]
    }
  }

  /// The values of datatrove (`PIIFormatter`), which it takes in turn.
  static func datatroveValues(_ kind: PersonalDataKind) -> [StaticString] {
    switch kind {
    case .email: ["email@example.com", "firstname.lastname@example.org"]
    case .ipv4:
      [
        "22.214.171.124", "126.96.36.199", "188.8.131.52", "184.108.40.206", "220.127.116.11", "18.104.22.168",
      ]
    default: []
    }
  }

  /// The texts that dolma's mixing puts for spans, spaces included.
  static func dolmaTag(_ kind: PersonalDataKind) -> StaticString {
    switch kind {
    case .email: " |||EMAIL_ADDRESS||| "
    case .phone: " |||PHONE_NUMBER||| "
    default: " |||IP_ADDRESS||| "
    }
  }
}
