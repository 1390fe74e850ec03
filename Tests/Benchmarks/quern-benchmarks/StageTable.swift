import Foundation
import QuernStages

/// Prints MB a second of every stage on the files given, with one thread and with all processors.
///
/// Each figure is the median of three runs, each a first pass. `decompress` and `read` count bytes of JSON Lines, the
/// other stages bytes of text. `encode` uses a vocabulary of 32,000 learned from the same files.
@main
enum StageTable {
  static func main() throws {
    let paths = Array(CommandLine.arguments.dropFirst())
    guard !paths.isEmpty else {
      FileHandle.standardError.write(Data("usage: quern-benchmarks FILE…\n".utf8))
      exit(64)
    }
    let vocabulary = try StageBenchmark(.train, paths: paths, jobs: 1).vocabulary(size: 32000)
    let cores = ProcessInfo.processInfo.activeProcessorCount
    print("\(pad("stage", 12))\(pad("1 thread", 14))\(pad("\(cores) threads", 14))made")
    for name in StageBenchmark.Name.allCases {
      func median(jobs: Int) throws -> StageBenchmark.Figure {
        let figures = try (0..<3).map { _ in
          try StageBenchmark(name, paths: paths, jobs: jobs).measure(model: vocabulary)
        }
        return figures.sorted { $0.rate < $1.rate }[1]
      }
      let single = try median(jobs: 1)
      // A single stream is decompressed by one thread.
      let all = name == .decompress ? nil : try median(jobs: cores)
      print(
        pad(name.rawValue, 12) + pad(rate(single), 14) + pad(all.map(rate) ?? "–", 14)
          + "\(single.made) \(single.madeWhat)")
    }
  }

  private static func rate(_ figure: StageBenchmark.Figure) -> String { String(format: "%.0f MB/s", figure.rate) }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }
}
