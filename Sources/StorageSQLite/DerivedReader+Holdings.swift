import AddressPool
import NetworkAddress
import Storage
import Timebase

extension DerivedReader {
  func holdings(_ filter: HoldingFilter) throws(StoreError) -> [Holding] {
    var conditions: [String] = []
    var texts: [String] = []
    func require(_ condition: String, _ text: String?) {
      guard let text else { return }
      conditions.append(condition)
      texts.append(text)
    }
    require("userid = (SELECT id FROM name WHERE text = ?)", filter.user)
    require("session = ?", filter.session)
    require("clientid = (SELECT id FROM name WHERE text = ?)", filter.client)
    require("nasid = (SELECT id FROM name WHERE text = ?)", filter.nas)
    require("leaseid = ?", filter.id.map { String(Int64(bitPattern: $0.rawValue)) })
    let constraint = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
    return try read { database in
      let statement = try SQLiteStatement(
        database, HoldingRow.select + constraint + " ORDER BY leaseid DESC LIMIT ?", file: path)
      for (index, text) in texts.enumerated() { statement.bind(Int32(index + 1), text) }
      statement.bind(Int32(texts.count + 1), Int64(max(0, filter.limit)))
      var holdings: [Holding] = []
      while try statement.step() { holdings.append(HoldingRow.read(statement)) }
      return holdings
    }
  }

  /// Where the ledger of a holding stands in the journal. Its entries follow one another in the ledger of its address.
  func positions(of holding: Holding) throws(StoreError) -> [Int64] {
    try read { database in
      let statement = try SQLiteStatement(
        database,
        """
        SELECT position FROM ledger WHERE address = ?1 AND position >= ?2 AND position < ?3 AND leaseid = ?4
        ORDER BY position
        """, file: path)
      statement.bind(1, Int64(holding.address.rawValue))
      statement.bind(2, holding.first.rawValue)
      statement.bind(3, holding.replaced.map { Int64(bitPattern: $0.rawValue) } ?? .max)
      statement.bind(4, holding.id.rawValue)
      var positions: [Int64] = []
      while try statement.step() { positions.append(statement.number(0)) }
      return positions
    }
  }

  /// Where the last entry of an address at or before an instant stands, and the next that changed state or holding.
  func positions(of address: IPv4Address, at time: Timestamp) throws(StoreError) -> [Int64] {
    try read { database in
      let last = try SQLiteStatement(
        database,
        "SELECT position, leaseid FROM ledger WHERE address = ? AND time <= ? ORDER BY position DESC LIMIT 1",
        file: path)
      last.bind(1, Int64(address.rawValue))
      last.bind(2, time.milliseconds)
      guard try last.step() else { return [] }
      let next = try SQLiteStatement(
        database,
        """
        SELECT position FROM ledger WHERE address = ?1 AND position > ?2 AND (change >= \(LedgerRow.stateChanged) OR leaseid <> ?3)
        ORDER BY position LIMIT 1
        """, file: path)
      next.bind(1, Int64(address.rawValue))
      next.bind(2, last.number(0))
      next.bind(3, last.number(1))
      return try next.step() ? [last.number(0), next.number(0)] : [last.number(0)]
    }
  }

  func tallies(sinceDay day: Int64) throws(StoreError) -> [LeaseTally] {
    try read { database in
      let statement = try SQLiteStatement(database, TallyRow.select, file: path)
      statement.bind(1, day)
      var tallies: [LeaseTally] = []
      while try statement.step() { tallies.append(TallyRow.read(statement)) }
      return tallies
    }
  }

  /// What a starting server takes up, as far as it is folded, and the cursor up to which it is.
  func recovery() throws(StoreError) -> (fold: RecoveryFold, cursor: Int64) {
    try read { database in
      var past: [(replaced: Int64, session: PastSession)] = []
      let table = try leaseTable(database) {
        let statement = try SQLiteStatement(database, HoldingRow.selectPast, file: path)
        statement.bind(1, Int64(LeaseTable.Limits.pastSessionsMax))
        while try statement.step() { past.append((statement.number(7), HoldingRow.readPast(statement))) }
        past.sort { $0.replaced < $1.replaced }
      }
      let shared = try SQLiteStatement(database, "SELECT nas FROM sharedport", file: path)
      var names: Set<String> = []
      while try shared.step() { names.insert(shared.text(0)) }
      let fold = RecoveryFold(
        leases: table.leases, lastLeaseID: table.lastLeaseID, past: past.map(\.session),
        sharedPorts: names)
      return (fold, table.cursor)
    }
  }
}
