import GRDB
import Storage

/// How the store opens its connections.
package enum SQLiteConnection {
  enum Durability: String {
    /// Each commit is on disk when it returns.
    case full = "FULL"
    /// The file stays whole through a power failure, and may lose its last commits: for what can be folded anew.
    case normal = "NORMAL"
  }

  /// Seconds that a connection waits for another's lock, such as that of somebody's own query in a shell.
  static let busySeconds = 5.0

  /// A connection that writes, in WAL mode.
  static func writer(_ path: String, durability: Durability, checkpointPages: Int) throws(StoreError) -> DatabaseQueue {
    try StoreError.mapping(path) {
      let queue = try DatabaseQueue(path: path, configuration: configuration(label: path))
      try queue.writeWithoutTransaction { database in
        let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
        guard mode == "wal" else {
          throw StoreError(
            .inputOutput,
            "\(path) cannot have a write-ahead log (SQLite keeps to \(mode ?? "nothing")); put it on a local disk")
        }
        // After WAL, for turning that on may lower it.
        try database.execute(sql: "PRAGMA synchronous = \(durability.rawValue)")
        try database.execute(sql: "PRAGMA wal_autocheckpoint = \(checkpointPages)")
        // What a large log is cut to once it is copied.
        try database.execute(sql: "PRAGMA journal_size_limit = 67108864")
      }
      return queue
    }
  }

  /// Gives the fold room for the ends of all its indexes: a session touches one page of each.
  static func enlargeCache(of queue: DatabaseQueue, _ path: String, to kilobytes: Int) throws(StoreError) {
    try StoreError.mapping(path) {
      try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA cache_size = -\(kilobytes)") }
    }
  }

  /// KiB; SQLite takes what it needs. Eight times as much folds no faster: what it lets go of, the system still has in memory.
  package static let foldCache = 8_192

  /// A connection that reads, beside whoever writes.
  static func reader(_ path: String) throws(StoreError) -> DatabaseQueue {
    try StoreError.mapping(path) {
      var configuration = configuration(label: path)
      configuration.readonly = true
      return try DatabaseQueue(path: path, configuration: configuration)
    }
  }

  private static func configuration(label: String) -> Configuration {
    var configuration = Configuration()
    configuration.label = label
    configuration.busyMode = .timeout(busySeconds)
    return configuration
  }
}
