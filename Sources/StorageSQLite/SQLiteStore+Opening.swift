import GRDB
import Storage

extension SQLiteStore {
  /// The derived file where it tells all that the journal holds, else its copy in memory.
  static func readingQueue(
    _ files: StoreFiles, identity: String, end: Int64, cut: JournalCut
  ) throws(StoreError) -> DatabaseQueue {
    try StoreError.mapping(files.derived) {
      let memory = try DatabaseQueue()
      if StoreFiles.exists(files.derived) {
        let queue = try SQLiteConnection.reader(files.derived)
        let cursor = try queue.read { database -> Int64? in
          // What an older Rollcall folded is folded anew.
          let isOlder = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0 < DerivedSchema.version
          return isOlder ? nil : try Int64.fetchOne(database, sql: "SELECT position FROM cursor")
        }
        if let cursor {
          if cursor > end { throw StoreError(aheadOfJournal: files) }
          if cursor == end {
            try queue.read {
              try DerivedSchema.prepare($0, file: files.derived, journal: files.journal, identity: identity, cut: cut)
            }
            return queue
          }
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
  /// The derived tables know entries that the journal lacks.
  init(aheadOfJournal files: StoreFiles) {
    self.init(
      .incompatible,
      "\(files.derived) knows more than \(files.journal): that file is an older copy; bring the newest one back, or move "
        + "\(files.derived) away to go on with the older one")
  }
}
