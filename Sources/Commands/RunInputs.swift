import QuernBytes
import QuernDedup
import QuernJobs
import QuernStages
import QuernStreams
import QuernWorkers

/// The input files of a run, in plan order.
struct RunInputs {
  /// A file that the recipe names, as its rows and ids name it; `-` is standard input.
  private struct File {
    let input: RecipeInput
    let path: String
    let name: String
  }

  private var named: [File] = []
  private var compared: [File] = []
  private var searched: [(benchmark: RecipeBenchmark, path: String, name: String)] = []

  /// Finds the files.
  /// - Throws: when there are none, when one is named twice, and when `out` could be taken for input.
  init(_ recipe: Recipe, out: RunFolder) throws {
    let base = recipe.base
    var seen: Set<String> = []
    for input in recipe.inputs {
      for path in input.paths {
        let resolved = path == "-" ? path : resolve(path, from: base)
        let found = path == "-" ? [path] : try InputResolver.files(for: path, in: base)
        if path != "-" { try InputResolver.check(out: out.path, input: resolved, files: found) }
        // Rows and keys hold the names, so these must not depend on where the command is given.
        let added = resolved.utf8.count - path.utf8.count
        for file in found {
          guard seen.insert(FileSystem.realPath(file)).inserted else {
            throw JobError(.usage, "\(file): the file is named twice; its documents would count twice")
          }
          named.append(File(input: input, path: file, name: String(file.utf8.dropFirst(added)) ?? file))
        }
      }
    }
    if recipe.stages.contains(.decontaminate) {
      for benchmark in recipe.decontaminate.against {
        let added = resolve(benchmark.path, from: base).utf8.count - benchmark.path.utf8.count
        for file in try InputResolver.files(for: benchmark.path, in: base) {
          searched.append((benchmark, file, String(file.utf8.dropFirst(added)) ?? file))
        }
      }
    }
    guard recipe.stages.contains(.near), let first = recipe.inputs.first else { return }
    for path in recipe.near.against {
      let added = resolve(path, from: base).utf8.count - path.utf8.count
      let input = RecipeInput(source: "against", paths: [path], text: first.text, id: first.id, url: first.url)
      for file in try InputResolver.files(for: path, in: base) {
        guard seen.insert(FileSystem.realPath(file)).inserted else {
          throw JobError(.usage, "\(file): the file is named twice; its documents cannot be compared with themselves")
        }
        compared.append(File(input: input, path: file, name: String(file.utf8.dropFirst(added)) ?? file))
      }
    }
  }

  /// Whether one of the inputs is standard input.
  var readsStandardInput: Bool { named.contains { $0.name == "-" } }

  private func spool(in folder: RunFolder) -> String { folder.path("spill/stdin") }

  /// Looks at the files. Standard input is written to the folder first, so that it can be read more than once.
  func files(in folder: RunFolder) throws -> [InputFile] {
    if readsStandardInput { try writeSpool(in: folder) }
    var files: [InputFile] = []
    for file in named {
      var found = try InputFile(
        number: files.count, source: file.input.source, path: file.name == "-" ? spool(in: folder) : file.path,
        name: file.name, textField: file.input.text, idField: file.input.id)
      found.urlField = file.input.url
      files.append(found)
    }
    return files
  }

  /// Looks at the files that the inputs are compared with, numbered after them.
  func references() throws -> [InputFile] {
    try compared.enumerated().map { index, file in
      var found = try InputFile(
        number: named.count + index, source: file.input.source, path: file.path, name: file.name,
        textField: file.input.text, idField: file.input.id)
      found.urlField = file.input.url
      return found
    }
  }

  /// Looks at the files of benchmarks, numbered after all others. Files of the same name form one benchmark; without a
  /// name of their own they have that of the file, or all of the path where two files are named alike.
  func benchmarks() throws -> [BenchmarkFile] {
    let stems = searched.map { $0.benchmark.name ?? InputFile.baseName(of: $0.name) }
    var names: [String] = []
    return try searched.enumerated().map { index, file in
      let isAmbiguous = stems.indices.contains {
        $0 != index && stems[$0] == stems[index] && searched[$0].benchmark.name == nil
      }
      let name = file.benchmark.name == nil && isAmbiguous ? file.name : stems[index]
      let number = names.firstIndex(of: name) ?? names.count
      if number == names.count { names.append(name) }
      return BenchmarkFile(
        file: try InputFile(
          number: named.count + compared.count + index, source: name, path: file.path, name: file.name,
          textField: file.benchmark.fields[0], idField: file.benchmark.id ?? "id"),
        benchmark: number, name: name,
        fields: BenchmarkFields(texts: file.benchmark.fields, answer: file.benchmark.answer),
        idField: file.benchmark.id)
    }
  }

  private func writeSpool(in folder: RunFolder) throws {
    let file = try OutputFile(path: try folder.create("spill", "stdin"))
    let source = try StandardInput()
    var buffer = ByteBuffer(capacity: 1 << 20)
    while try source.read(into: &buffer) {
      try interruption.check()
      try file.write(buffer.bytes)
    }
    try interruption.check()
    try file.publish()
  }

  /// Removes what was written of standard input.
  func removeSpool(in folder: RunFolder) throws {
    try FileSystem.remove(spool(in: folder))
    try FileSystem.removeEmptyFolder(folder.path("spill"))
  }
}
