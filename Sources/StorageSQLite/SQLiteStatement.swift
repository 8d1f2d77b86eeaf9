import GRDB
import GRDBSQLite
import Storage

/// A statement that is prepared once and run by the hundred thousand, without a box for each value.
///
/// It belongs to its connection: used on that connection's queue only, and let go of before the connection closes.
final class SQLiteStatement {
  private let handle: OpaquePointer
  private let connection: OpaquePointer
  private let file: String

  init(_ database: Database, _ sql: String, file: String) throws(StoreError) {
    guard let connection = database.sqliteConnection else { throw StoreError(.closed, "\(file) is closed") }
    var handle: OpaquePointer?
    let code = sqlite3_prepare_v3(connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
    guard code == SQLITE_OK, let handle else {
      throw StoreError(code: code, message: String(cString: sqlite3_errmsg(connection)), file: file)
    }
    self.handle = handle
    self.connection = connection
    self.file = file
  }

  deinit { sqlite3_finalize(handle) }

  /// Moves to the next row; false when there is none. Whoever ends before that must ``reset()``.
  func step() throws(StoreError) -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE:
      sqlite3_reset(handle)
      return false
    default:
      let error = StoreError(
        code: sqlite3_extended_errcode(connection), message: String(cString: sqlite3_errmsg(connection)), file: file)
      sqlite3_reset(handle)
      throw error
    }
  }

  /// Runs a statement that has no rows.
  func run() throws(StoreError) { while try step() {} }

  func reset() { sqlite3_reset(handle) }

  /// Calls `body` for each row, and resets the statement whatever happens.
  func forEachRow(_ body: () throws(StoreError) -> Void) throws(StoreError) {
    defer { reset() }
    while try step() { try body() }
  }

  // Parameters count from 1. Texts and octets are copied.

  func bind(_ parameter: Int32, _ number: Int64) { sqlite3_bind_int64(handle, parameter, number) }
  func bind(_ parameter: Int32, _ number: UInt64) { bind(parameter, Int64(bitPattern: number)) }
  func bind(_ parameter: Int32, _ flag: Bool) { bind(parameter, flag ? 1 : 0 as Int64) }

  func bind(_ parameter: Int32, _ number: Int64?) {
    if let number { bind(parameter, number) } else { sqlite3_bind_null(handle, parameter) }
  }

  func bind(_ parameter: Int32, _ text: String) {
    var text = text
    text.withUTF8 { utf8 in
      utf8.withMemoryRebound(to: CChar.self) { characters in
        // An empty buffer may have no address, which would bind NULL; nothing is copied of it.
        if let address = characters.baseAddress, !characters.isEmpty {
          sqlite3_bind_text(handle, parameter, address, Int32(characters.count), SQLiteStatement.transient)
        } else {
          _ = SQLiteStatement.empty.withUTF8Buffer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { sqlite3_bind_text(handle, parameter, $0.baseAddress, 0, nil) }
          }
        }
      }
    }
  }

  func bind(_ parameter: Int32, _ text: String?) {
    if let text { bind(parameter, text) } else { sqlite3_bind_null(handle, parameter) }
  }

  func bind(_ parameter: Int32, _ octets: [UInt8]) {
    octets.withUnsafeBytes { memory in
      if memory.isEmpty {
        _ = sqlite3_bind_zeroblob(handle, parameter, 0)
      } else {
        _ = sqlite3_bind_blob64(
          handle, parameter, memory.baseAddress, UInt64(memory.count), SQLiteStatement.transient)
      }
    }
  }

  // Columns count from 0.

  func number(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

  func optionalNumber(_ column: Int32) -> Int64? {
    sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : number(column)
  }

  func text(_ column: Int32) -> String {
    guard let start = sqlite3_column_text(handle, column) else { return "" }
    return String(
      decoding: UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))), as: UTF8.self)
  }

  func optionalText(_ column: Int32) -> String? {
    sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : text(column)
  }

  /// The octets of a column, valid until the statement moves on.
  func memory(_ column: Int32) -> UnsafeRawBufferPointer {
    let start = sqlite3_column_blob(handle, column)
    return UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(sqlite3_column_bytes(handle, column)))
  }

  /// Stands in the program's text, and stays there.
  private static let empty: StaticString = " "
  private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
