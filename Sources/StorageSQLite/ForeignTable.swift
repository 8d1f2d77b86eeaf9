import GRDB
package import Storage

/// Reads tables out of somebody else's SQLite file, which it never writes to.
package final class ForeignTable: Sendable {
  private let path: String
  private let queue: DatabaseQueue

  package init(path: String) throws(StoreError) {
    self.path = path
    queue = try SQLiteConnection.reader(path)
  }

  /// Whether the file has a table of that name.
  package func has(_ table: String) throws(StoreError) -> Bool {
    try StoreError.mapping(path) { try queue.read { try $0.tableExists(table) } }
  }

  /// Calls `body` with each row: its number, and its columns by their names in small letters. NULL is left out.
  package func eachRow(
    of table: String, _ body: (Int, [String: String]) throws -> Void
  ) throws {
    try queue.read { database in
      let rows = try Row.fetchCursor(database, sql: "SELECT * FROM \(table.quotedDatabaseIdentifier)")
      var number = 0
      while let row = try rows.next() {
        number += 1
        var fields: [String: String] = [:]
        for (column, value) in row where !value.isNull {
          fields[column.lowercased()] =
            String.fromDatabaseValue(value) ?? Int64.fromDatabaseValue(value).map { "\($0)" }
        }
        try body(number, fields)
      }
    }
  }
}
