extension ServerConfiguration {
  /// A configuration of 10,000 clients takes about 2 MiB.
  private static let fileSizeMax = 64 << 20

  /// Reads and checks a configuration file, and the secret files that it names.
  ///
  /// The users file, the dictionary and the database are not opened.
  ///
  /// - Throws: all faults found, not only the first.
  package static func load(path: String) throws(ConfigurationErrors) -> ServerConfiguration {
    let content: FileText
    do throws(FileText.Problem) {
      content = try FileText(path: path, octetsMax: fileSizeMax)
    } catch {
      throw ConfigurationErrors(errors: [
        ConfigurationIssue(file: path, line: 1, key: "", problem: error.problem, remedy: error.remedy)
      ])
    }
    // Repaired text would be accepted with another secret than the one in the file.
    guard let text = String(validating: content.octets, as: UTF8.self) else {
      let lines = content.octets.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      let line = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
      throw ConfigurationErrors(errors: [
        ConfigurationIssue(
          file: path, line: line + 1, key: "", problem: "is not UTF-8 text", remedy: "save the file as UTF-8")
      ])
    }
    return try read(text, file: path, isReadableByOthers: content.mode & 0o004 != 0)
  }

  /// Checks the text of a configuration.
  ///
  /// - Parameters:
  ///   - file: its name for messages; relative paths in the text are relative to its folder.
  ///   - isReadableByOthers: whether a secret in the text deserves a warning.
  /// - Throws: all faults found, not only the first.
  package static func read(
    _ text: String, file: String, isReadableByOthers: Bool
  ) throws(ConfigurationErrors) -> ServerConfiguration {
    var reader = ConfigurationReader(file: file, isReadableByOthers: isReadableByOthers)
    let root = try SyntaxTree.root(of: text, file: file)
    let configuration = reader.server(root)
    let warnings = reader.warnings.sorted { $0.line < $1.line }
    guard reader.errors.isEmpty, var configuration else {
      throw ConfigurationErrors(errors: reader.errors.sorted { $0.line < $1.line }, warnings: warnings)
    }
    configuration.warnings = warnings
    return configuration
  }
}

extension ConfigurationReader {
  private static let keys = [
    "listen", "control", "storage", "dictionary", "users", "reject-delay", "record-decisions", "clients", "pools",
    "accounting-logs", "retention", "log", "debug", "limits",
  ]

  /// The whole file; nil when it is no group of keys.
  fileprivate mutating func server(_ root: Field) -> ServerConfiguration? {
    guard let section = section(root, known: Self.keys) else { return nil }
    var configuration = ServerConfiguration(file: file, folder: folder)
    configuration.listen = value(section, "listen", default: configuration.listen) { $0.listen($1) }
    configuration.controlPath = value(section, "control", default: configuration.controlPath) { $0.control($1) }
    configuration.storage = value(section, "storage", default: configuration.storage) {
      $0.storage($1, default: configuration.storage)
    }
    configuration.dictionaryPath = value(section, "dictionary", default: configuration.dictionaryPath) {
      $0.path($1, expected: "the path of the top dictionary file")
    }
    configuration.usersPath = value(section, "users", default: configuration.usersPath) {
      $0.path($1, expected: "the path of the users file")
    }
    configuration.rejectDelay = value(section, "reject-delay", default: configuration.rejectDelay) {
      $0.duration($1, in: 0...10_000).map { .milliseconds($0) }
    }
    configuration.recordsDecisions = value(section, "record-decisions", default: configuration.recordsDecisions) {
      $0.boolean($1)
    }
    var names: Set<String> = []
    if let field = section["clients"] { (configuration.clients, names) = clients(field) }
    if section["clients"] == nil || names.isEmpty && errors.isEmpty {
      warning(
        section["clients"]?.line ?? section.line, "clients", "no client is named, so that every packet is dropped",
        "write `clients:` and a list")
    }
    configuration.pools = section["pools"].map { pools($0, clientNames: names) } ?? []
    configuration.accountingLogs = section["accounting-logs"].map { accountingLogs($0) } ?? []
    configuration.retention = section["retention"].map { retention($0) } ?? configuration.retention
    configuration.log = value(section, "log", default: configuration.log) { $0.log($1) }
    configuration.debug = value(section, "debug", default: configuration.debug) { $0.debug($1) }
    configuration.limits = value(section, "limits", default: configuration.limits) { $0.limits($1) }
    return configuration
  }
}
