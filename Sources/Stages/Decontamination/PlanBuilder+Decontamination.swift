import QuernJSON
import QuernJobs
import QuernStreams
import QuernText

extension PlanBuilder {
  /// Adds the stages that search documents for items of benchmarks.
  mutating func addDecontamination(_ settings: RunSettings) {
    let finding: String
    func key(_ writer: inout JSONWriter) {
      for benchmark in settings.benchmarks { benchmark.write(into: &writer) }
      writer.raw(settings.recipe.canonicalSection(.decontaminate))
      writer.string(ICUVersion.library)
      writer.string(ZstdFrameWriter.libraryVersion)
    }
    if settings.countsRuns {
      add(DecontaminateMatchTask.stage, DecontaminateMatchTask.semantics, key: key) { context in
        try DecontaminateMatchTask(settings: settings).run(context)
      }
      add(
        DecontaminateCommonTask.stage, DecontaminateCommonTask.semantics, tasks: .one,
        reads: [DecontaminateMatchTask.stage], key: { _ in }
      ) { context in try DecontaminateCommonTask(inputs: settings.inputs.count).run(context) }
      finding = DecontaminateFindTask.stage
    } else {
      finding = DecontaminateMatchTask.stage
    }
    add(
      finding, DecontaminateFindTask.semantics,
      reads: settings.countsRuns ? [DecontaminateMatchTask.stage, DecontaminateCommonTask.stage] : [], key: key
    ) { context in try DecontaminateFindTask(settings: settings, stage: finding).run(context) }
    add(
      DecontaminatePickTask.stage, DecontaminatePickTask.semantics, tasks: .one,
      reads: [finding] + (settings.countsRuns ? [DecontaminateCommonTask.stage] : []), key: { _ in }
    ) { context in try DecontaminatePickTask(settings: settings, finding: finding).run(context) }
  }
}
