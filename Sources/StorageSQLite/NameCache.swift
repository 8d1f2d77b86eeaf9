import GRDB
import Storage

/// The numbers under which our own tables keep names: a NAS's name stands in them once, and not in millions of rows.
///
/// Used by the fold only, on its connection. What a transaction that was taken back has added must be forgotten:
/// ``forget()``.
final class NameCache {
  /// Names kept in memory; past that it begins anew.
  private static let countMax = 200_000

  private let select: SQLiteStatement
  private let insert: SQLiteStatement
  private var numbers: [String: Int64] = [:]

  init(_ database: Database, file: String) throws(StoreError) {
    select = try SQLiteStatement(database, "SELECT id FROM name WHERE text = ?", file: file)
    insert = try SQLiteStatement(database, "INSERT INTO name(text) VALUES (?) RETURNING id", file: file)
  }

  /// The number of a name; one that is new gets the next.
  func number(_ text: String) throws(StoreError) -> Int64 {
    if let number = numbers[text] { return number }
    if numbers.count >= NameCache.countMax { forget() }
    var found = try first(select, text)
    if found == nil { found = try first(insert, text) }
    guard let number = found else { throw StoreError(.corrupt, "the table name gives no number for a name") }
    numbers[text] = number
    return number
  }

  func forget() { numbers.removeAll(keepingCapacity: true) }

  private func first(_ statement: SQLiteStatement, _ text: String) throws(StoreError) -> Int64? {
    statement.bind(1, text)
    var found: Int64?
    try statement.forEachRow { found = statement.number(0) }
    return found
  }
}
