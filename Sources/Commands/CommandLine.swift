import ArgumentParser
import QuernBytes
import QuernJobs
import QuernStreams
import QuernWorkers

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The documented exit codes.
enum ExitStatus {
  static let done: Int32 = 0
  static let failed: Int32 = 1
  /// Done, but records were rejected or damage was survived.
  static let doneWithLosses: Int32 = 2
  static let usage: Int32 = 64
  static let interrupted: Int32 = 130
  static let closedPipe: Int32 = 141
}

/// An interrupt of work that says itself how to go on.
struct Interrupted: Error {
  let remedy: String
  init(_ remedy: String) { self.remedy = remedy }
}

/// Set by the first interrupt; work stops at its next look. A second interrupt ends the process at once.
let interruption = Cancellation()

/// Runs the command line of this process and exits.
public func runQuern() -> Never {
  _ = interruption
  for number in [SIGINT, SIGTERM] {
    signal(number) { _ in
      if interruption.isCancelled { _exit(ExitStatus.interrupted) }
      interruption.cancel()
      // Whoever waits for standard input finds its end.
      let nothing = open("/dev/null", O_RDONLY)
      if nothing > 0 { dup2(nothing, STDIN_FILENO) }
    }
  }
  // A limit on the size of files is met as an error of writing, so that it is said and what is unfinished goes.
  signal(SIGXFSZ, SIG_IGN)
  let arguments = Array(Swift.CommandLine.arguments.dropFirst())
  // Whoever only looks may close the pipe early; whoever takes data must learn that it is incomplete.
  let onlyLooks = arguments.first == "inspect" || arguments.contains { ["help", "--help", "-h"].contains($0) }
  if onlyLooks { signal(SIGPIPE) { _ in _exit(ExitStatus.done) } }
  do {
    try checkSubcommand(arguments)
    var command = try QuernCommand.parseAsRoot(arguments)
    try command.run()
    exit(ExitStatus.done)
  } catch {
    finish(error)
  }
}

/// Names the nearest command for one that does not exist.
private func checkSubcommand(_ arguments: [String]) throws {
  guard let name = arguments.first, !name.hasPrefix("-"), name != "help" else { return }
  let known = QuernCommand.configuration.subcommands.compactMap { $0.configuration.commandName }
  guard !known.contains(name) else { return }
  let nearest = nearestName(to: name, among: known).map { "did you mean '\($0)'? " } ?? ""
  throw JobError(
    .usage, "there is no command '\(name)'; \(nearest)commands are \(known.joined(separator: ", ")); see quern --help")
}

/// Says what went wrong and exits with the code that stands for it.
private func finish(_ error: any Error) -> Never {
  switch error {
  case is Cancelled:
    let keepsTasks = ["run", "clean", "dedup"].contains(Swift.CommandLine.arguments.dropFirst().first)
    Terminal.message(
      "interrupted; run the same command again to "
        + (keepsTasks ? "go on from the last finished task" : "start anew; nothing was written"))
    exit(ExitStatus.interrupted)
  case let error as Interrupted:
    Terminal.message("interrupted; \(error.remedy)")
    exit(ExitStatus.interrupted)
  case let error as RecipeError:
    Terminal.message("\(error)")
    exit(ExitStatus.usage)
  case let error as JobError:
    Terminal.message("error: \(error)")
    exit(error.kind == .usage ? ExitStatus.usage : ExitStatus.failed)
  case is ExitCode, is CleanExit, is ValidationError:
    QuernCommand.exit(withError: error)
  default:
    // The parser's own errors know how to show themselves; all others are failures of the work.
    if QuernCommand.exitCode(for: error) == .failure {
      Terminal.message("error: \(error)")
      exit(ExitStatus.failed)
    }
    QuernCommand.exit(withError: error)
  }
}
