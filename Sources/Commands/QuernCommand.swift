import ArgumentParser

/// The `quern` command.
struct QuernCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "quern")
}

/// Runs the command line of this process and exits.
public func runQuern() -> Never {
  QuernCommand.main()
  QuernCommand.exit()
}
