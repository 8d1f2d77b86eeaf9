import ArgumentParser
import Console
import Simulation

struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Try to lose an address: the server's engine in simulated worlds where everything fails.",
    discussion: """
      Each world comes out of a seed: its NASes, users, links, disk, clocks and operator. The first has the seed given,
      the next one more, and so on, until all sessions are simulated. The same seed gives the same world.

      With --replay, no world is made up: what our store's database, or detail files of any server, tell of sessions \
      is fed through the engine under the configuration, and what would have come of it is reported.

      Exit status 0 when every rule held, 1 when one was broken: then the seed is made small and its story told.

      EXAMPLES
        rollcall simulate --seed 1 --sessions 100000 --profile hostile
        rollcall simulate --seed 7 --sessions 200 --nas-kind drops-class --trace
        rollcall simulate --replay var/rollcall.db --config smaller-pools.yaml
        rollcall simulate --replay detail-20261123 --replay detail-20261124 --config new.yaml --client bras1
      """)

  @Option(help: "The first world's seed.")
  var seed: UInt64 = 1
  @Option(help: "Sessions in all worlds together.")
  var sessions = 100_000
  @Option(help: "Seconds after which no world begins any more, whatever is left of the sessions.")
  var seconds: Int?
  @Option(help: "Sessions of one world.")
  var worldSessions = 10_000
  @Option(help: "How much goes wrong: calm, rough or hostile.")
  var profile = SimulationProfile.rough
  @Option(
    help:
      "Every NAS is of this kind (default: a mixture). One of \(NASKind.allCases.map(\.rawValue).joined(separator: ", "))."
  )
  var nasKind: NASKind?
  @Option(
    help:
      "A fault that does not happen; several allowed. One of \(FaultClass.named.map(\.name).joined(separator: ", ")).")
  var without: [String] = []
  @Option(help: "Worlds at the same time.")
  var workers = 2
  @Flag(help: "Tell every step, world by world.")
  var trace = false

  @Option(
    help: ArgumentHelp("Replay this database of ours, or this detail file; several allowed.", valueName: "file"),
    completion: .file())
  var replay: [String] = []
  @Option(help: ArgumentHelp("The client of replayed records whose address is no client's.", valueName: "name"))
  var client: String?
  @OptionGroup var options: ConfigurationOptions
  @OptionGroup var output: FormatOptions

  func validate() throws {
    guard !replay.isEmpty || client == nil && options.path == nil && output.format == .table else {
      throw ValidationError("--config, --client and --format go with --replay")
    }
    guard sessions > 0, worldSessions > 0, workers > 0, seconds ?? 1 > 0 else {
      throw ValidationError("numbers must be positive")
    }
    for name in without where !FaultClass.named.contains(where: { $0.name == name }) {
      throw ValidationError("no fault is called '\(name)'; there are \(FaultClass.all.names.joined(separator: ", "))")
    }
  }

  func run() async throws {
    guard replay.isEmpty else { return try await showReplay() }
    let start = ContinuousClock.now
    let worlds = (sessions + worldSessions - 1) / worldSessions
    let end = seconds.map { start.advanced(by: .seconds($0)) }
    var reports: [SimulationReport?] = []
    var failure: (options: SimulationOptions, violation: Violation)?
    var progress = ProgressBar(total: end == nil ? sessions : 0, title: end == nil ? nil : "sessions")
    await withTaskGroup(of: (Int, SimulationReport, Violation?).self) { group in
      var next = 0
      func add() {
        guard next < worlds, failure == nil, end.map({ ContinuousClock.now < $0 }) ?? true else { return }
        reports.append(nil)
        let (index, options) = (next, options(of: next))
        next += 1
        group.addTask {
          let (report, violation) = Simulator.run(options)
          return (index, report, violation)
        }
      }
      for _ in 0..<(trace ? 1 : workers) { add() }
      while let (index, report, violation) = await group.next() {
        reports[index] = report
        progress.advance(by: report.sessions)
        if let violation, failure.map({ self.options(of: index).seed < $0.options.seed }) ?? true {
          failure = (self.options(of: index), violation)
        }
        add()
      }
    }
    progress.finish()
    var total = SimulationReport()
    for report in reports { if let report { total.add(report) } }
    let span = ContinuousClock.now - start
    Terminal.show(
      SimulationText.summary(
        total, seconds: Double(span.components.seconds) + Double(span.components.attoseconds) * 1e-18))
    guard let failure else { return }
    Terminal.complain("a rule was broken by seed \(failure.options.seed); making it small …")
    Terminal.show(SimulationText.failure(Simulator.shrink(failure.options, failure.violation)))
    throw ExitCode(1)
  }

  private func showReplay() async throws {
    let report = try await RehearsalRun(configuration: try options.load(), files: replay, client: client).report()
    switch output.format {
    case .json: try JSONValue.show(report)
    case .csv: try RehearsalText.pools(report).show(.csv)
    case .table: Terminal.show(try RehearsalText.text(report))
    }
  }

  private func options(of world: Int) -> SimulationOptions {
    var options = SimulationOptions(
      seed: seed &+ UInt64(world), sessions: min(worldSessions, sessions - world * worldSessions), profile: profile,
      kind: nasKind)
    for (name, fault) in FaultClass.named where without.contains(name) { options.without.insert(fault) }
    if trace { options.trace = { print($0) } }
    return options
  }
}

extension SimulationProfile: ExpressibleByArgument {}
extension NASKind: ExpressibleByArgument {}
