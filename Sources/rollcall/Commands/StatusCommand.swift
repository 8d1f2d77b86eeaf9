import Admin
import ArgumentParser
import Console

struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "What became of every datagram, and how the server is.",
    discussion: """
      Exit status 0 when the server is ok, 1 when it is not, or when none answers.

      EXAMPLES
        rollcall status
        rollcall status --format json | jq .dropped
      """)

  @OptionGroup var options: ConfigurationOptions
  @OptionGroup var output: FormatOptions

  func run() async throws {
    let status = try Ledger(options.load()).askRunning(ControlRequest(.status), as: ServerStatus.self)
    switch output.format {
    case .json: try JSONValue.show(status)
    case .csv: Terminal.show(StatusText(status, now: Clock.wall).csv)
    case .table: Terminal.show(StatusText(status, now: Clock.wall).text)
    }
    if status.health != .ok { throw ExitCode(1) }
  }
}
