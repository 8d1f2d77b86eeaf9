import Accounting
import GRDB
import Storage

/// The statements of the fold, prepared once on its connection.
struct DerivedStatements {
  let selectLease: SQLiteStatement
  let putLease: SQLiteStatement
  let insertLedger: SQLiteStatement
  let selectHolding: SQLiteStatement
  let putHolding: SQLiteStatement
  let updateHolding: SQLiteStatement
  let addTally: SQLiteStatement
  let addRollup: [Rollup.Table: SQLiteStatement]
  let selectUserSlot: SQLiteStatement
  let putUserSlot: SQLiteStatement
  let names: NameCache
  let noteSharedPort: SQLiteStatement
  let insertPostAuthentication: SQLiteStatement
  let selectSessions: SQLiteStatement
  let selectOpenSessions: SQLiteStatement
  let insertSession: SQLiteStatement
  let updateSession: SQLiteStatement
  let updateVolatile: SQLiteStatement
  let updateCounters: SQLiteStatement
  let selectCursor: SQLiteStatement
  let updateCursor: SQLiteStatement
  let selectLastSession: SQLiteStatement

  init(_ database: Database, file: String) throws(StoreError) {
    func prepare(_ sql: String) throws(StoreError) -> SQLiteStatement {
      try SQLiteStatement(database, sql, file: file)
    }
    selectLease = try prepare("SELECT body FROM lease WHERE address = ?")
    putLease = try prepare(
      """
      INSERT OR REPLACE INTO lease(address, ip, pool, state, leaseid, username, session, since, deadline, body)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    insertLedger = try prepare(
      """
      INSERT INTO ledger(address, position, time, change, leaseid) VALUES (?, ?, ?, ?, ?)
      """)
    selectHolding = try prepare(HoldingRow.select + " WHERE leaseid = ?")
    putHolding = try prepare(HoldingRow.put)
    updateHolding = try prepare(HoldingRow.update)
    addTally = try prepare(TallyRow.add)
    var addRollup: [Rollup.Table: SQLiteStatement] = [:]
    for table in Rollup.Table.allCases where table != .userslot { addRollup[table] = try prepare(RollupRow.add(table)) }
    self.addRollup = addRollup
    selectUserSlot = try prepare(UserSlotRow.select)
    putUserSlot = try prepare(UserSlotRow.put)
    names = try NameCache(database, file: file)
    noteSharedPort = try prepare("INSERT OR IGNORE INTO sharedport(nas, port, time) VALUES (?, ?, ?)")
    insertPostAuthentication = try prepare(
      """
      INSERT INTO radpostauth(username, pass, reply, authdate, reason, callingstationid, nasid, clientid, leaseid)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    selectSessions = try prepare(
      RadacctRow.select + " WHERE acctsessionid = ? AND nasid = ? ORDER BY radacctid DESC LIMIT ?")
    selectOpenSessions = try prepare(
      RadacctRow.select + " WHERE acctstoptime IS NULL AND nasid = ? AND acctstarttime <= ? ORDER BY radacctid")
    insertSession = try prepare(RadacctRow.insert)
    updateSession = try prepare(RadacctRow.update)
    updateVolatile = try prepare(RadacctRow.updateVolatile)
    updateCounters = try prepare(RadacctRow.updateCounters)
    selectCursor = try prepare("SELECT position, lastlease, longest FROM cursor")
    updateCursor = try prepare("UPDATE cursor SET position = ?, lastlease = ?, longest = ?")
    selectLastSession = try prepare("SELECT coalesce(max(radacctid), 0) FROM radacct")
  }

  /// Writes what of a session's row has changed.
  func write(_ session: AccountingSession, _ change: SessionEntry.Change) throws(StoreError) {
    let statement: SQLiteStatement
    switch change {
    case .none: return
    case .counters:
      statement = updateCounters
      RadacctRow.bindCounters(session, to: statement)
    case .columns:
      statement = updateVolatile
      try RadacctRow.bindVolatile(session, names, to: statement)
    case .indexed, .new:
      statement = change == .new ? insertSession : updateSession
      try RadacctRow.bind(session, names, to: statement)
    }
    try statement.run()
  }

  /// Writes what of a holding's row has changed.
  func write(_ entry: HoldingEntry) throws(StoreError) {
    guard entry.holding != entry.stored else { return }
    if let stored = entry.stored, HoldingRow.isVolatileChange(stored, entry.holding) {
      HoldingRow.bindVolatile(entry.holding, to: updateHolding)
      return try updateHolding.run()
    }
    try HoldingRow.bind(entry.holding, names, to: putHolding)
    try putHolding.run()
  }
}
