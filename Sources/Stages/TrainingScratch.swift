import QuernStreams

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The names of scratch files in a folder that others use, too, perhaps on other machines.
enum TrainingScratch {
  /// What the names of this process's scratch files in `folder` start with. Those of processes of this machine that were
  /// killed are removed.
  /// - Throws: `StreamError` when the folder cannot be read or made.
  static func prefix(in folder: String) throws -> String {
    try FileSystem.createFolder(folder)
    // No name of a machine has this sign, so none begins with another and it.
    let mark = ".quern-train-\(machine)+"
    for name in try FileSystem.names(in: folder) {
      // A file that was not finished has a point more.
      guard let start = name.firstRange(of: mark), name.hasPrefix(mark) || name.hasPrefix(".\(mark)"),
        let process = pid_t(name[start.upperBound...].prefix { $0.isWholeNumber }), !isAlive(process)
      else { continue }
      // What belongs to somebody else is left to them.
      try? FileSystem.remove("\(folder)/\(name)")
    }
    return "\(folder)/\(mark)\(getpid())"
  }

  private static var machine: String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "" }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func isAlive(_ process: pid_t) -> Bool { kill(process, 0) == 0 || errno != ESRCH }
}
