package import AccountingLog
package import AddressPool
package import ServerCore

/// Everything that `rollcall.yaml` says, checked, with defaults filled in and every path ready to be opened.
///
/// A value of this type is consistent: names are unique, pools do not overlap, every client has a secret. What is odd
/// but allowed stands in ``warnings``.
package struct ServerConfiguration: Equatable, Sendable {
  /// The file it was read from.
  package var file: String
  package var listen = ListenConfiguration()
  /// Where the control socket is made.
  package var controlPath: String
  package var storage: StorageConfiguration
  /// The top dictionary file.
  package var dictionaryPath: String
  /// The users file.
  package var usersPath: String
  /// How long an Access-Reject is held back.
  package var rejectDelay: Duration = .seconds(1)
  /// Whether accepts and rejects are recorded.
  package var recordsDecisions = true
  /// In the order of the file.
  package var clients: [ClientDefinition] = []
  /// In the order of the file, which is the order in which a pool is looked for.
  package var pools: [PoolDefinition] = []
  /// Files that accounting records are written into as well, in the order of the file.
  package var accountingLogs: [LogDefinition] = []
  /// How long the store keeps what.
  package var retention = RetentionConfiguration()
  package var log = LogConfiguration()
  package var debug = DebugConfiguration()
  package var limits = LimitsConfiguration()
  /// What is allowed but worth a look, in the order of the file.
  package var warnings: [ConfigurationIssue] = []

  /// What an empty file means: the defaults.
  init(file: String, folder: String) {
    self.file = file
    controlPath = PathText.resolve("../var/rollcall.sock", in: folder)
    storage = .sqlite(path: PathText.resolve("../var/rollcall.db", in: folder))
    dictionaryPath = PathText.resolve("../dictionaries/dictionary", in: folder)
    usersPath = PathText.resolve("users", in: folder)
  }
}
