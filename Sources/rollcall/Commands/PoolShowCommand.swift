import AddressPool
import Admin
import ArgumentParser
import Configuration
import Console

struct PoolShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "The addresses of a pool that are not free.",
    discussion: """
      EXAMPLES
        rollcall pool show main
        rollcall pool show main --all          # the free ones too
      """)

  @Argument(help: "The pool's name; not needed where there is only one.")
  var pool: String?

  @Flag(help: "Show the free addresses too.")
  var all = false

  @OptionGroup var options: ConfigurationOptions
  @OptionGroup var output: FormatOptions

  func run() async throws {
    let configuration = try options.load()
    let name = try pool ?? soleName(configuration)
    let request = ControlRequest.show(pool: name, includesFree: all)
    let addresses = try await Ledger(configuration).ask(request, as: [PoolAddress].self)
    try Reports.addresses(addresses, pool: name).show(output.format)
  }

  private func soleName(_ configuration: ServerConfiguration) throws -> String {
    guard configuration.pools.count == 1, let only = configuration.pools.first else {
      let names = configuration.pools.map(\.name).joined(separator: ", ")
      throw CommandFailure.usage("name one of the pools: \(names)")
    }
    return only.name
  }
}
