import QuernBytes

/// What the texts of special tokens mean in a text: which of them become tokens, and which must not occur.
///
/// Made once for a model and a policy, and then used for any number of texts on any thread. Added tokens that are not
/// special are found whatever the policy.
public struct SpecialTokenSelection: Sendable {
  /// A choice among the special tokens of a model.
  public enum Names: Hashable, Sendable {
    /// None of them.
    case none
    /// All of them; for what is disallowed, all that are not allowed.
    case all
    /// Those with these contents.
    case only([String])
  }

  /// What is looked for in text as it is given.
  let raw: AddedTokenSearch?
  /// What is looked for in normalised text, where the first pass has left it.
  let normalized: AddedTokenSearch?
  private let refused: Refused?

  private struct Refused: Sendable {
    let trie: AddedTokenTrie
    let names: [String]
  }

  /// A policy for `model` as tiktoken has it: `allowed` special tokens become their ids, a text with one of the
  /// `disallowed` is an error, and the others are text.
  ///
  /// Tokens that are neither are not looked for at all, so a token that is allowed is also found inside the text of one
  /// that is not. A disallowed one is an error wherever it occurs, also inside the text of an allowed one.
  /// - Throws: ``TokenizerError/unknownSpecial(_:)`` when a name is not that of a special token.
  public init(model: BPEModel, allowed: Names, disallowed: Names = .none) throws(TokenizerError) {
    let specials = model.addedTokens.filter(\.isSpecial)
    let taken = try SpecialTokenSelection.choose(allowed, specials)
    var banned = try SpecialTokenSelection.choose(disallowed, specials)
    if disallowed == .all {
      let ids = Set(taken.map(\.id))
      banned = banned.filter { !ids.contains($0.id) }
    }
    let ids = Set(taken.map(\.id))
    let sought = model.addedTokens.filter { !$0.isSpecial || ids.contains($0.id) }
    raw = AddedTokenMatcher.search(sought, normalized: false, model.normalizedContents, skips: false)
    normalized = AddedTokenMatcher.search(sought, normalized: true, model.normalizedContents, skips: false)
    refused =
      banned.isEmpty
      ? nil : Refused(trie: AddedTokenTrie(banned.map { Array($0.content.utf8) }), names: banned.map(\.content))
  }

  init(raw: AddedTokenSearch?, normalized: AddedTokenSearch?) {
    self.raw = raw
    self.normalized = normalized
    refused = nil
  }

  /// Special tokens of `model` are text: their ids never come from a text.
  ///
  /// As the `tokenizers` package does with `encode_special_tokens`, no other added token is looked for inside the text
  /// of a special one.
  public static func text(_ model: BPEModel) -> SpecialTokenSelection { model.matcher.text }

  /// The special tokens of `model` become their ids.
  public static func allowed(_ model: BPEModel) -> SpecialTokenSelection { model.matcher.allowed }

  /// - Throws: ``TokenizerError/disallowedSpecial(_:offset:)`` for the first special token that must not occur.
  func check(_ text: UnsafeRawBufferPointer) throws(TokenizerError) {
    guard let refused, let hit = refused.trie.next(in: text, from: 0) else { return }
    throw .disallowedSpecial(refused.names[hit.token], offset: hit.start)
  }

  private static func choose(_ names: Names, _ specials: [AddedToken]) throws(TokenizerError) -> [AddedToken] {
    switch names {
    case .none: return []
    case .all: return specials
    case .only(let list):
      var chosen: [AddedToken] = []
      for name in list {
        guard let token = specials.first(where: { $0.content.utf8.elementsEqual(name.utf8) }) else {
          throw .unknownSpecial(name)
        }
        if !chosen.contains(token) { chosen.append(token) }
      }
      return chosen
    }
  }
}
