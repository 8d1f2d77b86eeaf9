import LogFiles
import Migration
import Storage
import StorageSQLite

#if canImport(Glibc)
  import Glibc
#endif

/// A dump of a database table: CSV with the names of the columns in its first row, or an SQLite file that has the table.
struct TableFile {
  let path: String
  let table: String

  /// SQLite's files begin so.
  private static let magic = Array("SQLite format 3".utf8)

  var isDatabase: Bool { Terminal.prefix(of: path, count: TableFile.magic.count) == TableFile.magic }

  /// Calls `take` with each row.
  func eachRow(_ take: (TableRow) throws -> Void) throws {
    if isDatabase { return try eachRowOfDatabase(take) }
    do {
      let file = try LineFile(path: path)
      var reader = CSVReader(file: path)
      while let line = try file.next() {
        if let row = reader.take(String(decoding: line, as: UTF8.self)) {
          try take(row)
        } else if reader.hasColumns, !reader.has("framedipaddress") {
          throw CommandFailure.usage(
            "\(path) has no column `framedipaddress`; its first row must name the columns of \(table)")
        }
      }
      guard reader.hasColumns else { throw CommandFailure.usage("\(path) is empty") }
    } catch let problem as LineFile.Problem {
      throw CommandFailure.usage("\(problem)")
    }
  }

  private func eachRowOfDatabase(_ take: (TableRow) throws -> Void) throws {
    do {
      let database = try ForeignTable(path: path)
      guard try database.has(table) else { throw CommandFailure.usage("\(path) has no table `\(table)`") }
      try database.eachRow(of: table) { number, fields in
        try take(TableRow(file: path, line: number, fields: fields))
      }
    } catch let error as StoreError {
      throw CommandFailure.usage("\(error)")
    }
  }
}

extension Terminal {
  /// The first octets of a file; nil: it cannot be read.
  static func prefix(of file: String, count: Int) -> [UInt8]? {
    guard let stream = fopen(file, "rb") else { return nil }
    defer { fclose(stream) }
    var octets = [UInt8](repeating: 0, count: count)
    let found = fread(&octets, 1, count, stream)
    return Array(octets.prefix(found))
  }
}
