import Admin
import ArgumentParser
import Console
import Timebase

struct PoolLeaksCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "leaks",
    abstract: "Which NAS loses sessions, and what that does to the pools.",
    discussion: """
      Per NAS: how sessions ended, Accepts that became none, what packets were known by, and how long addresses stood \
      idle because nobody knew whether their session lives; the worst first. Per pool: whether it would run dry. \
      Columns that are 0 for every NAS are left out of the table.

      EXAMPLES
        rollcall pool leaks
        rollcall pool leaks --since 30d
        rollcall pool leaks --since "2026-03-01 00:00"
        rollcall pool leaks --format json | jq -r '.nases[] | select(.fault) | .nas + " " + .fault'
      """)

  @Option(
    help: ArgumentHelp("How far back: 7d, 12h, or a time. Days are counted whole, UTC.", valueName: "span or time"))
  var since: String = "7d"

  @OptionGroup var options: ConfigurationOptions
  @OptionGroup var output: FormatOptions

  func run() async throws {
    let now = Clock.wall
    guard let start = OperatorTime.since(since, now: now, secondsEast: Clock.secondsEast), start <= now else {
      throw CommandFailure.usage("--since takes a span such as 7d or 12h, or a time that is past, not `\(since)`")
    }
    let report = try await Ledger(options.load()).ask(.leaks(since: start, now: now), as: LeakReport.self)
    switch output.format {
    case .json: try JSONValue.show(report)
    case .csv: try Reports.leaks(report.nases).show(.csv)
    case .table: Terminal.show(try LeaksText(report).text())
    }
  }
}
