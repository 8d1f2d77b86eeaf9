import Admin
import ArgumentParser
import Console

#if canImport(Glibc)
  import Glibc
#endif

struct PoolAuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Count every address again: ledger against lease table against pool.",
    discussion: """
      Exit status 0 when all adds up, 1 when anything does not.

      --repair needs a running server. It writes what it would do to a report file, and changes nothing; with --apply \
      it does what that file says, and leaves alone whatever has changed since.

      EXAMPLES
        rollcall pool audit
        rollcall pool audit --format json | jq .faults
        rollcall pool audit --repair --report repair.json
        rollcall pool audit --repair --report repair.json --apply
      """)

  @Flag(help: "Say what would have to be done, into a report file.")
  var repair = false

  @Option(help: ArgumentHelp("The report file of --repair.", valueName: "file"), completion: .file())
  var report: String?

  @Flag(help: "Do what the report file says.")
  var apply = false

  @OptionGroup var options: ConfigurationOptions
  @OptionGroup var output: FormatOptions

  func validate() throws {
    guard repair == (report != nil) else { throw ValidationError("--repair and --report FILE go together.") }
    if apply, !repair { throw ValidationError("--apply goes with --repair --report FILE.") }
  }

  func run() async throws {
    let ledger = Ledger(try options.load())
    if let report { return try apply ? applyReport(report, ledger) : writeReport(report, ledger) }
    let found = try await ledger.ask(ControlRequest(.poolAudit), as: AuditReport.self)
    switch output.format {
    case .json: try JSONValue.show(found)
    case .csv: try Reports.faults(found.faults).show(.csv)
    case .table: Terminal.show(try AuditText(found).text())
    }
    if !found.isClean { throw ExitCode(1) }
  }

  private func writeReport(_ file: String, _ ledger: Ledger) throws {
    let plan = try ledger.askRunning(ControlRequest(.poolRepairPlan), as: RepairPlan.self)
    let text = try JSONValue(encoding: plan).text() + "\n"
    // A report is never written over: somebody may have read the one that is there.
    let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw CommandFailure.usage("\(file) cannot be made: \(String(cString: strerror(errno))); name a new file")
    }
    defer { close(descriptor) }
    let octets = Array(text.utf8)
    guard write(descriptor, octets, octets.count) == octets.count, fsync(descriptor) == 0 else {
      throw CommandFailure.wrong("\(file) cannot be written: \(String(cString: strerror(errno)))")
    }
    if output.format == .json { Terminal.show(text) } else { Terminal.show(RepairText.text(plan, file: file)) }
    if !plan.actions.isEmpty { throw ExitCode(1) }
  }

  private func applyReport(_ file: String, _ ledger: Ledger) throws {
    guard let octets = Terminal.read(file: file), let plan = RepairPlan(json: octets) else {
      throw CommandFailure.usage("\(file) is no report of `pool audit --repair`")
    }
    var failures = 0
    for action in plan.actions {
      do {
        let outcome = try ledger.askRunning(.repair(action, report: file), as: RepairOutcome.self)
        Terminal.show("done: \(TextTable.printable(outcome.done)).\n")
      } catch let failure as CommandFailure {
        failures += 1
        Terminal.complain("not done: \(TextTable.printable(failure.message))")
      }
    }
    if plan.actions.isEmpty { Terminal.show("The report asks for nothing.\n") }
    if failures > 0 { throw ExitCode(1) }
  }
}
