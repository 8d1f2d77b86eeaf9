import AddressPool
import ArgumentParser
import Authentication
import Configuration
import Console
import NetworkAddress
import RADIUSCrypto
import RADIUSDictionary

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Read configuration, dictionary and users, and say what is wrong.",
    discussion: """
      Nothing is opened or changed. Exit status 0 when a server could start with it, 2 when not. Warnings go to \
      standard error.

      EXAMPLES
        rollcall check
        rollcall check --config new.yaml --resolved   # every setting with the value in force
      """)

  @Flag(help: "Print every setting with the value in force, secrets left out.")
  var resolved = false

  @OptionGroup var options: ConfigurationOptions
  @OptionGroup var output: FormatOptions

  func run() async throws {
    let configuration = try options.load()
    let dictionary = try AttributeDictionary.open(configuration.dictionaryPath)
    let users = try UserStore.open(configuration.usersPath, dictionary: dictionary)
    let warnings = warnings(configuration, users)
    for warning in warnings { Terminal.complain("warning: \(warning)") }
    if resolved { return Terminal.show(configuration.resolvedView) }
    let counts = dictionary.counts
    let report = CheckReport(
      configuration: configuration.file,
      listen: (configuration.listen.authentication + configuration.listen.accounting).map(\.description),
      clients: configuration.clients.count,
      pools: configuration.pools.map { CheckReport.Pool(pool: $0.name, size: PoolSpace($0).size) },
      users: users.users.count,
      dictionary: CheckReport.Dictionary(
        attributes: counts.attributes, values: counts.values, vendors: counts.vendors),
      warnings: warnings)
    switch output.format {
    case .table: Terminal.show(report.text)
    case .json: try JSONValue.show(report)
    case .csv: Terminal.show(report.csv)
    }
  }

  private func warnings(_ configuration: ServerConfiguration, _ users: UserStore) -> [String] {
    var warnings = configuration.warnings.map(\.description) + users.warnings.map(\.description)
    let pools = Set(configuration.pools.map(\.name))
    for user in users.users {
      guard let pool = user.poolName, pool != "none", !pools.contains(pool) else { continue }
      warnings.append(
        "\(user.file):\(user.line): Pool-Name `\(pool)` of `\(user.name)` is no pool of the configuration; name one of "
          + pools.sorted().joined(separator: ", "))
    }
    let holders = Dictionary(grouping: users.staticAddresses, by: \.address)
    for (address, owners) in holders.sorted(by: { $0.key < $1.key }) {
      let names = Set(owners.map(\.user)).sorted()
      guard names.count > 1 else { continue }
      warnings.append(
        "\(configuration.usersPath): \(address) is the static address of \(names.joined(separator: " and ")); give each "
          + "user one of its own")
    }
    if let message = LegacyProvider.message { warnings.append(message) }
    return warnings
  }
}

extension UserStore {
  /// The users file at `path`, or a failure that says what is wrong with it.
  static func open(_ path: String, dictionary: AttributeDictionary) throws(CommandFailure) -> UserStore {
    do { return try load(path: path, dictionary: dictionary) } catch { throw .usage("\(error)") }
  }
}
