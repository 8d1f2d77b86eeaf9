import Accounting
import AddressPool
import GRDB
import NetworkAddress
import Storage
import Timebase

/// Reads the derived tables on a connection of its own, each report from one snapshot.
final class DerivedReader: Sendable {
  let path: String
  private let queue: DatabaseQueue

  init(path: String, queue: DatabaseQueue) {
    self.path = path
    self.queue = queue
  }

  struct FoldedLeases {
    var leases: LeaseList
    var lastLeaseID: LeaseID
    var cursor: Int64
  }

  /// How far the tables are.
  func cursor() throws(StoreError) -> Int64 {
    try read { try Int64.fetchOne($0, sql: "SELECT position FROM cursor") ?? 0 }
  }

  func leases() throws(StoreError) -> [Lease] { try read { Array(try leaseTable($0).leases) } }

  /// `meanwhile` is run when all rows are read, while the last of them are still decoded.
  func leaseTable(_ database: Database, meanwhile: () throws -> Void = {}) throws -> FoldedLeases {
    let cursor = try SQLiteStatement(database, "SELECT position, lastlease FROM cursor", file: path)
    _ = try cursor.step()
    let number = UInt64(bitPattern: cursor.number(1))
    var table = FoldedLeases(leases: [], lastLeaseID: LeaseID(rawValue: number), cursor: cursor.number(0))
    cursor.reset()
    let statement = try SQLiteStatement(database, "SELECT body FROM lease ORDER BY address", file: path)
    do {
      table.leases = try leases(
        statement, count: try DerivedReader.leaseCountEstimate(database), meanwhile: meanwhile)
    } catch let error as JournalDecodingError {
      throw LeaseRow.unreadable(error, file: path)
    }
    return table
  }

  /// Few are decoded here, many on a thread beside this one.
  private func leases(
    _ statement: SQLiteStatement, count: Int, meanwhile: () throws -> Void
  ) throws -> LeaseList {
    var bodies = LeaseBodies()
    var recent = RecentTexts()
    guard try bodies.fill(from: statement, column: 0) else {
      try meanwhile()
      var leases = LeaseList()
      try bodies.decode(into: &leases, &recent)
      return leases
    }
    let decoding = LeaseDecoding(count: count)
    do {
      try decoding.hand(&bodies, &recent)
      while try bodies.fill(from: statement, column: 0) { try decoding.hand(&bodies, &recent) }
      try decoding.hand(&bodies, &recent)
      try meanwhile()
    } catch {
      _ = try? decoding.end()
      throw error
    }
    return try decoding.end()
  }

  /// About how many rows the lease table has, without reading them all: as many as there are addresses between the first
  /// and the last, and not more than room is made for at once.
  private static func leaseCountEstimate(_ database: Database) throws -> Int {
    let span = try Int64.fetchOne(
      database, sql: "SELECT (SELECT max(address) FROM lease) - (SELECT min(address) FROM lease) + 1")
    return Int(min(span ?? 0, leaseRoomMax))
  }

  /// Leases that room is made for before they are read, some 300 MB that are not touched until then.
  private static let leaseRoomMax: Int64 = 1 << 20

  func lease(of address: IPv4Address) throws(StoreError) -> Lease? {
    try read { database in
      let statement = try SQLiteStatement(database, "SELECT body FROM lease WHERE address = ?", file: path)
      statement.bind(1, Int64(address.rawValue))
      var recent = RecentTexts()
      return try statement.step() ? try LeaseRow.read(statement, column: 0, file: path, &recent) : nil
    }
  }

  /// Where the ledger of an address stands in the journal.
  func positions(of address: IPv4Address) throws(StoreError) -> [Int64] {
    try read { database in
      let statement = try SQLiteStatement(
        database, "SELECT position FROM ledger WHERE address = ? ORDER BY position", file: path)
      statement.bind(1, Int64(address.rawValue))
      var positions: [Int64] = []
      while try statement.step() { positions.append(statement.number(0)) }
      return positions
    }
  }

  func postAuthentications(limit: Int) throws(StoreError) -> [AuthenticationRecord] {
    try read { database in
      let statement = try SQLiteStatement(
        database,
        """
        SELECT username, pass, reply, authdate, reason, callingstationid, n.text, c.text, leaseid
        FROM radpostauth a LEFT JOIN name n ON n.id = nasid LEFT JOIN name c ON c.id = clientid
        ORDER BY a.id DESC LIMIT ?
        """, file: path)
      statement.bind(1, Int64(max(0, limit)))
      var records: [AuthenticationRecord] = []
      while try statement.step() {
        records.append(
          AuthenticationRecord(
            time: SQLTime.time(statement.text(3)) ?? Timestamp(rawValue: 0), user: statement.text(0),
            client: statement.text(7), nas: statement.text(6), callingStation: statement.text(5),
            reply: statement.text(2), reason: statement.text(4), password: statement.optionalText(1),
            leaseID: UInt64(bitPattern: statement.number(8))))
      }
      return records
    }
  }

  func close() throws(StoreError) { try StoreError.mapping(path) { try queue.close() } }

  func read<Result>(_ body: (Database) throws -> Result) throws(StoreError) -> Result {
    try StoreError.mapping(path) { try queue.read(body) }
  }
}
