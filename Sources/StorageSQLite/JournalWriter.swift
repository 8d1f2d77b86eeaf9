import GRDB
import Storage

/// The one connection that writes to the journal's file. Used under the store's lock only.
struct JournalWriter {
  /// Pages of 4 KiB in the log before a commit itself copies them. The fold copies earlier, on its own thread; this is
  /// for when it does not come to it.
  static let checkpointPages = 16_384

  private let path: String
  private var queue: DatabaseQueue
  private var insert: SQLiteStatement?
  /// The number of the next entry.
  private(set) var next: Int64
  /// An append failed in a way after which SQLite may not know what is on disk.
  private var isInDoubt = false
  let identity: String

  init(path: String) throws(StoreError) {
    self.path = path
    let queue = try SQLiteConnection.writer(path, durability: .full, checkpointPages: JournalWriter.checkpointPages)
    self.queue = queue
    (next, identity) = try StoreError.mapping(path) {
      try queue.writeWithoutTransaction { database in
        try JournalSchema.prepare(database, file: path)
        let last = try Int64.fetchOne(
          database, sql: "SELECT first + count FROM batch ORDER BY first DESC LIMIT 1")
        return (last ?? 1, try JournalSchema.identity(database))
      }
    }
  }

  /// Writes rows in one transaction with one sync. They follow those that are there.
  mutating func insert(_ rows: [JournalRow]) throws(StoreError) {
    guard let last = rows.last?.last else { return }
    if isInDoubt { try reopen() }
    do {
      let statement = try prepared()
      try StoreError.mapping(path) {
        try queue.writeWithoutTransaction { database in
          try database.inTransaction(.immediate) {
            for row in rows {
              statement.bind(1, row.first)
              statement.bind(2, Int64(row.count))
              statement.bind(3, row.time)
              statement.bind(4, row.octets)
              try statement.run()
            }
            return .commit
          }
        }
      }
    } catch {
      // A full disk leaves the connection as it was; after anything else nobody can be sure.
      isInDoubt = error.kind != .full
      throw error
    }
    next = last + 1
  }

  private mutating func prepared() throws(StoreError) -> SQLiteStatement {
    if let insert { return insert }
    let path = path
    let queue = queue
    let statement = try StoreError.mapping(path) {
      try queue.writeWithoutTransaction { database in
        try SQLiteStatement(
          database, "INSERT INTO batch(first, count, time, body) VALUES (?, ?, ?, ?)", file: path)
      }
    }
    insert = statement
    return statement
  }

  /// Opens the file anew, and takes out what a failed append may have left: nobody was told that it is there.
  private mutating func reopen() throws(StoreError) {
    insert = nil
    // Closing may fail for the reason that brought us here; the new connection stands on its own.
    try? queue.close()
    let queue = try SQLiteConnection.writer(path, durability: .full, checkpointPages: JournalWriter.checkpointPages)
    let next = next
    try StoreError.mapping(path) {
      try queue.writeWithoutTransaction { try $0.execute(sql: "DELETE FROM batch WHERE first >= ?", arguments: [next]) }
    }
    self.queue = queue
    isInDoubt = false
  }

  /// Runs `body` on the connection, in a transaction.
  func write<Result>(_ body: (Database) throws -> Result) throws(StoreError) -> Result {
    try StoreError.mapping(path) { try queue.write(body) }
  }

  /// Runs `body` on the connection, outside of any transaction.
  func inspect<Result>(_ body: (Database) throws -> Result) throws(StoreError) -> Result {
    try StoreError.mapping(path) { try queue.writeWithoutTransaction(body) }
  }

  mutating func close() throws(StoreError) {
    insert = nil
    try StoreError.mapping(path) { try queue.close() }
  }
}
