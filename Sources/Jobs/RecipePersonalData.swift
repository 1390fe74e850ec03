import QuernBytes
import QuernJSON

/// What is done about personal data.
public struct RecipePersonalData: Equatable, Sendable {
  /// Whose rules say what personal data is.
  public enum Method: String, CaseIterable, Sendable {
    case quern, datatrove, dolma
  }

  /// What is done about data of a kind.
  public enum Action: String, CaseIterable, Sendable {
    case keep, tag, replace, mask, hash, drop
  }

  /// The kinds by name, in the order in which they are written.
  public static let kinds = ["api_key", "credit_card", "email", "iban", "ipv4", "ipv6", "national_id", "phone"]

  /// Whose rules say what personal data is.
  public var method = Method.quern
  /// What is done about kinds that are not named; nil leaves them alone.
  public var others: Action?
  /// What is done about each named kind.
  public var actions: [String: Action] = [:]
  /// The file whose bytes are the key of hashes.
  public var saltFile: String?

  /// The defaults: nothing is done.
  public init() {}

  init?(_ node: RecipeNode, _ reader: inout RecipeReader) {
    let before = reader.issues.count
    guard let table = reader.table(node, "pii", keys: ["method", "all", "salt_file"] + RecipePersonalData.kinds) else {
      return nil
    }
    if let node = table["method"] { method = reader.word(node, "method") ?? method }
    if let node = table["all"] { others = reader.word(node, "all") }
    if let node = table["salt_file"] { saltFile = reader.text(node, "salt_file") }
    for kind in RecipePersonalData.kinds {
      if let node = table[kind], let action: Action = reader.word(node, kind) { actions[kind] = action }
    }
    if reader.issues.count == before, let mistake { reader.report(node.place, mistake.message, hint: mistake.hint) }
  }

  /// What does not fit together, if anything.
  public var mistake: (message: String, hint: String)? {
    if others == nil && actions.isEmpty && method == .quern {
      return ("pii names no kind of data", "add 'all: replace', or kinds such as 'email: replace'")
    }
    let hashes = others == .hash || actions.values.contains(.hash)
    if hashes && saltFile == nil {
      return ("pii hashes without a salt", "add 'salt_file: FILE' with a secret of 16 bytes and more")
    }
    if !hashes && saltFile != nil { return ("salt_file has no effect, because nothing is hashed", "leave it out") }
    return nil
  }

  func write(into writer: inout JSONWriter) {
    writer.beginObject()
    if let others { writer.member("all", others.rawValue) }
    for kind in RecipePersonalData.kinds {
      guard let action = actions[kind] else { continue }
      writer.key(name: kind)
      writer.string(action.rawValue)
    }
    writer.member("method", method.rawValue)
    if let saltFile { writer.member("salt_file", saltFile) }
    writer.endObject()
  }
}
