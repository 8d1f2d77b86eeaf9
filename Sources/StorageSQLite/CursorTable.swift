import GRDB
import Storage

/// The cursors of those who read the journal beside the fold.
enum CursorTable {
  static func read(_ database: Database) throws -> [JournalCursor] {
    guard try JournalSchema.hasCursors(database) else { return [] }
    return try Row.fetchAll(database, sql: "SELECT name, position, note FROM cursor ORDER BY name").map { row in
      JournalCursor(
        name: row[0], position: JournalPosition(rawValue: UInt64(bitPattern: row[1] as Int64)), note: row[2])
    }
  }

  static func put(_ cursor: JournalCursor, _ database: Database) throws {
    try database.execute(
      sql: "INSERT OR REPLACE INTO cursor(name, position, note) VALUES (?, ?, ?)",
      arguments: [cursor.name, Int64(bitPattern: cursor.position.rawValue), cursor.note])
  }

  static func remove(_ name: String, _ database: Database) throws {
    try database.execute(sql: "DELETE FROM cursor WHERE name = ?", arguments: [name])
  }
}
