import Admin
import ArgumentParser
import Console
import NetworkAddress

struct PoolReserveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reserve",
    abstract: "Take an address out of its pool.",
    discussion: """
      At once when it is free, else as soon as its holder is gone. The ledger keeps who did it and why.

      EXAMPLE
        rollcall pool reserve 10.64.0.17 --reason "for the new printer"
      """)

  @OptionGroup var change: ChangeOptions

  func run() async throws { try await change.perform(.poolReserve) }
}
