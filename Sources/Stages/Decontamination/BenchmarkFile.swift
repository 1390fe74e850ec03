import QuernDedup
import QuernJSON
import QuernJobs

/// A file of a benchmark as a run names it.
public struct BenchmarkFile: Sendable {
  /// The file, numbered after the inputs and the files that these are compared with.
  public var file: InputFile
  /// The number of its benchmark, in the order of the recipe.
  public var benchmark: Int
  /// The name of its benchmark.
  public var name: String
  /// What is read of its records.
  public var fields: BenchmarkFields
  /// The field with an item's name; nil for the usual ones.
  public var idField: String?

  /// A file of benchmark number `benchmark`.
  public init(file: InputFile, benchmark: Int, name: String, fields: BenchmarkFields, idField: String?) {
    self.file = file
    self.benchmark = benchmark
    self.name = name
    self.fields = fields
    self.idField = idField
  }

  /// Writes what decides on the items that the file gives.
  func write(into writer: inout JSONWriter) {
    writer.beginArray()
    file.write(into: &writer)
    writer.number(benchmark)
    writer.string(name)
    for field in fields.texts { writer.string(field) }
    writer.string(fields.answer ?? "")
    writer.string(idField ?? "")
    writer.endArray()
  }
}

extension RunSettings {
  /// How documents are searched for items of benchmarks.
  var contaminationRule: ContaminationRule {
    switch recipe.decontaminate.rule {
    case .gpt3: .gpt3
    case .datatrove: .datatrove
    case .paragraph: .paragraph
    case .overlap: .overlap
    }
  }

  /// What becomes of documents in which items are found.
  var contaminationAction: ContaminationAction {
    switch recipe.decontaminate.action {
    case .tag: .tag
    case .drop: .drop
    case .cut: .cut
    case nil: .standard(for: contaminationRule)
    }
  }

  /// Whether documents are read once before, to count those that hold a run.
  var countsRuns: Bool { contaminationRule == .gpt3 }

  /// The names of the benchmarks, by number.
  var benchmarkNames: [String] {
    var names: [String] = []
    for file in benchmarks where file.benchmark == names.count { names.append(file.name) }
    return names
  }
}

extension RunSettings {
  /// The stage of the job after which all that benchmarks change is known.
  public static let decontaminationEnd = DecontaminatePickTask.stage
  /// What was found of the benchmarks, relative to the run folder.
  public static let contaminationSummary = DecontaminatePickTask.summary
}
