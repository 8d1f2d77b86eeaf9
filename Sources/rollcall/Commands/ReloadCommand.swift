import Admin
import ArgumentParser
import Console

struct ReloadCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reload",
    abstract: "Let the running server read configuration, dictionary and users again.",
    discussion: """
      As SIGHUP does, and says what came of it. The old ones stay when the new ones are wrong.

      EXAMPLE
        rollcall reload
      """)

  @OptionGroup var options: ConfigurationOptions
  @OptionGroup var output: FormatOptions

  func run() async throws {
    let report = try Ledger(options.load()).askRunning(ControlRequest(.reload), as: ReloadReport.self)
    for warning in report.warnings { Terminal.complain("warning: \(warning)") }
    switch output.format {
    case .json: try JSONValue.show(report)
    case .csv:
      Terminal.show(CSVText.line(["users", "clients", "pools"]))
      Terminal.show(CSVText.line([report.users, report.clients, report.pools].map(String.init)))
    case .table:
      let users = Quantity.count(report.users, "user", "users")
      let clients = Quantity.count(report.clients, "client", "clients")
      Terminal.show("Reloaded: \(users), \(clients), \(Quantity.count(report.pools, "pool", "pools")).\n")
    }
  }
}
