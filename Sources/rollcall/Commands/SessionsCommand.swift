import AddressPool
import Admin
import ArgumentParser
import Console
import NetworkAddress
import Timebase

struct SessionsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sessions",
    abstract: "The live sessions, with what they moved.",
    discussion: """
      Live are those active and suspect.

      EXAMPLES
        rollcall sessions
        rollcall sessions --all                 # offers and past sessions too
        rollcall sessions --state offered       # promised, and not confirmed yet
        rollcall sessions --user alice --format csv
        rollcall sessions --all --address 10.64.0.7 --from 2026-03-01 --to 2026-03-07
        rollcall sessions --follow              # who comes and goes, until Ctrl-C
      """)

  enum State: String, CaseIterable, ExpressibleByArgument {
    case offered, active, suspect

    var leaseState: LeaseState {
      switch self {
      case .offered: .offered
      case .active: .active
      case .suspect: .suspect
      }
    }
  }

  @Flag(help: "Show offers and past sessions too.")
  var all = false

  @Option(help: "Show only those in one state.")
  var state: State?

  @Option(help: ArgumentHelp("Show only those of one user.", valueName: "name"))
  var user: String?

  @Option(help: ArgumentHelp("Show only those of one client.", valueName: "name"))
  var client: String?

  @Option(help: ArgumentHelp("Show only those of one NAS, as the ledger names it.", valueName: "name"))
  var nas: String?

  @Option(help: "Show only those on one address.")
  var address: IPv4Address?

  @Option(
    help: ArgumentHelp("With --all: those online from then on; a time, a day, or a span such as 7d.", valueName: "time")
  )
  var from: String?

  @Option(help: ArgumentHelp("Those that began until then; a day or a month is counted too.", valueName: "time"))
  var to: String?

  @Flag(name: .shortAndLong, help: "Go on, and tell who comes and goes.")
  var follow = false

  @OptionGroup var zone: ZoneOptions
  @OptionGroup var options: ConfigurationOptions
  @OptionGroup var output: FormatOptions

  /// Between two looks of `--follow`.
  private static let pause = Duration.seconds(2)

  func validate() throws {
    if all, state != nil { throw ValidationError("Give --all or --state, not both.") }
    if follow, all || from != nil || to != nil { throw ValidationError("--follow tells of live sessions alone.") }
    if follow, output.format == .json { throw ValidationError("--follow prints a table or CSV.") }
  }

  func run() async throws {
    try zone.use()
    let scope: SessionScope = state.map { .state($0.leaseState) } ?? (all ? .all : .live)
    var search = SearchRequest(limit: .max)
    (search.user, search.client, search.nas, search.address) = (user, client, nas, address)
    search.from = try zone.bound(from, option: "--from", isEnd: false)
    search.to = try zone.bound(to, option: "--to", isEnd: true)
    let ledger = Ledger(try options.load())
    let request = ControlRequest.sessions(scope, matching: search)
    let sessions = try await ledger.ask(request, as: [SessionSummary].self)
    try Reports.sessions(sessions).show(output.format)
    if follow { try await follow(from: sessions, ledger, request) }
  }

  /// Asks again and again. It ends with the terminal's signal, or when nobody answers any more.
  private func follow(from sessions: [SessionSummary], _ ledger: Ledger, _ request: ControlRequest) async throws {
    var watch = SessionWatch(sessions)
    while true {
      try await Task.sleep(for: SessionsCommand.pause)
      let now = try await ledger.ask(request, as: [SessionSummary].self)
      for line in watch.lines(now, at: Clock.wall, format: output.format) { Terminal.show(line) }
      Terminal.flush()
    }
  }
}
