import GRDB
import Storage

/// The journal's file: one row to a commit, and the few things that cannot be folded out of anything.
enum JournalSchema {
  /// 2: cursors, and what stands for the part of the journal that was cut off.
  static let version = 2

  static func prepare(_ database: Database, file: String) throws {
    let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard found <= version else {
      throw StoreError(
        .incompatible, "\(file) has version \(found), which a newer Rollcall wrote; run that one or a newer one")
    }
    guard found < version else { return }
    try database.inTransaction(.immediate) {
      if found < 1 { try database.execute(sql: first) }
      if found < 2 { try database.execute(sql: second) }
      try database.execute(sql: "PRAGMA user_version = \(version)")
      return .commit
    }
  }

  private static let first = """
    CREATE TABLE IF NOT EXISTS batch(
      first INTEGER PRIMARY KEY, count INTEGER NOT NULL, time INTEGER NOT NULL, body BLOB NOT NULL);
    CREATE TABLE IF NOT EXISTS tokenkey(
      sequence INTEGER PRIMARY KEY AUTOINCREMENT, number INTEGER NOT NULL, bytes BLOB NOT NULL);
    CREATE TABLE IF NOT EXISTS identity(bytes BLOB NOT NULL);
    INSERT INTO identity(bytes) VALUES (randomblob(16));
    """

  /// `cut`: up to where the journal was cut off, and the highest lease number in that part. The leases and the shared
  /// ports that it told are in `cutlease` and `cutport`.
  private static let second = """
    CREATE TABLE cursor(name TEXT PRIMARY KEY, position INTEGER NOT NULL, note TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE cut(
      id INTEGER PRIMARY KEY CHECK (id = 1), position INTEGER NOT NULL, lastlease INTEGER NOT NULL);
    CREATE TABLE cutlease(address INTEGER PRIMARY KEY, body BLOB NOT NULL);
    CREATE TABLE cutport(nas TEXT PRIMARY KEY, port INTEGER NOT NULL, time INTEGER NOT NULL) WITHOUT ROWID;
    INSERT INTO cut(id, position, lastlease) VALUES (1, 0, 0);
    """

  /// Whether the file has cursors: one that an older Rollcall wrote and none has served since has not.
  static func hasCursors(_ database: Database) throws -> Bool {
    try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0 >= 2
  }

  /// Names the journal, so that derived tables of another one are noticed. Hex digits.
  static func identity(_ database: Database) throws -> String {
    try String.fetchOne(database, sql: "SELECT lower(hex(bytes)) FROM identity") ?? ""
  }
}
