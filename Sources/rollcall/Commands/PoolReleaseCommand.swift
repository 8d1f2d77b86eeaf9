import Admin
import ArgumentParser
import Console
import NetworkAddress

struct PoolReleaseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "release",
    abstract: "End the holding of an address, whoever has it.",
    discussion: """
      The session itself is not ended: its NAS may still use the address until it disconnects. The ledger keeps who did it and why.

      EXAMPLE
        rollcall pool release 10.64.0.17 --reason "modem replaced"
      """)

  @OptionGroup var change: ChangeOptions

  func run() async throws { try await change.perform(.poolRelease) }
}
