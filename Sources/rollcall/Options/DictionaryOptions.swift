import ArgumentParser
import Configuration
import RADIUSDictionary

#if canImport(Glibc)
  import Glibc
#endif

/// The dictionary of commands that work without a server's configuration too.
struct DictionaryOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The dictionary. Default: the configuration's, else the one installed.", valueName: "file"),
    completion: .file())
  var dictionary: String?

  @OptionGroup var configuration: ConfigurationOptions

  /// Where a dictionary is looked for when there is no configuration that this user can read.
  private static let defaultPaths = [
    "dictionaries/dictionary", "/usr/share/rollcall/dictionaries/dictionary", "/usr/share/freeradius/dictionary",
  ]

  func load() throws(CommandFailure) -> AttributeDictionary {
    if let dictionary { return try .open(dictionary) }
    if configuration.path != nil { return try .open(configuration.load().dictionaryPath) }
    if let found = try? configuration.load() { return try .open(found.dictionaryPath) }
    guard let path = DictionaryOptions.defaultPaths.first(where: { access($0, R_OK) == 0 }) else {
      throw .usage("no dictionary is found; name one with --dictionary FILE")
    }
    return try .open(path)
  }
}
