import QuernBytes
import QuernPersonalData
import QuernText

/// Takes personal data out of the documents of one thread and counts it.
final class PersonalDataStep {
  private var editor: PersonalDataEditor

  init(_ policy: PersonalDataPolicy) { editor = PersonalDataEditor(policy) }

  /// Writes `text` without personal data to `out` unless nothing changes, and what was found to `values`.
  func apply(
    _ text: UnsafeRawBufferPointer, into out: inout ByteBuffer, values: UnsafeMutableBufferPointer<Double>,
    counts: inout EditCounts
  ) -> Bool {
    let changed = editor.edit(text, into: &out)
    PersonalDataStep.write(editor.found, to: values)
    if changed {
      for kind in PersonalDataKind.allCases { counts.add(kind.edit, editor.changed[kind]) }
    }
    return changed
  }

  /// Counts what there is and leaves it; the measurement where no step edits.
  func measure(_ text: UnsafeRawBufferPointer, into values: UnsafeMutableBufferPointer<Double>) {
    var out = ByteBuffer()
    _ = editor.edit(text, into: &out)
    PersonalDataStep.write(editor.found, to: values)
  }

  private static func write(_ found: PersonalDataCounts, to values: UnsafeMutableBufferPointer<Double>) {
    for (slot, kind) in PersonalDataKind.allCases.enumerated() { values[slot] = Double(found[kind]) }
    values[PersonalDataKind.allCases.count] = Double(found.total)
  }
}

extension PersonalDataKind {
  /// The edit that takes it out.
  var edit: EditKind {
    switch self {
    case .apiKey: .piiAPIKey
    case .email: .piiEmail
    case .iban: .piiIBAN
    case .creditCard: .piiCreditCard
    case .nationalID: .piiNationalID
    case .ipv6: .piiIPv6
    case .ipv4: .piiIPv4
    case .phone: .piiPhone
    }
  }

  /// The number of finds.
  var signal: Signal { Signal("pii.\(name)", .personalData, Int(rawValue), .count) }
}

extension Signal {
  /// The finds of all kinds.
  static let personalData = Signal("pii.total", .personalData, PersonalDataKind.allCases.count, .count)

  /// The signals of personal data, by slot: a number for each kind, and their sum.
  static let personalDataSignals = PersonalDataKind.allCases.map(\.signal) + [personalData]
}

extension PersonalDataPolicy {
  /// Everything that decides the result, for plans; of the salt, what does not give it away.
  var planName: String {
    var name = "pii.\(method.rawValue)"
    for kind in PersonalDataKind.allCases where self[kind] != .keep { name += ",\(kind.name)=\(self[kind].rawValue)" }
    if !salt.isEmpty, PersonalDataKind.allCases.contains(where: { self[$0] == .hash }) {
      name += ",salt=\(saltFingerprint)"
    }
    return name
  }

  /// The step that follows the policy: the edit, and a rule that drops documents with data that must not be there.
  /// - Parameter most: the finds that a document may have in all.
  func step(_ name: String, most: Int? = nil) -> ProfileStep {
    var values: [String: Double] = [:]
    for kind in PersonalDataKind.allCases where self[kind] == .drop { values[kind.name] = 0 }
    if let most { values["total"] = Double(most) }
    return ProfileStep(
      name, edit: .personalData(self), rules: [ProfileRule(RuleCatalogue.personalDataRule, values)])
  }
}

extension RuleCatalogue {
  /// The rule that counts personal data.
  static let personalDataRule = "pii.found"

  static let personalDataRules: [Rule] = [
    Rule(
      id: personalDataRule,
      definition: """
        The document holds at most as many finds of each kind of personal data, and in all (`total`), as the parameter \
        of that name says; without a value a kind is not limited.
        """,
      bounds: PersonalDataKind.allCases.map { RuleBound($0.name, $0.signal, .atMost, nil) } + [
        RuleBound("total", .personalData, .atMost, 100)
      ],
      source: "own choice for `total`: more is a directory; dolma v1.6 drops documents with more than 5 finds",
      passing: RuleExample("Write to mill@example.com or call +44 20 7946 0958. "),
      failing: RuleExample("anna@mill.example.com ", times: 101))
  ]
}

extension Profile {
  /// Replaces every kind of personal data by invented values.
  static let personalData = Profile(
    name: "pii", version: 1,
    summary: "Replaces addresses, numbers and keys of people by invented ones; drops directories of them.",
    languages: "any", normalization: .nfc, steps: [PersonalDataPolicy().step("pii")])

  /// What FineWeb did.
  static let personalDataDatatrove = Profile(
    name: "pii@datatrove", version: 1,
    summary: "Replaces e-mail and public IPv4 addresses as datatrove 0.10 does.",
    languages: "any", normalization: .none,
    steps: [ProfileStep("pii@datatrove", edit: .personalData(PersonalDataPolicy(.datatrove)), rules: [])])

  /// What Dolma v1.6 did.
  static let personalDataDolma = Profile(
    name: "pii@dolma", version: 1,
    summary: "Masks e-mail, telephone and IPv4 as dolma 1.2 does, and drops documents with more than 5 of them.",
    languages: "en: telephone numbers are North American", normalization: .none,
    steps: [PersonalDataPolicy(.dolma).step("pii@dolma", most: 5)])
}
