import GRDB
import Storage

extension SQLiteStore {
  /// The derived file where it tells all that the journal holds or is larger than `copyMax`, else its copy in memory.
  static func readingQueue(
    _ files: StoreFiles, identity: String, end: Int64, cut: JournalCut, copyMax: Int
  ) throws(StoreError) -> DatabaseQueue {
    try StoreError.mapping(files.derived) {
      let memory = try DatabaseQueue()
      if StoreFiles.exists(files.derived) {
        let queue = try SQLiteConnection.reader(files.derived)
        let (version, cursor, size) = try queue.read { database in
          let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
          let size = try Int.fetchOne(
            database, sql: "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
          // A file without our tables has no cursor.
          return (
            version, version == 0 ? nil : try Int64.fetchOne(database, sql: "SELECT position FROM cursor"), size ?? 0
          )
        }
        if let cursor {
          if cursor > end { throw StoreError(aheadOfJournal: files) }
          if version >= DerivedSchema.version, cursor == end || size > copyMax {
            try queue.read {
              try DerivedSchema.prepare($0, file: files.derived, journal: files.journal, identity: identity, cut: cut)
            }
            return queue
          }
          guard size <= copyMax else { throw StoreError(olderTables: files) }
          try queue.backup(to: memory)
        }
        try queue.close()
      }
      try prepare(memory, files, identity: identity, cut: cut)
      return memory
    }
  }

  static func prepare(
    _ queue: DatabaseQueue, _ files: StoreFiles, identity: String, cut: JournalCut
  ) throws(StoreError) {
    try StoreError.mapping(files.derived) {
      try queue.writeWithoutTransaction {
        try DerivedSchema.prepare($0, file: files.derived, journal: files.journal, identity: identity, cut: cut)
      }
    }
  }
}

extension StoreError {
  /// The derived tables are of an older Rollcall, and too large to be brought up to date in memory.
  fileprivate init(olderTables files: StoreFiles) {
    self.init(
      .incompatible,
      "\(files.derived) was written by an older Rollcall; start the server once, which brings its tables up to date")
  }

  /// The derived tables know entries that the journal lacks.
  init(aheadOfJournal files: StoreFiles) {
    self.init(
      .incompatible,
      "\(files.derived) knows more than \(files.journal): that file is an older copy; bring the newest one back, or move "
        + "\(files.derived) away to go on with the older one")
  }
}
