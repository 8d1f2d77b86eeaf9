import GRDB
import Storage

/// Copies the journal's log into its file on the fold's thread, so that no commit has to. It waits for nobody and holds
/// nobody up (SQLite's PASSIVE checkpoint).
final class JournalCheckpointer: Sendable {
  private let path: String
  private let queue: DatabaseQueue

  init(path: String) throws(StoreError) {
    self.path = path
    queue = try SQLiteConnection.writer(path, durability: .full, checkpointPages: 0)
  }

  func run() throws(StoreError) {
    try StoreError.mapping(path) {
      try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(PASSIVE)") }
    }
  }

  func close() throws(StoreError) { try StoreError.mapping(path) { try queue.close() } }
}
