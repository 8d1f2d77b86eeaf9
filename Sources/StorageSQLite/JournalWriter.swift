import Accounting
import AddressPool
import GRDB
import Storage
import Timebase

/// The one connection that appends to the journal. Used under the store's lock only.
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

  /// Writes entries in one transaction with one sync.
  mutating func append(_ entries: [JournalEntry]) throws(StoreError) {
    guard let time = entries.last?.time else { return }
    if isInDoubt { try reopen() }
    let bodies = JournalCodec.encode(entries)
    do {
      let statement = try prepared()
      let first = next
      try StoreError.mapping(path) {
        try queue.writeWithoutTransaction { database in
          if bodies.count == 1 {
            try JournalWriter.insert(bodies, at: first, time: time, statement)
          } else {
            try database.inTransaction(.immediate) {
              try JournalWriter.insert(bodies, at: first, time: time, statement)
              return .commit
            }
          }
        }
      }
    } catch {
      // A full disk leaves the connection as it was; after anything else nobody can be sure.
      isInDoubt = error.kind != .full
      throw error
    }
    next += Int64(entries.count)
  }

  private static func insert(
    _ bodies: [JournalCodec.Body], at first: Int64, time: Timestamp, _ statement: SQLiteStatement
  ) throws(StoreError) {
    var first = first
    for body in bodies {
      statement.bind(1, first)
      statement.bind(2, Int64(body.count))
      statement.bind(3, time.milliseconds)
      statement.bind(4, body.octets)
      try statement.run()
      first += Int64(body.count)
    }
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

extension JournalEntry {
  /// When it happened, for people who look at the file.
  fileprivate var time: Timestamp {
    switch self {
    case .transition(let transition): transition.time
    case .accounting(let record): record.arrival
    case .authentication(let record): record.time
    case .sharedPort(let shared): shared.time
    }
  }
}
