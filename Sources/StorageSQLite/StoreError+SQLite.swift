import GRDB
import GRDBSQLite
import Storage

extension StoreError {
  /// What SQLite said of a file, as a sentence that tells what to do.
  init(code: Int32, message: String, file: String) {
    switch code & 0xff {
    case SQLITE_FULL:
      self.init(.full, "no space is left for \(file); make room on its disk, then it works again")
    case SQLITE_IOERR:
      self.init(
        .inputOutput,
        "\(file) cannot be read or written (\(message), SQLite code \(code)); check its disk, and that it is not full")
    case SQLITE_BUSY, SQLITE_LOCKED:
      self.init(.locked, "\(file) is locked by another program; end that program's transaction")
    case SQLITE_CORRUPT, SQLITE_NOTADB:
      self.init(
        .corrupt,
        "\(file) is damaged or no SQLite database (\(message)); a .db can be moved away, for it is folded anew out of its "
          + "journal, and a .journal must come back from a backup")
    case SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH:
      self.init(
        .permission,
        "\(file) cannot be opened (\(message)); its user must be able to write it and its folder")
    default:
      self.init(.inputOutput, "\(file): SQLite says \"\(message)\" (code \(code))")
    }
  }

  /// A row of the journal that is not what was written.
  init(_ error: JournalDecodingError, row first: Int64, file: String) {
    let what = "row \(first) of \(file) cannot be read: \(error)"
    switch error {
    case .newerVersion, .unknownKind:
      self.init(.incompatible, "\(what); run the Rollcall that wrote it, or a newer one")
    case .truncated, .badValue, .checksum, .count:
      self.init(.corrupt, "\(what); the file is damaged: bring it back from a backup")
    }
  }

  /// Runs `body` and turns whatever it throws into a ``StoreError``.
  static func mapping<Result>(_ file: String, _ body: () throws -> Result) throws(StoreError) -> Result {
    do {
      return try body()
    } catch let error as StoreError {
      throw error
    } catch let error as DatabaseError {
      throw StoreError(
        code: error.extendedResultCode.rawValue, message: error.message ?? "no message", file: file)
    } catch {
      throw StoreError(.inputOutput, "\(file): \(error)")
    }
  }
}
