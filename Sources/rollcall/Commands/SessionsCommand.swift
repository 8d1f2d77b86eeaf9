import AddressPool
import Admin
import ArgumentParser
import Console

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

  @OptionGroup var options: ConfigurationOptions
  @OptionGroup var output: FormatOptions

  func validate() throws {
    if all, state != nil { throw ValidationError("Give --all or --state, not both.") }
  }

  func run() async throws {
    let scope: SessionScope = state.map { .state($0.leaseState) } ?? (all ? .all : .live)
    let sessions = try await Ledger(options.load()).ask(.sessions(scope), as: [SessionSummary].self)
    let chosen = sessions.filter { (user == nil || $0.user == user) && (client == nil || $0.client == client) }
    try Reports.sessions(chosen).show(output.format)
  }
}
