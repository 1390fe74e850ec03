import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The `quern` command that was built beside this test bundle.
enum Quern {
  /// What a finished process left.
  struct Result {
    /// The exit code, or 128 + the number of the signal that ended the process.
    var code: Int32
    var output: String
    var messages: String
  }

  /// Both the test bundle and the command lie in the build folder.
  static let path: String = {
    let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return (bundle as NSString).deletingLastPathComponent + "/quern"
  }()

  /// Runs the command to its end.
  static func run(_ arguments: [String], in workspace: Workspace, input: String = "/dev/null") throws -> Result {
    try start(arguments, in: workspace, input: input).wait()
  }

  /// Starts the command in the workspace's folder, with the file `input` as standard input.
  static func start(_ arguments: [String], in workspace: Workspace, input: String = "/dev/null") throws -> Child {
    try Child(path, arguments, in: workspace, input: input)
  }
}

/// A process whose output goes to files, so that no pipe can fill up.
struct Child {
  let process: pid_t
  private let output: String
  private let messages: String

  init(_ path: String, _ arguments: [String], in workspace: Workspace, input: String) throws {
    let number = workspace.nextNumber()
    // Becomes the command in the folder; the call that would do the same here is hidden from Swift.
    let env = "/usr/bin/env"
    output = workspace.path(".output-\(number)")
    messages = workspace.path(".messages-\(number)")
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, messages, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    // The threads that tests run on block signals, which a process would inherit.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    var words: [UnsafeMutablePointer<CChar>?] = ([env, "-C", workspace.folder, path] + arguments).map { strdup($0) }
    words.append(nil)
    defer { for word in words { free(word) } }
    var process: pid_t = 0
    let status = posix_spawn(&process, env, &actions, &attributes, words, environ)
    try #require(status == 0, "cannot start \(path): \(String(cString: strerror(status)))")
    self.process = process
  }

  func signal(_ number: Int32) { kill(process, number) }

  /// Waits for the end and gives the most memory that was resident, in bytes, as last seen.
  ///
  /// `wait4` would also count the pages of this process, which the other one shares until it becomes the command.
  func waitMeasuringMemory() throws -> (result: Quern.Result, peakMemory: Int) {
    var peak = 0
    var info = siginfo_t()
    while waitid(P_PID, id_t(process), &info, WEXITED | WNOHANG | WNOWAIT) == 0, info.si_signo == 0 {
      let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/exe")
      if program?.hasSuffix("/quern") == true,
        let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
        let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
        let kibibytes = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap({ Int($0) })
      {
        peak = max(peak, kibibytes << 10)
      }
      usleep(2000)
    }
    return (try wait(), peak)
  }

  func wait() throws -> Quern.Result {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    let signal = status & 0x7F
    return Quern.Result(
      code: signal == 0 ? (status >> 8) & 0xFF : 128 + signal,
      output: try String(contentsOfFile: output, encoding: .utf8),
      messages: try String(contentsOfFile: messages, encoding: .utf8))
  }
}

/// Checks exit code and messages at once, and shows both when one is wrong.
func expect(
  _ result: Quern.Result, code: Int32, says parts: String..., sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(result.code == code, "\(result.messages)", sourceLocation: sourceLocation)
  for part in parts {
    #expect(result.messages.contains(part), "\(part) is not in: \(result.messages)", sourceLocation: sourceLocation)
  }
}
