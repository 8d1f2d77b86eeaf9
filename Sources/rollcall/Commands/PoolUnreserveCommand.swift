import Admin
import ArgumentParser
import Console
import NetworkAddress

struct PoolUnreserveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unreserve",
    abstract: "Give a reserved address back to its pool.",
    discussion: """
      A user's static address is reserved by the users file, and given back there.

      EXAMPLE
        rollcall pool unreserve 10.64.0.17 --reason "printer is gone"
      """)

  @OptionGroup var change: ChangeOptions

  func run() async throws { try await change.perform(.poolUnreserve) }
}
