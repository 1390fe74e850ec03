import QuernBytes
import QuernCleaning
import QuernJobs
import QuernPersonalData
import QuernStreams

extension RunSettings {
  /// What the recipe does about personal data.
  /// - Parameter readsSalt: whether hashes will be made.
  static func personalData(
    _ asked: RecipePersonalData?, folder: String, readsSalt: Bool = true
  ) throws -> PersonalDataPolicy? {
    guard let asked else { return nil }
    if let mistake = asked.mistake { throw JobError(.usage, "\(mistake.message); \(mistake.hint)") }
    let method = PersonalDataPolicy.Method(rawValue: asked.method.rawValue) ?? .quern
    // Another tool's method does what that tool does unless kinds are named.
    let others = asked.others ?? (asked.actions.isEmpty ? .replace : .keep)
    var policy = PersonalDataPolicy(method, PersonalDataAction(rawValue: others.rawValue) ?? .keep)
    for (name, action) in asked.actions {
      guard let kind = PersonalDataKind.named(name), let action = PersonalDataAction(rawValue: action.rawValue) else {
        throw JobError(.usage, "there is no kind of personal data \(name)")
      }
      guard action == .keep || PersonalDataPolicy.kinds(of: method).contains(kind) else {
        throw JobError(.usage, "\(method.rawValue) does not look for \(name)")
      }
      policy[kind] = action
    }
    if readsSalt, let path = asked.saltFile {
      let salt = try FileSystem.contents(of: resolve(path, from: folder))
      guard salt.count >= 16 else { throw JobError(.usage, "\(path): a salt needs 16 bytes at least") }
      policy.salt = Array(salt.bytes)
    }
    return policy
  }

  /// The lists of addresses that the recipe names, read.
  static func urlLists(_ asked: RecipeURLLists?, folder: String) throws -> URLLists? {
    guard let asked else { return nil }
    func add(_ path: String?, _ body: (UnsafeRawBufferPointer) -> Int) throws {
      guard let path else { return }
      let list = try FileSystem.contents(of: resolve(path, from: folder))
      if body(list.bytes) == 0 { throw JobError(.usage, "\(path): the list of words is empty") }
    }
    do {
      var suffixes = PublicSuffixes.builtIn
      if let path = asked.suffixes.map({ resolve($0, from: folder) }) ?? KnownModel.publicSuffixes.path {
        let list = try FileSystem.contents(of: path)
        suffixes = PublicSuffixes(list: list.bytes)
      }
      let lists = URLLists(suffixes: suffixes)
      for path in asked.lists { try lists.add(path: KnownModel.urlList(path, folder: folder)) }
      try add(asked.words) { lists.addHardWords($0) }
      try add(asked.softWords) { lists.addSoftWords($0) }
      try add(asked.substrings) { lists.addSubstrings($0) }
      return lists
    } catch let error as CleaningError {
      throw JobError(.usage, "\(error)")
    }
  }
}

extension RepeatedLineRule {
  /// The rule of a recipe.
  init(_ repeated: RecipeLines.Repeated) {
    self.init(
      scope: Scope(rawValue: repeated.scope.rawValue) ?? .host, documents: repeated.documents, bytes: repeated.bytes)
  }
}
