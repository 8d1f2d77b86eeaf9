import ArgumentParser
import Authentication
import Configuration
import Console
import NetworkAddress
import RADIUSDictionary

struct UsersListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "The entries of the users file, without their passwords.",
    discussion: """
      EXAMPLES
        rollcall users list
        rollcall users list --format csv
      """)

  @OptionGroup var options: ConfigurationOptions
  @OptionGroup var output: FormatOptions

  func run() async throws {
    let configuration = try options.load()
    let dictionary = try AttributeDictionary.open(configuration.dictionaryPath)
    let store = try UserStore.open(configuration.usersPath, dictionary: dictionary)
    let rows = store.users.map { user in
      UserRow(
        user: user.name, passwords: user.passwordKinds, authType: user.authType, pool: user.poolName,
        address: user.framedIPAddress?.description, file: user.file, line: user.line)
    }
    try Reports.users(rows).show(output.format)
  }
}
