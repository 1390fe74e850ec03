import QuernBytes

/// What is done about personal data of a kind.
public enum PersonalDataAction: String, CaseIterable, Sendable {
  /// It is not looked for.
  case keep
  /// It is counted and stays.
  case tag
  /// An invented value of the same form takes its place.
  case replace
  /// The name of its kind takes its place: `[EMAIL]`.
  case mask
  /// The name of its kind and a keyed hash take its place: `[EMAIL:0123456789abcdef]`.
  case hash
  /// The document goes.
  case drop

  /// Whether the text changes.
  var edits: Bool { self == .replace || self == .mask || self == .hash }
}

/// What is done about personal data.
public struct PersonalDataPolicy: Sendable, Hashable {
  /// Whose rules say what personal data is.
  public enum Method: String, CaseIterable, Sendable {
    /// Our own, of all kinds.
    case quern
    /// datatrove's: e-mail and public IPv4 addresses, found by its expressions, replaced by its values in turn.
    case datatrove
    /// dolma's: e-mail and IPv4 addresses and North American telephone numbers, found by its expressions, masked by its
    /// tags.
    case dolma
  }

  /// Whose rules are followed.
  public var method: Method
  /// What is done about each kind, by its raw value. Only the kinds that a method knows can have another than
  /// ``PersonalDataAction/keep``.
  private var actions: [PersonalDataAction]
  /// The key of hashes. Whoever knows it can find out which value a hash stands for by trying all.
  public var salt: [UInt8]

  /// A policy that does `action` about every kind that the method knows.
  public init(_ method: Method = .quern, _ action: PersonalDataAction = .replace, salt: [UInt8] = []) {
    self.method = method
    self.salt = salt
    actions = PersonalDataKind.allCases.map { PersonalDataPolicy.kinds(of: method).contains($0) ? action : .keep }
  }

  /// The action for a kind.
  public subscript(kind: PersonalDataKind) -> PersonalDataAction {
    get { actions[Int(kind.rawValue)] }
    set { actions[Int(kind.rawValue)] = newValue }
  }

  /// The kinds that are looked for.
  public var kinds: PersonalDataKinds {
    var kinds: PersonalDataKinds = []
    for kind in PersonalDataKind.allCases where self[kind] != .keep { kinds.insert(PersonalDataKinds(kind)) }
    return kinds
  }

  /// A value that is the same for the same salt and does not give it away.
  public var saltFingerprint: String {
    let hash = KeyedHash(salt: salt)
    let name: StaticString = "fingerprint of the salt"
    let bytes = UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
    return String(hash(bytes), radix: 16)
  }

  /// The kinds that a method knows.
  public static func kinds(of method: Method) -> PersonalDataKinds {
    switch method {
    case .quern: .all
    case .datatrove: [PersonalDataKinds(.email), PersonalDataKinds(.ipv4)]
    case .dolma: [PersonalDataKinds(.email), PersonalDataKinds(.ipv4), PersonalDataKinds(.phone)]
    }
  }
}

/// A number for each kind.
public struct PersonalDataCounts: Equatable, Sendable {
  private var numbers: SIMD8<UInt32> = .zero

  /// No data of any kind.
  public init() {}

  /// The number for a kind.
  public internal(set) subscript(kind: PersonalDataKind) -> Int {
    get { Int(numbers[Int(kind.rawValue)]) }
    set { numbers[Int(kind.rawValue)] = UInt32(clamping: newValue) }
  }

  /// The sum over all kinds.
  public var total: Int { PersonalDataKind.allCases.reduce(0) { $0 + self[$1] } }
}
