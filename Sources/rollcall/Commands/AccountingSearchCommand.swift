import Admin
import ArgumentParser
import Console
import NetworkAddress
import Timebase

struct AccountingSearchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Find sessions of the past: who had an address, what a user did.",
    discussion: """
      EXAMPLES
        rollcall accounting search --address 203.0.113.7 --at "2026-03-01 14:05"
        rollcall accounting search --user alice --from 2026-03-02 --to 2026-03-08
        rollcall accounting search --session 8100002a --nas 192.0.2.1/bras1
        rollcall accounting search --address 203.0.113.7 --from 2026-03 --to 2026-03 --format csv

      A session is found where it was online at some time of the span. Exit status 1: there is none.
      """)

  @Option(help: "Only sessions on one address.")
  var address: IPv4Address?

  @Option(help: ArgumentHelp("Only those online at this time.", valueName: "time"))
  var at: String?

  @Option(help: ArgumentHelp("Only those of one user.", valueName: "name"))
  var user: String?

  @Option(help: ArgumentHelp("Only the session with this Acct-Session-Id.", valueName: "id"))
  var session: String?

  @Option(help: ArgumentHelp("Only those of one NAS, as the ledger names it.", valueName: "name"))
  var nas: String?

  @Option(help: ArgumentHelp("Only those of one client.", valueName: "name"))
  var client: String?

  @Option(
    help: ArgumentHelp("From when on: a time, a day, a month, or a span before now such as 7d.", valueName: "time"))
  var from: String?

  @Option(help: ArgumentHelp("Until when; a day or a month is counted too.", valueName: "time"))
  var to: String?

  @Option(help: ArgumentHelp("The newest so many.", valueName: "count"))
  var limit: Int = 1000

  @OptionGroup var zone: ZoneOptions
  @OptionGroup var options: ConfigurationOptions
  @OptionGroup var output: FormatOptions

  func validate() throws {
    if at != nil, from != nil || to != nil { throw ValidationError("Give --at, or --from and --to, not both.") }
    if limit < 1 { throw ValidationError("--limit is 1 or more.") }
    guard [address?.description, at, user, session, nas, client, from, to].contains(where: { $0 != nil }) else {
      throw ValidationError("Say what to look for: --address and --at, --user, --session, --nas, or --from and --to.")
    }
  }

  func run() async throws {
    try zone.use()
    var request = SearchRequest(limit: limit)
    (request.address, request.user, request.session) = (address, user, session)
    (request.nas, request.client) = (nas, client)
    let moment = try zone.bound(at, option: "--at", isEnd: false)
    request.from = try moment ?? zone.bound(from, option: "--from", isEnd: false)
    request.to = try moment ?? zone.bound(to, option: "--to", isEnd: true)
    let ledger = Ledger(try options.load())
    let records = try await ledger.ask(.search(request), as: [SessionRecord].self)
    let times = [request.from, request.to].compactMap(\.self) + records.flatMap { [$0.start, $0.stop ?? $0.lastSeen] }
    let offsets = zone.offsets(from: times.min() ?? Clock.wall, to: times.max() ?? Clock.wall)
    switch output.format {
    case .json: try JSONValue.show(records)
    case .csv: try Reports.records(records, zone: offsets).show(.csv)
    case .table:
      Terminal.show(try SearchText(records, request: request, at: moment, zone: offsets).text())
    }
    guard records.isEmpty else { return }
    if let address, let moment { try await tellWithoutAccounting(address, moment, ledger) }
    throw ExitCode(1)
  }

  /// A lease tells of an address too where no accounting does.
  private func tellWithoutAccounting(_ address: IPv4Address, _ time: Timestamp, _ ledger: Ledger) async throws {
    guard output.format == .table, time <= Clock.wall else { return }
    do {
      let story = try await ledger.ask(.explain(address, at: time), as: MomentStory.self)
      Terminal.show("\n" + MomentText(story, assumedZone: nil).text)
    } catch let failure as CommandFailure {
      Terminal.complain("rollcall: \(failure.message)")
    }
  }
}
