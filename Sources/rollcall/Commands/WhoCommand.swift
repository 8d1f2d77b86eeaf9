import Admin
import ArgumentParser
import Console
import Timebase

struct WhoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "who",
    abstract: "Who is online, in the shape of radwho.",
    discussion: """
      What accounting tells; `rollcall sessions` tells what the leases do.

      EXAMPLES
        rollcall who
        rollcall who alice
      """)

  @Argument(help: "Only this user.")
  var user: String?

  @OptionGroup var zone: ZoneOptions
  @OptionGroup var options: ConfigurationOptions
  @OptionGroup var output: FormatOptions

  func run() async throws {
    try zone.use()
    var request = SearchRequest(limit: .max)
    request.user = user
    request.isOpen = true
    let records = try await Ledger(options.load()).ask(.search(request), as: [SessionRecord].self)
    let offsets = zone.offsets(from: records.map(\.start).min() ?? Clock.wall, to: Clock.wall)
    switch output.format {
    case .json: try JSONValue.show(records)
    case .csv: try Reports.records(records, zone: offsets).show(.csv)
    case .table: Terminal.show(LoginText(zone: offsets).who(records.reversed()))
    }
  }
}
