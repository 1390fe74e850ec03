import ArgumentParser
import QuernBytes
import QuernDocuments
import QuernJSON
import QuernJobs
import QuernReports
import QuernStages
import QuernWorkers

/// Says what a stand-alone command did and throws the exit code if it is not 0.
struct DirectSummary {
  let outcome: DirectJob.Outcome
  let work: WorkOptions

  /// - Parameter lines: what else to tell people.
  func finish(_ lines: [String]) throws {
    if work.json {
      var writer = JSONWriter(indented: true)
      writer.beginObject()
      writer.member("quern", 1)
      writer.key("counts")
      outcome.counts.write(into: &writer)
      writer.member("warnings", outcome.warnings)
      writer.endObject()
      writer.endLine()
      Terminal.output(writer.buffer.bytes)
    }
    for warning in outcome.warnings { Terminal.message("warning: \(warning)") }
    let rejected = outcome.counts.sum(below: "rejected")
    if rejected > 0 {
      for (file, rejection) in outcome.rejections {
        Terminal.message(
          "\(file):\(rejection.line + 1): rejected: \(rejection.reason.rawValue) at byte \(rejection.offset); "
            + rejection.reason.hint)
      }
      if rejected > outcome.rejections.count {
        Terminal.message("… and \(grouped(rejected - outcome.rejections.count)) more")
      }
    }
    if !work.quiet {
      for line in outcome.notes + lines { Terminal.message(line) }
    }
    if rejected > 0 || outcome.counts["damaged_files"] > 0 { throw ExitCode(ExitStatus.doneWithLosses) }
  }
}

/// The bytes that reading `files` takes, as stored; nil when not all are ordinary files.
func storedBytes(of files: [SourceFile]) -> Int? {
  let sizes = files.compactMap(\.storedSize)
  return sizes.count == files.count ? sizes.reduce(0, +) : nil
}

extension PassOptions {
  init(_ work: WorkOptions, records: RecordOptions, progress: Progress) {
    self.init(
      jobs: work.threads, maxRecord: records.maxRecord, keepGoing: work.keepGoing, progress: progress,
      cancellation: interruption)
  }
}
