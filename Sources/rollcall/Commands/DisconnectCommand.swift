import Admin
import ArgumentParser
import Console
import NetworkAddress

struct DisconnectCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "disconnect",
    abstract: "Let NASes end sessions.",
    discussion: """
      Sends a Disconnect-Request (RFC 5176) for every live session that matches, waits for the answers, 30 seconds at \
      most, and prints what came of each. Needs `dynamic-authorization` in the client's configuration, whatever its \
      on-suspect says. Exit status 0 when every session was acknowledged or not found, else 1.

      EXAMPLES
        rollcall disconnect --user alice --reason "unpaid"
        rollcall disconnect --session 5e0001a7
        rollcall disconnect --address 10.64.0.17 --format json
      """)

  @Option(help: ArgumentHelp("End all sessions of one user.", valueName: "name"))
  var user: String?

  @Option(help: ArgumentHelp("End the sessions with this Acct-Session-Id.", valueName: "id"))
  var session: String?

  @Option(help: "End the session that holds this address.")
  var address: IPv4Address?

  @Option(help: ArgumentHelp("Why, for the ledger.", valueName: "text"))
  var reason: String = ""

  @OptionGroup var options: ConfigurationOptions
  @OptionGroup var output: FormatOptions

  private var choices: [SessionChoice] {
    [user.map { .user($0) }, session.map { .session($0) }, address.map { .address($0) }].compactMap { $0 }
  }

  func validate() throws {
    if choices.count != 1 { throw ValidationError("Give one of --user, --session and --address.") }
  }

  func run() async throws {
    for choice in choices {
      let request = ControlRequest.disconnect(choice, reason: reason)
      let reports = try Ledger(options.load()).askRunning(request, as: [DisconnectReport].self)
      try Reports.disconnects(reports).show(output.format)
      guard reports.allSatisfy(\.isDone) else { throw ExitCode(1) }
    }
  }
}
