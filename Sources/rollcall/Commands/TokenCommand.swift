import ArgumentParser

struct TokenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token",
    abstract: "The keys that sign lease tokens, which NASes echo in Class.",
    discussion: """
      EXAMPLE
        rollcall token rotate
      """,
    subcommands: [TokenRotateCommand.self])
}
