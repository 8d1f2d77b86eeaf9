import Admin
import ArgumentParser
import Console
import NetworkAddress

struct PoolExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "The story of an address: where it is, why, and when it is free at the latest.",
    discussion: """
      EXAMPLES
        rollcall pool explain 10.64.0.17
        rollcall pool explain --user alice
        rollcall pool explain 10.64.0.17 --format json | jq '.history[-1]'
      """)

  @Argument(help: "The address.")
  var address: IPv4Address?

  @Option(help: ArgumentHelp("Explain the addresses that a user holds, or held last.", valueName: "name"))
  var user: String?

  @Option(help: ArgumentHelp("Show only the last so many entries of the ledger.", valueName: "entries"))
  var limit: Int?

  @OptionGroup var options: ConfigurationOptions
  @OptionGroup var output: FormatOptions

  func validate() throws {
    guard (address == nil) != (user == nil) else { throw ValidationError("Give an address, or --user NAME.") }
    if let limit, limit < 1 { throw ValidationError("--limit is 1 or more.") }
  }

  func run() async throws {
    let request = address.map { ControlRequest(.poolExplain, address: $0) } ?? .explain(user: user ?? "")
    var explanations = try await Ledger(options.load()).ask(request, as: [AddressExplanation].self)
    let now = Clock.wall
    if output.format == .table {
      let stories = explanations.map { AddressStory($0, now: now, limit: limit).text }
      return Terminal.show(stories.joined(separator: "\n"))
    }
    if let limit {
      for index in explanations.indices { explanations[index].history = explanations[index].history.suffix(limit) }
    }
    if output.format == .csv { return try Reports.history(explanations.flatMap(\.history)).show(.csv) }
    if address != nil, let only = explanations.first { return try JSONValue.show(only) }
    try JSONValue.show(explanations)
  }
}
