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

      CSV has one table at a time: --table nas (the default), with what is wrong with each as its last column, or \
      --table pools. JSON has both, under `nases` and `pools`, with `since` and `until`.

      EXAMPLES
        rollcall pool leaks
        rollcall pool leaks --since 30d
        rollcall pool leaks --since "2026-03-01 00:00"
        rollcall pool leaks --format csv --table pools
        rollcall pool leaks --format json | jq -r '.nases[] | select(.fault) | .nas + " " + .fault'
      """)

  @Option(
    help: ArgumentHelp("How far back: 7d, 12h, or a time. Days are counted whole, UTC.", valueName: "span or time"))
  var since: String = "7d"

  enum Part: String, CaseIterable, ExpressibleByArgument { case nas, pools }

  @Option(
    help: ArgumentHelp("Which table, where only one is wanted or has room (CSV): nas or pools.", valueName: "table"))
  var table: Part?

  @OptionGroup var options: ConfigurationOptions
  @OptionGroup var output: FormatOptions

  func run() async throws {
    let now = Clock.wall
    guard let start = OperatorTime.since(since, now: now, secondsEast: Clock.secondsEast), start <= now else {
      throw CommandFailure.usage("--since takes a span such as 7d or 12h, or a time that is past, not `\(since)`")
    }
    let report = try await Ledger(options.load()).ask(.leaks(since: start, now: now), as: LeakReport.self)
    switch (output.format, table) {
    case (.json, nil): try JSONValue.show(report)
    case (.table, nil): Terminal.show(try LeaksText(report).text())
    case (.table, .nas): Terminal.show(try Reports.leaks(report.nases).compactTable())
    case (_, .nas), (.csv, nil): try Reports.leaks(report.nases, hasFault: true).show(output.format)
    case (_, .pools): try Reports.outlooks(report.pools).show(output.format)
    }
  }
}
