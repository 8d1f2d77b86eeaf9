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

  /// Texts that were asked for lately, each at the place that its own two words lead to. The fold asks for the same few NASes
  /// and pools again and again, and with the same strings: those need neither a hash nor a look at their octets.
  private var recent = [(text: String, number: Int64)](repeating: ("", 0), count: NameCache.recentCount)
  private static let recentCount = 256

  init(_ database: Database, file: String) throws(StoreError) {
    select = try SQLiteStatement(database, "SELECT id FROM name WHERE text = ?", file: file)
    insert = try SQLiteStatement(database, "INSERT INTO name(text) VALUES (?) RETURNING id", file: file)
  }

  /// The number of a name; one that is new gets the next.
  func number(_ text: String) throws(StoreError) -> Int64 {
    let words = unsafeBitCast(text, to: (UInt64, UInt64).self)
    let mixed = (words.0 ^ words.1 &* 0x9e37_79b9_7f4a_7c15) &* 0xff51_afd7_ed55_8ccd
    let place = Int(mixed >> 56)
    let found = recent[place]
    // A number of 0 stands where no text does. Equal words are one text, which is kept, and so is its memory.
    if found.number != 0, unsafeBitCast(found.text, to: (UInt64, UInt64).self) == words { return found.number }
    let number = try look(text)
    recent[place] = (text, number)
    return number
  }

  private func look(_ text: String) throws(StoreError) -> Int64 {
    if let number = numbers[text] { return number }
    if numbers.count >= NameCache.countMax { forget() }
    var found = try first(select, text)
    if found == nil { found = try first(insert, text) }
    guard let number = found else { throw StoreError(.corrupt, "the table name gives no number for a name") }
    numbers[text] = number
    return number
  }

  func forget() {
    numbers.removeAll(keepingCapacity: true)
    for place in recent.indices { recent[place] = ("", 0) }
  }

  private func first(_ statement: SQLiteStatement, _ text: String) throws(StoreError) -> Int64? {
    statement.bind(1, text)
    var found: Int64?
    try statement.forEachRow { found = statement.number(0) }
    return found
  }
}
