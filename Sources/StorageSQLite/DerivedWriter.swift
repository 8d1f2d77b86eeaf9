import GRDB
import Storage

/// The fold: the one connection that writes derived tables. Used under the store's fold lock only.
struct DerivedWriter {
  private let path: String
  let queue: DatabaseQueue
  private var statements: DerivedStatements?
  /// The last entry that was folded.
  private(set) var cursor: Int64

  /// `queue` holds prepared tables.
  init(path: String, queue: DatabaseQueue) throws(StoreError) {
    self.path = path
    self.queue = queue
    (statements, cursor) = try StoreError.mapping(path) {
      try queue.writeWithoutTransaction { database in
        let statements = try DerivedStatements(database, file: path)
        return (statements, try SQLiteTables(statements, file: path).cursor)
      }
    }
  }

  /// Folds whole rows of the journal until `limit` entries are reached. Returns how many it folded.
  mutating func fold(_ journal: JournalReader, limit: Int) throws(StoreError) -> Int {
    guard let statements else { throw StoreError(.closed, "\(path) is closed") }
    var folded = 0
    var last = cursor
    var isDone = false
    // What a transaction that failed has named is not in the table.
    defer { if !isDone { statements.names.forget() } }
    try StoreError.mapping(path) {
      try queue.writeWithoutTransaction { database in
        try database.inTransaction(.immediate) {
          var tables = try SQLiteTables(statements, file: path)
          try journal.entries(after: tables.cursor, limit: limit) { item in
            try DerivedFold.apply(item, to: &tables)
            last = Int64(item.position.rawValue)
            folded += 1
          }
          guard folded > 0 else { return .rollback }
          try tables.flush(cursor: last)
          return .commit
        }
      }
    }
    isDone = true
    cursor = last
    return folded
  }

  /// Empties the derived tables: the next fold begins with the first entry that the journal still has.
  mutating func empty(identity: String, cut: JournalCut) throws(StoreError) {
    statements = nil
    statements = try StoreError.mapping(path) {
      try queue.writeWithoutTransaction { database in
        try DerivedSchema.make(database, file: path, identity: identity, cut: cut)
        return try DerivedStatements(database, file: path)
      }
    }
    cursor = Int64(bitPattern: cut.position.rawValue)
  }

  /// Lets go of the statements: nothing can be folded any more, and the connection can be closed.
  mutating func release() { statements = nil }

  mutating func close() throws(StoreError) {
    release()
    try StoreError.mapping(path) { try queue.close() }
  }
}
