import Admin
import ArgumentParser
import Console

struct PoolAuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Count every address again: ledger against lease table against pool.",
    discussion: """
      Exit status 0 when all adds up, 1 when anything does not.

      EXAMPLES
        rollcall pool audit
        rollcall pool audit --format json | jq .faults
      """)

  @OptionGroup var options: ConfigurationOptions
  @OptionGroup var output: FormatOptions

  func run() async throws {
    let report = try await Ledger(options.load()).ask(ControlRequest(.poolAudit), as: AuditReport.self)
    switch output.format {
    case .json: try JSONValue.show(report)
    case .csv: try Reports.faults(report.faults).show(.csv)
    case .table: Terminal.show(try AuditText(report).text())
    }
    if !report.isClean { throw ExitCode(1) }
  }
}
