import Admin
import ArgumentParser
import Console

struct PoolListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "How many addresses of each pool are in each state.",
    discussion: """
      EXAMPLES
        rollcall pool list
        rollcall pool list --format json | jq '.[] | select(.free == 0) | .pool'
      """)

  @OptionGroup var options: ConfigurationOptions
  @OptionGroup var output: FormatOptions

  func run() async throws {
    let pools = try await Ledger(options.load()).ask(ControlRequest(.poolList), as: [PoolSummary].self)
    try Reports.pools(pools).show(output.format)
  }
}
