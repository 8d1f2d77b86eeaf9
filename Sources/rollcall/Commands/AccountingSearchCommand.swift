import Admin
import ArgumentParser
import Console
import NetworkAddress

struct AccountingSearchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Find sessions of the past.")

  @Option(help: "The address.")
  var address: IPv4Address

  @Option(
    help: ArgumentHelp("Who had the address then: RFC 3339, or \"2026-03-01 14:05\" local time.", valueName: "time"))
  var at: String

  @OptionGroup var options: ConfigurationOptions
  @OptionGroup var output: FormatOptions

  func run() async throws {
    guard let reading = OperatorTime.parse(at, secondsEast: Clock.secondsEast) else {
      throw CommandFailure.usage(
        "`\(at)` is no time; write 2026-03-01T14:05:00Z, or \"2026-03-01 14:05\" for local time")
    }
    let story = try await Ledger(options.load()).ask(.explain(address, at: reading.time), as: MomentStory.self)
    switch output.format {
    case .json: try JSONValue.show(story)
    case .csv: try Reports.moments([story]).show(.csv)
    case .table: Terminal.show(MomentText(story, assumedZone: reading.assumedZone).text)
    }
  }
}
