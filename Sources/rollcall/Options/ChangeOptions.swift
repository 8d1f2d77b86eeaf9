import Admin
import ArgumentParser
import Console
import NetworkAddress

/// What every command that changes an address takes.
struct ChangeOptions: ParsableArguments {
  @Argument(help: "The address.")
  var address: IPv4Address

  @Option(help: ArgumentHelp("Why, for the ledger.", valueName: "text"))
  var reason: String = ""

  @OptionGroup var options: ConfigurationOptions
  @OptionGroup var output: FormatOptions

  /// Lets the running server do it, and prints what it did.
  func perform(_ command: ControlCommand) async throws {
    let request = ControlRequest(command, address: address, reason: reason)
    let change = try Ledger(options.load()).askRunning(request, as: ChangeReport.self)
    switch output.format {
    case .json: try JSONValue.show(change)
    case .csv: try Reports.changes([change]).show(.csv)
    case .table: Terminal.show(ChangeText.text(change))
    }
  }
}
