import Admin
import ArgumentParser
import Console
import NetworkAddress
import Timebase

struct PoolExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "The story of an address, a user or a session: who had what, when, and why.",
    discussion: """
      An address: where it is, why, when it is free at the latest, and all that happened to it. With --at: who had it \
      then. A user or a session: the addresses that it held, today's and those of the past, newest first.

      EXAMPLES
        rollcall pool explain 10.64.0.17
        rollcall pool explain 10.64.0.17 --at "2026-03-01 14:05"      # local time
        rollcall pool explain 10.64.0.17 --at 2026-03-01T14:05:00Z
        rollcall pool explain --user alice
        rollcall pool explain --session 4D2A17 --client lab
        rollcall pool explain 10.64.0.17 --format json | jq '.history[-1]'
      """)

  @Argument(help: "The address.")
  var address: IPv4Address?

  @Option(help: ArgumentHelp("Explain the addresses that a user holds, or ever held.", valueName: "name"))
  var user: String?

  @Option(help: ArgumentHelp("Explain the addresses that a session holds, or held.", valueName: "Acct-Session-Id"))
  var session: String?

  @Option(help: ArgumentHelp("Only sessions of this client.", valueName: "name"))
  var client: String?

  @Option(help: ArgumentHelp("Only sessions of this NAS, as the ledger names it.", valueName: "name"))
  var nas: String?

  @Option(
    help: ArgumentHelp("Who had the address then: RFC 3339, or \"2026-03-01 14:05\" local time.", valueName: "time"))
  var at: String?

  @Option(help: ArgumentHelp("Show only the last so many entries of the ledger, or holdings.", valueName: "count"))
  var limit: Int?

  @OptionGroup var options: ConfigurationOptions
  @OptionGroup var output: FormatOptions

  /// Holdings shown where `--limit` says nothing.
  private static let holdingsShown = 100

  func validate() throws {
    guard [address != nil, user != nil, session != nil].filter(\.self).count == 1 else {
      throw ValidationError("Give an address, or --user NAME, or --session ID.")
    }
    if client != nil || nas != nil, session == nil { throw ValidationError("--client and --nas go with --session.") }
    if at != nil, address == nil { throw ValidationError("--at goes with an address.") }
    if let limit, limit < 1 { throw ValidationError("--limit is 1 or more.") }
  }

  func run() async throws {
    let ledger = Ledger(try options.load())
    let count = limit ?? PoolExplainCommand.holdingsShown
    if let user { return try await tell(.explain(user: user, limit: count), ledger) }
    if let session {
      return try await tell(.explain(session: session, client: client, nas: nas, limit: count), ledger)
    }
    guard let address else { return }
    if let at { return try await tell(address, at: at, ledger) }
    try await tell(address, ledger)
  }

  private func tell(_ request: ControlRequest, _ ledger: Ledger) async throws {
    let stories = try await ledger.ask(request, as: [HoldingStory].self)
    switch output.format {
    case .json: try JSONValue.show(stories)
    case .csv: try Reports.holdings(stories).show(.csv)
    case .table: Terminal.show(try HoldingsText(stories, now: Clock.wall).text())
    }
  }

  private func tell(_ address: IPv4Address, at text: String, _ ledger: Ledger) async throws {
    guard let reading = OperatorTime.parse(text, secondsEast: Clock.secondsEast) else {
      throw CommandFailure.usage(
        "`\(text)` is no time; write 2026-03-01T14:05:00Z, or \"2026-03-01 14:05\" for local time")
    }
    guard reading.time <= Clock.wall else { throw CommandFailure.usage("`\(text)` is still to come") }
    let story = try await ledger.ask(.explain(address, at: reading.time), as: MomentStory.self)
    let told = MomentText(story, assumedZone: reading.assumedZone)
    if output.format != .table, let zone = told.zone { Terminal.complain(zone) }
    switch output.format {
    case .json: try JSONValue.show(story)
    case .csv: try Reports.moments([story]).show(.csv)
    case .table: Terminal.show(told.text)
    }
  }

  private func tell(_ address: IPv4Address, _ ledger: Ledger) async throws {
    let request = ControlRequest(.poolExplain, address: address)
    guard var explanation = try await ledger.ask(request, as: [AddressExplanation].self).first else { return }
    if output.format == .table {
      return Terminal.show(AddressStory(explanation, now: Clock.wall, limit: limit).text)
    }
    if let limit { explanation.history = explanation.history.suffix(limit) }
    if output.format == .csv { return try Reports.history(explanation.history).show(.csv) }
    try JSONValue.show(explanation)
  }
}
