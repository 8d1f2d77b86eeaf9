import Admin
import ArgumentParser
import Console
import Timebase

struct LastCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "last",
    abstract: "The last sessions, newest first, in the shape of radlast.",
    discussion: """
      `lost`: no Stop told of the end.

      EXAMPLES
        rollcall last
        rollcall last -n 5 alice
      """)

  @Argument(help: "Only this user.")
  var user: String?

  @Option(name: .shortAndLong, help: ArgumentHelp("How many.", valueName: "count"))
  var number: Int = 50

  @OptionGroup var zone: ZoneOptions
  @OptionGroup var options: ConfigurationOptions
  @OptionGroup var output: FormatOptions

  func validate() throws { if number < 1 { throw ValidationError("--number is 1 or more.") } }

  func run() async throws {
    try zone.use()
    var request = SearchRequest(limit: number)
    request.user = user
    let records = try await Ledger(options.load()).ask(.search(request), as: [SessionRecord].self)
    let offsets = zone.offsets(from: records.map(\.start).min() ?? Clock.wall, to: Clock.wall)
    switch output.format {
    case .json: try JSONValue.show(records)
    case .csv: try Reports.records(records, zone: offsets).show(.csv)
    case .table: Terminal.show(LoginText(zone: offsets).last(records))
    }
  }
}
