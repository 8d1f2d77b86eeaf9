import GRDB
import Storage

/// The keys that sign lease tokens, in the journal's file: losing them would make strangers of all live sessions.
enum TokenKeyTable {
  static func read(_ database: Database) throws -> [TokenKey] {
    try Row.fetchAll(database, sql: "SELECT number, bytes FROM tokenkey ORDER BY sequence DESC").map { row in
      let data: [UInt8] = try row.withUnsafeData(atIndex: 1) { $0.map { Array($0) } ?? [] }
      return TokenKey(number: UInt8(truncatingIfNeeded: row[0] as Int64), bytes: data)
    }
  }

  static func replace(with keys: [TokenKey], _ database: Database) throws {
    try database.execute(sql: "DELETE FROM tokenkey")
    let statement = try SQLiteStatement(
      database, "INSERT INTO tokenkey(number, bytes) VALUES (?, ?)", file: "the journal")
    for key in keys.reversed() {
      statement.bind(1, Int64(key.number))
      statement.bind(2, key.bytes)
      try statement.run()
    }
  }
}
