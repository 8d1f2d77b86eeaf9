import GRDB
import Storage

/// The journal's file: one row to a commit, and the few things that cannot be folded out of anything.
enum JournalSchema {
  static let version = 1

  static func prepare(_ database: Database, file: String) throws {
    let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard found <= version else {
      throw StoreError(
        .incompatible, "\(file) has version \(found), which a newer Rollcall wrote; run that one or a newer one")
    }
    guard found == 0 else { return }
    try database.inTransaction(.immediate) {
      try database.execute(
        sql: """
          CREATE TABLE IF NOT EXISTS batch(
            first INTEGER PRIMARY KEY, count INTEGER NOT NULL, time INTEGER NOT NULL, body BLOB NOT NULL);
          CREATE TABLE IF NOT EXISTS tokenkey(
            sequence INTEGER PRIMARY KEY AUTOINCREMENT, number INTEGER NOT NULL, bytes BLOB NOT NULL);
          CREATE TABLE IF NOT EXISTS identity(bytes BLOB NOT NULL);
          INSERT INTO identity(bytes) VALUES (randomblob(16));
          PRAGMA user_version = \(version);
          """)
      return .commit
    }
  }

  /// Names the journal, so that derived tables of another one are noticed. Hex digits.
  static func identity(_ database: Database) throws -> String {
    try String.fetchOne(database, sql: "SELECT lower(hex(bytes)) FROM identity") ?? ""
  }
}
