import ArgumentParser

struct UsersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "users",
    abstract: "The users file: what is in it, new entries, and trying a password.",
    discussion: """
      EXAMPLES
        rollcall users list
        rollcall users add alice --pool main
        rollcall users test alice
        rollcall users hash
      """,
    subcommands: [UsersListCommand.self, UsersAddCommand.self, UsersHashCommand.self, UsersTestCommand.self])
}
