import AddressPool
import ArgumentParser
import Authentication
import Configuration
import Console
import NetworkAddress
import RADIUSDictionary

struct UsersAddCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Append a user to the users file.",
    discussion: """
      The password is asked for, or is the first line of standard input. A running server takes the new user up at \
      `rollcall reload`.

      EXAMPLES
        rollcall users add alice
        rollcall users add alice --pool main --method nt      # so that MS-CHAP works
        rollcall users add router --address 10.64.0.9 < password-file
      """)

  @Argument(help: "The user's name.")
  var name: String

  @Option(help: "How to keep the password.")
  var method: PasswordMethod = .yescrypt

  @Option(help: ArgumentHelp("The pool of the user's addresses.", valueName: "name"))
  var pool: String?

  @Option(help: "The user's static address.")
  var address: IPv4Address?

  @Option(help: ArgumentHelp("How many sessions the user may have at once.", valueName: "sessions"))
  var simultaneousUse: Int?

  @OptionGroup var options: ConfigurationOptions

  func validate() throws {
    if let simultaneousUse, simultaneousUse < 1 { throw ValidationError("--simultaneous-use is 1 or more.") }
  }

  func run() async throws {
    let configuration = try options.load()
    let dictionary = try AttributeDictionary.open(configuration.dictionaryPath)
    let store = try UserStore.open(configuration.usersPath, dictionary: dictionary)
    try refuseDuplicates(store)
    if let pool, !configuration.pools.contains(where: { $0.name == pool }) {
      throw CommandFailure.wrong("no pool is named `\(pool)`")
    }
    let password = try Terminal.readPassword(prompt: "Password of \(name): ", isNew: true)
    do {
      let entry = UserEntry(
        name: name, method: method, storedPassword: try PasswordHash.make(password, method: method), pool: pool,
        address: address, simultaneousUse: simultaneousUse)
      try UsersFileEditor(path: configuration.usersPath).append(try entry.text()) { old, new in
        // What another editor added meanwhile counts too, and a file that no longer reads is never put in place.
        try refuseDuplicates(try parse(old, configuration, dictionary))
        _ = try parse(new, configuration, dictionary)
      }
    } catch let error as UsersEditError {
      throw CommandFailure.wrong("\(error)")
    }
    Terminal.show("Added \(name) to \(configuration.usersPath). A running server takes it up at `rollcall reload`.\n")
  }

  private func refuseDuplicates(_ store: UserStore) throws {
    if let found = store.users.first(where: { $0.name == name }) {
      throw CommandFailure.wrong("`\(name)` is in the users file already, at \(found.file):\(found.line)")
    }
    if let address, let owner = store.staticAddresses.first(where: { $0.address == address }) {
      throw CommandFailure.wrong("\(address) is the static address of `\(owner.user)` already")
    }
  }

  private func parse(
    _ text: String, _ configuration: ServerConfiguration, _ dictionary: AttributeDictionary
  ) throws -> UserStore {
    do {
      return try UserStore.parse(text, file: configuration.usersPath, dictionary: dictionary)
    } catch { throw CommandFailure.wrong("\(error)") }
  }
}
