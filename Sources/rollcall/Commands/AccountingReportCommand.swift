import AddressPool
import Admin
import ArgumentParser
import Configuration
import Console
import Timebase

#if canImport(Glibc)
  import Glibc
#endif

extension UsageGrouping: ExpressibleByArgument {}
extension UsageFigure: ExpressibleByArgument {}

struct AccountingReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "What the sessions add up to, by time, NAS, pool, user or cause.",
    discussion: """
      By hour, day, month, NAS and pool: sessions that began, their users, and the time and octets that fell into the span; \
      PEAK is the most sessions online at once, looked at every minute. By user: the sessions that began in the span, as \
      wholes. By cause: those that ended in it. LOST STOPS are sessions whose end no Stop told.

      EXAMPLES
        rollcall accounting report                              # the last 7 days, day by day
        rollcall accounting report --by hour --from yesterday --to yesterday
        rollcall accounting report --by month --from 2026-01 --to 2026-12 --time-zone Europe/Berlin
        rollcall accounting report --by user --from 30d --top 20
        rollcall accounting report --by hour --from 7d --pool main --figure peak --chart pool.svg
        rollcall accounting report --by hour --from 7d --figure peak --chart pools.svg      # all pools, as shares
        rollcall accounting report --by cause --format csv
      """)

  @Option(help: "What to gather by.")
  var by: UsageGrouping = .day

  @Option(
    help: ArgumentHelp("From when on: a time, a day, a month, or a span before now such as 7d.", valueName: "time"))
  var from: String = "7d"

  @Option(help: ArgumentHelp("Until when; a day or a month is counted too.", valueName: "time"))
  var to: String = "now"

  @Option(help: ArgumentHelp("Only sessions of one NAS, as the ledger names it.", valueName: "name"))
  var nas: String?

  @Option(help: ArgumentHelp("Only sessions on addresses of one pool.", valueName: "name"))
  var pool: String?

  @Option(help: ArgumentHelp("Show only the first so many rows.", valueName: "count"))
  var top: Int?

  @Option(help: "What a chart shows. Default: what goes with --by.")
  var figure: UsageFigure?

  @Flag(help: "Draw a chart in the terminal in the table's place.")
  var graph = false

  @Option(help: ArgumentHelp("Write a chart to a file, as SVG.", valueName: "file"), completion: .file())
  var chart: String?

  @OptionGroup var zone: ZoneOptions
  @OptionGroup var options: ConfigurationOptions
  @OptionGroup var output: FormatOptions

  func validate() throws {
    if let top, top < 1 { throw ValidationError("--top is 1 or more.") }
    if graph, output.format != .table { throw ValidationError("--graph goes with --format table.") }
  }

  func run() async throws {
    try zone.use()
    guard let start = try zone.bound(from, option: "--from", isEnd: false),
      let end = try zone.bound(to, option: "--to", isEnd: true)
    else { return }
    guard start < end else { throw CommandFailure.usage("--from \(from) is not before --to \(to)") }
    let offsets = zone.offsets(from: start, to: end)
    let configuration = try options.load()
    let request = UsageRequest(
      by: by, from: start, to: end, zone: offsets, now: Clock.wall, nas: nas, pool: pool)
    var report = try await Ledger(configuration).ask(.report(request), as: UsageReport.self)
    let all = report.rows.count
    if let top { report.rows = Array(report.rows.prefix(top)) }
    let text = UsageText(report, zone: offsets)
    let figure = figure ?? UsageFigure(for: by)
    let drawn = UsageChart(report, figure: figure, subtitle: text.span, limit: limit(figure, configuration))
    if let chart {
      let pools = try await pools(request, figure, configuration, subtitle: text.span)
      try AccountingReportCommand.write(pools?.svg ?? drawn.svg, to: chart)
    }
    switch output.format {
    case .json: try JSONValue.show(report)
    case .csv: try Reports.usage(report.rows, by: by).show(.csv)
    case .table: Terminal.show(graph ? drawn.text() : try text.text(of: all))
    }
  }

  /// How many addresses there are to be online on, for a chart of that over time.
  private func limit(_ figure: UsageFigure, _ configuration: ServerConfiguration) -> Int? {
    guard figure == .peak, by.isTime, let pool else { return nil }
    return configuration.pools.first { $0.name == pool }.map { ReadModel.size(of: $0) }
  }

  /// A chart of all pools, where it is of how full they were over time; nil: it is of something else.
  private func pools(
    _ request: UsageRequest, _ figure: UsageFigure, _ configuration: ServerConfiguration, subtitle: String
  ) async throws -> PoolChart? {
    guard figure == .peak, by.isTime, pool == nil, configuration.pools.count > 1 else { return nil }
    var reports: [(pool: String, size: Int, report: UsageReport)] = []
    for definition in configuration.pools {
      var request = request
      request.pool = definition.name
      let report = try await Ledger(configuration).ask(.report(request), as: UsageReport.self)
      reports.append((definition.name, ReadModel.size(of: definition), report))
    }
    return PoolChart(reports, subtitle: subtitle)
  }

  private static func write(_ text: String, to path: String) throws(CommandFailure) {
    guard let file = fopen(path, "w") else {
      throw .usage("\(path) cannot be written: \(String(cString: strerror(errno)))")
    }
    let octets = Array(text.utf8)
    let count = fwrite(octets, 1, octets.count, file)
    guard fclose(file) == 0, count == octets.count else { throw .wrong("\(path) could not be written whole") }
  }
}
