import AddressPool
import GRDB
import Storage

/// The fold: the one connection that writes derived tables. Used under the store's fold lock only.
struct DerivedWriter {
  private let path: String
  let queue: DatabaseQueue
  private var statements: DerivedStatements?
  /// The last entry that was folded.
  private(set) var cursor: Int64

  /// Rows that earlier batches had in hand; nil: they are read anew.
  private var tables: SQLiteTables?

  /// `queue` holds prepared tables.
  init(path: String, queue: DatabaseQueue) throws(StoreError) {
    self.path = path
    self.queue = queue
    (statements, tables) = try StoreError.mapping(path) {
      try queue.writeWithoutTransaction { database in
        let statements = try DerivedStatements(database, file: path)
        return (statements, try SQLiteTables(statements, file: path))
      }
    }
    cursor = tables?.cursor ?? 0
  }

  /// Folds whole rows of the journal until `limit` entries are reached. Returns how many it folded.
  mutating func fold(_ journal: JournalReader, limit: Int) throws(StoreError) -> Int {
    guard let statements else { throw StoreError(.closed, "\(path) is closed") }
    // Held by nobody else while it changes, or all of it would be copied.
    var batch = tables
    tables = nil
    var folded = 0
    do throws(StoreError) {
      try StoreError.mapping(path) {
        try queue.writeWithoutTransaction { database in
          try database.inTransaction(.immediate) {
            if batch == nil { batch = try SQLiteTables(statements, file: path) }
            var last = batch!.cursor
            try journal.entries(after: last, limit: limit) { item in
              try DerivedFold.apply(item, to: &batch!)
              last = Int64(item.position.rawValue)
              folded += 1
            }
            guard folded > 0 else { return .rollback }
            try batch!.flush(cursor: last)
            return .commit
          }
        }
      }
    } catch {
      forgetRows()
      throw error
    }
    batch?.beginAnew()
    cursor = batch?.cursor ?? cursor
    tables = batch
    return folded
  }

  /// Forgets what the tables hold: somebody else has changed them, or what was written was taken back.
  mutating func forgetRows() {
    tables = nil
    statements?.names.forget()
  }

  /// Empties the derived tables: the next fold begins with the first entry that the journal still has.
  mutating func empty(identity: String, cut: JournalCut) throws(StoreError) {
    release()
    statements = try StoreError.mapping(path) {
      try queue.writeWithoutTransaction { database in
        try DerivedSchema.make(database, file: path, identity: identity, cut: cut)
        return try DerivedStatements(database, file: path)
      }
    }
    cursor = Int64(bitPattern: cut.position.rawValue)
  }

  /// Puts other leases in the place of the whole table.
  mutating func replaceLeases(by leases: [Lease]) throws(StoreError) {
    guard let statements else { throw StoreError(.closed, "\(path) is closed") }
    forgetRows()
    try StoreError.mapping(path) {
      try queue.writeWithoutTransaction { database in
        try database.inTransaction(.immediate) {
          try database.execute(sql: "DELETE FROM lease")
          for lease in leases {
            LeaseRow.bind(lease, to: statements.putLease)
            try statements.putLease.run()
          }
          return .commit
        }
      }
    }
  }

  /// Lets go of the statements: nothing can be folded any more, and the connection can be closed.
  mutating func release() {
    tables = nil
    statements = nil
  }

  mutating func close() throws(StoreError) {
    release()
    try StoreError.mapping(path) { try queue.close() }
  }
}
