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

  /// Where bound texts and octets stand until the statement has run, so that SQLite needs no memory of its own for each. What
  /// finds no room here is copied by SQLite.
  private let room: UnsafeMutableRawPointer
  private var roomUsed = 0
  private static let roomSize = 4_096
  /// It has run since something was bound: what is bound next is the first of the next run.
  private var hasRun = false

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
    room = .allocate(byteCount: SQLiteStatement.roomSize, alignment: 16)
  }

  deinit {
    sqlite3_finalize(handle)
    room.deallocate()
  }

  /// Moves to the next row; false when there is none. Whoever ends before that must ``reset()``.
  func step() throws(StoreError) -> Bool {
    hasRun = true
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

  // Parameters count from 1. Texts and octets are copied. Each run binds all that it needs: nothing is left of the run before.

  func bind(_ parameter: Int32, _ number: Int64) {
    beginRun()
    sqlite3_bind_int64(handle, parameter, number)
  }

  func bind(_ parameter: Int32, _ number: UInt64) { bind(parameter, Int64(bitPattern: number)) }
  func bind(_ parameter: Int32, _ flag: Bool) { bind(parameter, flag ? 1 : 0 as Int64) }

  func bind(_ parameter: Int32, _ number: Int64?) {
    if let number { bind(parameter, number) } else { bindNull(parameter) }
  }

  func bind(_ parameter: Int32, _ text: String) {
    beginRun()
    var text = text
    text.withUTF8 { utf8 in
      // An empty buffer may have no address, which would bind NULL.
      guard let start = UnsafeRawPointer(utf8.baseAddress), !utf8.isEmpty else {
        sqlite3_bind_text(handle, parameter, room.assumingMemoryBound(to: CChar.self), 0, nil)
        return
      }
      let place = keep(UnsafeRawBufferPointer(start: start, count: utf8.count))
      sqlite3_bind_text(
        handle, parameter, (place ?? start).assumingMemoryBound(to: CChar.self), Int32(utf8.count),
        place == nil ? SQLiteStatement.transient : nil)
    }
  }

  func bind(_ parameter: Int32, _ text: String?) {
    if let text { bind(parameter, text) } else { bindNull(parameter) }
  }

  func bind(_ parameter: Int32, _ octets: [UInt8]) {
    beginRun()
    octets.withUnsafeBytes { memory in
      if memory.isEmpty {
        _ = sqlite3_bind_zeroblob(handle, parameter, 0)
      } else {
        let place = keep(memory)
        _ = sqlite3_bind_blob64(
          handle, parameter, place ?? memory.baseAddress, UInt64(memory.count),
          place == nil ? SQLiteStatement.transient : nil)
      }
    }
  }

  private func bindNull(_ parameter: Int32) {
    beginRun()
    sqlite3_bind_null(handle, parameter)
  }

  /// Forgets what the run before has bound.
  private func beginRun() {
    guard hasRun else { return }
    hasRun = false
    roomUsed = 0
    sqlite3_clear_bindings(handle)
  }

  /// Copies octets to where they stay until the statement has run; nil: there is no room.
  private func keep(_ memory: UnsafeRawBufferPointer) -> UnsafeRawPointer? {
    guard memory.count <= SQLiteStatement.roomSize - roomUsed, let start = memory.baseAddress else { return nil }
    let place = room + roomUsed
    place.copyMemory(from: start, byteCount: memory.count)
    roomUsed += memory.count
    return UnsafeRawPointer(place)
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

  private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
