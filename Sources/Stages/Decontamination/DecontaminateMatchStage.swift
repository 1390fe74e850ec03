import QuernBytes
import QuernDedup
import QuernDocuments
import QuernJobs
import QuernStreams
import QuernWorkers

/// A worker's scanner.
final class ContaminationWorker {
  var scanner: ContaminationScanner
  init(_ index: ContaminationIndex, common: Set<UInt32> = []) {
    scanner = ContaminationScanner(index, common: common)
  }
}

/// Counts, for ``ContaminationRule/gpt3``, the documents of one input file that hold each run of the benchmarks:
/// `spill/decontaminate-match/NNNNN.grams`, pairs of run and number (u32).
struct DecontaminateMatchTask {
  static let stage = "decontaminate-match"
  /// Raise when runs or words change.
  static let semantics = 1

  let settings: RunSettings

  static func grams(_ task: Int) -> String { "spill/\(stage)/\(paddedNumber(task)).grams" }

  func run(_ context: TaskContext) throws -> TaskOutcome {
    try FileSystem.createFolder(context.folder.path("spill/\(DecontaminateMatchTask.stage)"))
    let loaded = try settings.contamination.load(settings, context.cancellation)
    var documents: [UInt32: UInt32] = [:]
    var outcome = try StageDocuments(settings: settings, stage: .decontaminate).read(
      context, isFirst: true,
      makeState: { ContaminationWorker(loaded.index) },
      work: { (worker, batch) -> [UInt32] in
        var grams: [UInt32] = []
        try batch.forEach { grams += worker.scanner.grams(in: $0.text) }
        return grams
      },
      consume: { grams in
        for gram in grams { documents[gram, default: 0] += 1 }
      })
    var pairs = ByteBuffer()
    for (gram, count) in documents.sorted(by: { $0.key < $1.key }) {
      pairs.append(littleEndian: gram)
      pairs.append(littleEndian: count)
    }
    let file = try OutputFile(path: context.folder.path(DecontaminateMatchTask.grams(context.task)))
    try file.write(pairs)
    try file.publish()
    outcome.counts.add("runs", documents.count)
    outcome.add(file, in: context.folder)
    return outcome
  }
}

/// Picks the runs that more documents hold than contamination would: `spill/decontaminate-common/grams` (u32).
struct DecontaminateCommonTask {
  static let stage = "decontaminate-common"
  /// Raise when other runs are common.
  static let semantics = 1
  static let grams = "spill/\(stage)/grams"

  let inputs: Int

  func run(_ context: TaskContext) throws -> TaskOutcome {
    try FileSystem.createFolder(context.folder.path("spill/\(DecontaminateCommonTask.stage)"))
    var documents: [UInt32: Int] = [:]
    for task in 0..<inputs {
      try context.cancellation.check()
      let pairs = try context.verifiedContents(
        of: DecontaminateMatchTask.grams(task), from: DecontaminateMatchTask.stage, task: task, limit: 1 << 36)
      for at in stride(from: 0, to: pairs.count, by: 8) {
        documents[pairs.bytes.littleEndian(at), default: 0] += Int(pairs.bytes.littleEndian(at + 4))
      }
    }
    let common = documents.filter { $0.value > ContaminationSettings.gpt3Documents }.keys.sorted()
    var list = ByteBuffer()
    for gram in common { list.append(littleEndian: gram) }
    let file = try OutputFile(path: context.folder.path(DecontaminateCommonTask.grams))
    try file.write(list)
    try file.publish()
    var outcome = TaskOutcome()
    outcome.counts.add("runs", documents.count)
    outcome.counts.add("common", common.count)
    outcome.add(file, in: context.folder)
    return outcome
  }

  /// The common runs.
  static func load(_ context: TaskContext) throws -> Set<UInt32> {
    let list = try context.verifiedContents(of: grams, from: stage, task: 0, limit: 1 << 36)
    return Set(stride(from: 0, to: list.count, by: 4).map { list.bytes.littleEndian($0) })
  }
}

extension UnsafeRawBufferPointer {
  /// The u32 at byte `at`.
  func littleEndian(_ at: Int) -> UInt32 { UInt32(littleEndian: loadUnaligned(fromByteOffset: at, as: UInt32.self)) }
}
