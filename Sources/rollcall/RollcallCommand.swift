import ArgumentParser
import Server

/// `rollcall`: what the command line offers.
struct RollcallCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollcall",
    abstract: "A RADIUS server that accounts for every address.",
    discussion: """
      With a server running, commands ask it through its control socket; with none, they read its store.

      Exit status: 0 done; 1 what was asked about is wrong, or is not there; 2 usage or configuration.

      Completions for your shell: rollcall --generate-completion-script bash (or zsh, fish).
      """,
    version: RollcallVersion.current,
    subcommands: [
      ServeCommand.self, CheckCommand.self, StatusCommand.self, ReloadCommand.self, PoolCommand.self,
      SessionsCommand.self, WhoCommand.self, LastCommand.self, AccountingCommand.self, DisconnectCommand.self,
      TokenCommand.self, UsersCommand.self, ClientCommand.self, DictionaryCommand.self, ImportCommand.self,
      LoadCommand.self,
      SimulateCommand.self,
    ])
}
