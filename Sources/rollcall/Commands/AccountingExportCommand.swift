import Accounting
import AccountingLog
import Admin
import ArgumentParser
import Configuration
import Console
import RADIUSDictionary
import Storage
import Timebase

struct AccountingExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write sessions or records for other programs.",
    discussion: """
      Sessions have the columns of FreeRADIUS's radacct. Records are the accounting packets as they came, with all their \
      attributes (csv: those that reports are made of). Both go to standard output, oldest first, or to a new file.

      EXAMPLES
        rollcall accounting export --from 2026-11-01 --to 2026-12-01 --output november.csv
        rollcall accounting export sessions --user alice --format json-lines | jq .acctinputoctets
        rollcall accounting export records --nas bras1 --format detail --output bras1.detail
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case csv
    case jsonLines = "json-lines"
    case detail
  }

  @Argument(help: "What to write: sessions or records.")
  var kind: ExportQuery.Kind = .sessions

  @Option(help: "How to write it: csv, json-lines, or detail for records.")
  var format: Format = .csv

  @Option(
    help: ArgumentHelp(
      "From when on: a time, or a span such as 7d before now. A session counts that was open then.", valueName: "time"))
  var from: String?

  @Option(help: ArgumentHelp("Until when: what happened, or began, before.", valueName: "time"))
  var to: String?

  @Option(help: ArgumentHelp("Only those of one user.", valueName: "name"))
  var user: String?

  @Option(help: ArgumentHelp("Only those of one NAS: its name, its address or its client's name.", valueName: "name"))
  var nas: String?

  @Option(name: .shortAndLong, help: ArgumentHelp("A new file to write to.", valueName: "file"), completion: .file())
  var output: String?

  @OptionGroup var options: ConfigurationOptions

  func validate() throws {
    if kind == .sessions, format == .detail { throw ValidationError("--format detail goes with records.") }
  }

  func run() async throws {
    let configuration = try options.load()
    let filter = ExportFilter(from: try time(from), to: try time(to), user: user, nas: nas)
    if let from = filter.from, let to = filter.to, from >= to {
      throw CommandFailure.usage("--from is not before --to")
    }
    let dictionary = kind == .records ? try AttributeDictionary.open(configuration.dictionaryPath) : nil
    let reader = try LedgerReader(configuration)
    let file = try ExportFile(output)
    try file.write(header)
    var query = ExportQuery(kind, filter)
    var count = 0
    var progress: ProgressBar?
    while true {
      let page = try await reader.ask(.export(query), as: ExportPage.self)
      for session in page.sessions {
        try file.write(format == .csv ? SessionExportText.csv(session) : SessionExportText.json(session))
      }
      for record in page.records.compactMap(\.record) {
        guard let dictionary else { continue }
        try file.write(
          logFormat.text(record, dictionary: dictionary, secondsEast: Clock.secondsEast(at: record.arrival)))
      }
      count += page.sessions.count + page.records.count
      if output != nil {
        var bar = progress ?? ProgressBar(total: Int(clamping: page.end), title: "exporting")
        bar.advance(by: page.end > 0 ? Int(clamping: page.position - query.after) : page.sessions.count)
        progress = bar
      }
      query.after = page.position
      if page.isLast { break }
    }
    progress?.finish()
    try file.finish()
    if let output { Terminal.complain("\(Quantity.grouped(count)) \(kind.rawValue) written to \(output)") }
  }

  private var logFormat: LogFormat {
    switch format {
    case .csv: .csv
    case .jsonLines: .jsonLines
    case .detail: .detail
    }
  }

  private var header: String {
    guard format == .csv else { return "" }
    return kind == .sessions ? SessionExportText.csvHeader : LogFormat.csv.header
  }

  private func time(_ text: String?) throws -> Timestamp? {
    guard let text else { return nil }
    guard let time = OperatorTime.since(text, now: Clock.wall, secondsEast: Clock.secondsEast) else {
      throw CommandFailure.usage("`\(text)` is no time; write 2026-03-01, \"2026-03-01 14:05\", RFC 3339, or 7d")
    }
    return time
  }
}

extension ExportQuery.Kind: ExpressibleByArgument {}
