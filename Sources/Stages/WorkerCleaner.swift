import QuernCleaning

/// A worker's cleaner; a class because optional noncopyable properties of classes cannot be borrowed.
final class WorkerCleaner {
  var cleaner: Cleaner

  init(_ plan: CleaningPlan, source: String = "", repeatedLines: CommonLines? = nil) {
    cleaner = Cleaner(plan: plan, source: source, repeatedLines: repeatedLines)
  }
}
