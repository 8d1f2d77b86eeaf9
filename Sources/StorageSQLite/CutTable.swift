import AddressPool
import GRDB
import NetworkAddress
import Storage
import Timebase

/// The tables of the journal's file that stand for the part that was cut off.
enum CutTable {
  /// With the leases only where they are asked for: there may be a million.
  static func read(_ database: Database, file: String, withLeases: Bool) throws -> JournalCut {
    var cut = JournalCut()
    guard try JournalSchema.hasCursors(database),
      let row = try Row.fetchOne(database, sql: "SELECT position, lastlease FROM cut")
    else { return cut }
    cut.position = JournalPosition(rawValue: UInt64(bitPattern: row[0] as Int64))
    cut.lastLeaseID = LeaseID(rawValue: UInt64(bitPattern: row[1] as Int64))
    guard withLeases, cut.position.rawValue > 0 else { return cut }
    let leases = try SQLiteStatement(database, "SELECT body FROM cutlease ORDER BY address", file: file)
    var recent = RecentTexts()
    while try leases.step() { cut.leases.append(try LeaseRow.read(leases, column: 0, file: file, &recent)) }
    let ports = try SQLiteStatement(database, "SELECT nas, port, time FROM cutport ORDER BY nas", file: file)
    while try ports.step() {
      cut.sharedPorts.append(
        SharedPort(
          time: Timestamp(milliseconds: ports.number(2)), nas: ports.text(0),
          port: UInt32(truncatingIfNeeded: ports.number(1))))
    }
    return cut
  }

  /// Cuts off the rows of the journal up to `last`, which hold `items`. Runs in a transaction.
  static func cut(_ items: [JournalItem], through last: Int64, _ database: Database, file: String) throws {
    let putLease = try SQLiteStatement(
      database, "INSERT OR REPLACE INTO cutlease(address, body) VALUES (?, ?)", file: file)
    let putPort = try SQLiteStatement(
      database, "INSERT OR IGNORE INTO cutport(nas, port, time) VALUES (?, ?, ?)", file: file)
    var leases: [IPv4Address: Lease] = [:]
    var lastLease = LeaseID(rawValue: 0)
    for item in items {
      switch item.entry {
      case .transition(let transition):
        leases[transition.lease.address] = transition.lease
        lastLease = max(lastLease, transition.lease.id)
      case .sharedPort(let shared):
        putPort.bind(1, shared.nas)
        putPort.bind(2, Int64(shared.port))
        putPort.bind(3, shared.time.milliseconds)
        try putPort.run()
      case .accounting, .authentication: break
      }
    }
    for address in leases.keys.sorted() {
      guard let lease = leases[address] else { continue }
      putLease.bind(1, Int64(lease.address.rawValue))
      putLease.bind(2, LeaseCodec.encode(lease))
      try putLease.run()
    }
    try database.execute(sql: "DELETE FROM batch WHERE first <= ?", arguments: [last])
    try database.execute(
      sql: "UPDATE cut SET position = ?, lastlease = max(lastlease, ?)",
      arguments: [last, Int64(bitPattern: lastLease.rawValue)])
  }
}
