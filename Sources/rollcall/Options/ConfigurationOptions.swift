import ArgumentParser
import Configuration
import RADIUSDictionary

#if canImport(Glibc)
  import Glibc
#endif

/// `--config`, everywhere.
struct ConfigurationOptions: ParsableArguments {
  @Option(
    name: .customLong("config"),
    help: ArgumentHelp(
      "The configuration. Default: conf/rollcall.yaml, then /etc/rollcall/rollcall.yaml.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var path: String?

  /// Where a configuration is looked for when none is named.
  static let defaultPaths = ["conf/rollcall.yaml", "/etc/rollcall/rollcall.yaml"]

  /// The file that counts.
  func resolvedPath() throws(CommandFailure) -> String {
    if let path { return path }
    guard let found = ConfigurationOptions.defaultPaths.first(where: { access($0, F_OK) == 0 }) else {
      throw .usage(
        "no configuration: neither \(ConfigurationOptions.defaultPaths.joined(separator: " nor ")) is there; name one "
          + "with --config FILE")
    }
    return found
  }

  func load() throws(CommandFailure) -> ServerConfiguration {
    let path = try resolvedPath()
    do { return try ServerConfiguration.load(path: path) } catch { throw CommandFailure(error) }
  }
}

extension AttributeDictionary {
  /// The dictionary at `path`, or a failure that says what is wrong with it.
  static func open(_ path: String) throws(CommandFailure) -> AttributeDictionary {
    do { return try load(path: path) } catch { throw .usage("\(error)") }
  }
}
