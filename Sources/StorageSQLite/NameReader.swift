import GRDB
import Storage

/// The texts of the numbers in the table `name`, each read once.
final class NameReader {
  private let selectText: SQLiteStatement
  private let selectNumber: SQLiteStatement
  private var texts: [Int64: String] = [:]

  init(_ database: Database, file: String) throws(StoreError) {
    selectText = try SQLiteStatement(database, "SELECT text FROM name WHERE id = ?", file: file)
    selectNumber = try SQLiteStatement(database, "SELECT id FROM name WHERE text = ?", file: file)
  }

  /// Empty for a number that there is not.
  func text(_ number: Int64) throws(StoreError) -> String {
    if let text = texts[number] { return text }
    selectText.bind(1, number)
    var text = ""
    try selectText.forEachRow { text = selectText.text(0) }
    texts[number] = text
    return text
  }

  /// Nil for a name that there is not.
  func number(_ text: String) throws(StoreError) -> Int64? {
    selectNumber.bind(1, text)
    var number: Int64?
    try selectNumber.forEachRow { number = selectNumber.number(0) }
    return number
  }
}
