import ArgumentParser

struct AccountingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accounting",
    abstract: "What accounting tells of the past: who, when, where, how much.",
    discussion: """
      EXAMPLES
        rollcall accounting search --address 203.0.113.7 --at "2026-03-01 14:05"
        rollcall accounting report --by day --from 30d
      """,
    subcommands: [
      AccountingSearchCommand.self, AccountingReportCommand.self, AccountingReplayCommand.self,
      AccountingExportCommand.self,
    ])
}
