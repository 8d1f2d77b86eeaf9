import ArgumentParser

struct PoolCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pool",
    abstract: "What the pools hold, and why; and how to take an address back.",
    discussion: """
      EXAMPLES
        rollcall pool list
        rollcall pool show main
        rollcall pool explain 10.64.0.17
        rollcall pool release 10.64.0.17 --reason "modem replaced"
      """,
    subcommands: [
      PoolListCommand.self, PoolShowCommand.self, PoolExplainCommand.self, PoolReleaseCommand.self,
      PoolReserveCommand.self, PoolUnreserveCommand.self, PoolAuditCommand.self, PoolLeaksCommand.self,
    ])
}
