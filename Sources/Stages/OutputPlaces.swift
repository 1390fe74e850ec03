import QuernJobs
import QuernStreams

/// The files that a command is to write, looked at before the work.
public enum OutputPlaces {
  /// Makes sure that files can be written at `outputs`, and creates the folders that they miss.
  /// - Parameters:
  ///   - outputs: the options and the paths that were given with them.
  ///   - inputs: the files that the command reads, which no result may replace.
  /// - Throws: ``JobError`` of kind `usage` when a path names a folder or a device, or when a file would be written over
  ///   an input or over another result.
  public static func prepare(_ outputs: [(option: String, path: String)], inputs: [String]) throws {
    let read = Set(inputs.map(FileSystem.realPath))
    var written: [String: String] = [:]
    for (option, path) in outputs {
      if path == "-" { throw JobError(.usage, "\(option) -: a file is written, not standard output; name the file") }
      switch FileSystem.entry(at: path) {
      case .folder: throw JobError(.usage, "\(path) is a folder; name the file to write")
      case .other: throw JobError(.usage, "\(option) \(path) is no ordinary file, and would be replaced by one")
      case .file, .nothing: break
      }
      let place = FileSystem.realPath(path)
      if read.contains(place) {
        throw JobError(.usage, "\(option) \(path) would replace a file that is read; name another file")
      }
      if let other = written.updateValue(option, forKey: place) {
        throw JobError(.usage, "\(other) and \(option) name the same file, \(path); name two")
      }
    }
    for (_, path) in outputs { try FileSystem.createFolder(splitPath(path).folder) }
  }
}
