import QuernBytes
import QuernDedup
import QuernDocuments
import QuernJobs
import QuernStreams
import QuernWorkers
import Synchronization

/// The index of a run's benchmarks, made once when the first task needs it.
final class ContaminationStore: Sendable {
  /// An index, and what is to be told about the files that it was made from.
  struct Loaded: Sendable {
    let index: ContaminationIndex
    /// Lines that are no items, survived with `--keep-going`.
    var unreadable = 0
    /// Messages about them.
    var warnings: [String] = []
  }

  private let loaded = Mutex<Loaded?>(nil)

  /// The most lines that are told about.
  private static let toldLines = 5

  /// The index of the benchmarks of `settings`.
  func load(_ settings: RunSettings, _ cancellation: Cancellation) throws -> Loaded {
    try loaded.withLock { loaded in
      if let loaded { return loaded }
      let made = try ContaminationStore.make(settings, cancellation.check)
      loaded = made
      return made
    }
  }

  private static func make(_ settings: RunSettings, _ check: () throws -> Void) throws -> Loaded {
    var unreadable = 0
    var warnings: [String] = []
    do {
      var builder = try ContaminationIndexBuilder(
        settings.contaminationRule, limit: settings.recipe.decontaminate.memory)
      for benchmark in settings.benchmarks {
        builder.expect(benchmark: benchmark.benchmark)
        try read(benchmark, keepGoing: settings.keepGoing, check) { line, problem in
          unreadable += 1
          if unreadable <= toldLines {
            warnings.append("\(benchmark.file.shown): line \(line + 1) is no item of the benchmark: \(problem)")
          }
        } add: { item in
          try builder.add(item)
        }
      }
      if unreadable > toldLines { warnings.append("\(unreadable - toldLines) more lines of benchmarks are no items") }
      let index = builder.finish()
      for (name, benchmark) in zip(settings.benchmarkNames, index.benchmarks) {
        if benchmark.items == 0 {
          warnings.append("the benchmark \(name) has no items")
        } else if benchmark.items == benchmark.unsearchable {
          warnings.append(
            "all items of the benchmark \(name) are too short for the rule \(index.rule.rawValue); nothing of it is found"
          )
        }
      }
      return Loaded(index: index, unreadable: unreadable, warnings: warnings)
    } catch let error as ContaminationError {
      throw JobError("\(settings.recipe.path): decontaminate: \(error)")
    }
  }

  /// Reads one file line by line.
  ///
  /// An item that is lost is contamination that stays, so a line that is none ends the run unless it is to keep going.
  private static func read(
    _ benchmark: BenchmarkFile, keepGoing: Bool, _ check: () throws -> Void,
    skip: (Int, String) -> Void, add: (BenchmarkItem) throws -> Void
  ) throws {
    let file = benchmark.file
    let reader = try LineBlockReader(path: file.path, maxLine: 1 << 30)
    let block = LineBlock()
    while reader.next(into: block) {
      try check()
      let bytes = block.buffer.bytes
      var line = block.firstLine
      var start = 0
      while start < bytes.count {
        let end = bytes.firstOffset(of: 0x0A, from: start) ?? bytes.count
        do {
          let item = try BenchmarkItem.read(
            bytes.slice(start, end), fields: benchmark.fields, idField: benchmark.idField,
            benchmark: benchmark.benchmark, document: DocumentID(file: file.number, line: line))
          if let item { try add(item) }
        } catch let problem as BenchmarkLineProblem {
          guard keepGoing else {
            throw JobError(
              "\(file.shown): line \(line + 1) is no item of the benchmark: \(problem); an item that cannot be read is "
                + "contamination that stays: mend the line, name other fields, or pass over it with --keep-going")
          }
          skip(line, "\(problem)")
        }
        line += 1
        start = end + 1
      }
      if let long = block.oversized {
        guard keepGoing else { throw JobError("\(file.shown): line \(long.line + 1) has \(long.length) bytes") }
        skip(long.line, "it has \(long.length) bytes")
      }
    }
    if let damage = reader.damage {
      guard keepGoing else { throw damage }
      skip(reader.lines, "\(damage)")
    }
    guard reader.damage != nil || reader.sourceBytes == file.size else {
      throw JobError("\(file.shown): the file was changed while the run was going on; run the same command again")
    }
  }
}
