import AddressPool
import GRDB
import NetworkAddress
package import Storage
import Synchronization
import Timebase

extension SQLiteStore: RetainingStore {
  package func retain(_ pass: inout RetentionPass, limit: Int) throws(StoreError) {
    let horizon = pass.horizon
    var gone = 0
    if let time = horizon.records {
      let count = try cutJournal(before: time, limit: limit)
      pass.entries += count
      gone += count
    }
    if let time = horizon.sessions {
      let count = try trim(
        """
        DELETE FROM radacct WHERE radacctid IN (SELECT radacctid FROM radacct
        WHERE acctstarttime < ?1 AND acctstoptime < ?1 ORDER BY acctstarttime LIMIT ?2)
        """, SQLTime.text(time), limit)
      pass.sessions += count
      gone += count
    }
    if let time = horizon.authentications {
      let count = try trim(
        "DELETE FROM radpostauth WHERE id < (SELECT min(id) + ?2 FROM radpostauth) AND authdate < ?1",
        SQLTime.text(time, milliseconds: true), limit)
      pass.authentications += count
      gone += count
    }
    var areHoldingsDone = true
    if let time = horizon.ledger { areHoldingsDone = try trimHoldings(before: time, limit: limit, &pass) }
    pass.isDone = gone == 0 && areHoldingsDone
  }

  /// What stands for the part of the journal that was cut off.
  package func journalCut() throws(StoreError) -> JournalCut {
    try checkOpen()
    return try journal.cut(withLeases: true)
  }

  package func eachTransition(
    through position: JournalPosition, begin: (JournalCut) -> Void, _ body: (LedgerEntry) -> Void
  ) throws(StoreError) {
    try checkOpen()
    try ledger.ledger(through: position, begin: begin, body)
  }

  /// Cuts whole rows off the journal's beginning. Returns how many entries went. The newest row always stays: it tells where
  /// the journal goes on.
  private func cutJournal(before time: Timestamp, limit: Int) throws(StoreError) -> Int {
    var bound = try cursor()
    for cursor in try journalCursors() { bound = min(bound, cursor.position) }
    let from = try journal.cut(withLeases: false).position
    let rows = try journal.oldRows(before: time, through: Int64(bitPattern: bound.rawValue), entries: limit)
    guard let last = rows.last else { return 0 }
    var items: [JournalItem] = []
    try journal.entries(after: Int64(bitPattern: from.rawValue), limit: Int(last - Int64(from.rawValue))) {
      if $0.position.rawValue <= UInt64(last) { items.append($0) }
    }
    // The index goes first: an entry without it is not found, and an index without its entry would be a fault.
    try trimLedger(of: items, through: last)
    // What is cut off must not come back as missing when the power fails: what was folded out of it is synced before.
    try foldingConnection { try $0.execute(sql: "PRAGMA wal_checkpoint(PASSIVE)") }
    try writing { (writer) throws(StoreError) in
      try writer.write { try CutTable.cut(items, through: last, $0, file: files.journal) }
    }
    return items.count
  }

  private func trimLedger(of items: [JournalItem], through last: Int64) throws(StoreError) {
    var addresses: Set<UInt32> = []
    for item in items {
      if case .transition(let transition) = item.entry { addresses.insert(transition.lease.address.rawValue) }
    }
    try foldingQueue { database in
      let statement = try SQLiteStatement(
        database, "DELETE FROM ledger WHERE address = ? AND position <= ?", file: files.derived)
      for address in addresses.sorted() {
        statement.bind(1, Int64(address))
        statement.bind(2, last)
        try statement.run()
      }
    }
  }

  private func trim(_ sql: String, _ time: String, _ limit: Int) throws(StoreError) -> Int {
    try foldingQueue(deletesRows: true) { database in
      try database.execute(sql: sql, arguments: [time, limit])
      return database.changesCount
    }
  }

  /// Looks at the next holdings. Returns whether the pass has come to those that are young enough.
  private func trimHoldings(before time: Timestamp, limit: Int, _ pass: inout RetentionPass) throws(StoreError) -> Bool
  {
    let after = Int64(bitPattern: pass.holding)
    let (last, isYoung, count) = try foldingQueue(deletesRows: true) { database -> (Int64?, Bool, Int) in
      let rows = try Row.fetchAll(
        database, sql: "SELECT leaseid, began FROM holding WHERE leaseid > ? ORDER BY leaseid LIMIT ?",
        arguments: [after, limit])
      guard let last = rows.last else { return (nil, true, 0) }
      try database.execute(
        sql: "DELETE FROM holding WHERE leaseid > ? AND leaseid <= ? AND ended < ? AND replaced IS NOT NULL",
        arguments: [after, last[0] as Int64, time.milliseconds])
      return (last[0] as Int64, (last[1] as Int64) >= time.milliseconds, database.changesCount)
    }
    if let last { pass.holding = UInt64(bitPattern: last) }
    pass.holdings += count
    return isYoung
  }

  /// Runs `body` in a transaction on the fold's connection, between two of its batches. `deletesRows`: where it changes
  /// anything, that is not what the fold remembers.
  private func foldingQueue<Result: Sendable>(
    deletesRows: Bool = false, _ body: (Database) throws -> Result
  ) throws(StoreError) -> Result {
    try foldingConnection(deletesRows: deletesRows) { database in
      var result: Result?
      try database.inTransaction(.immediate) {
        result = try body(database)
        return .commit
      }
      guard let result else { throw StoreError(.inputOutput, "a transaction of \(files.derived) had no end") }
      return result
    }
  }

  private func foldingConnection<Result: Sendable>(
    deletesRows: Bool = false, _ body: (Database) throws -> Result
  ) throws(StoreError) -> Result {
    try checkOpen()
    return try folder.withLock { (folder) throws(StoreError) -> Result in
      guard let queue = folder?.writer.queue, writesFiles else {
        throw StoreError(.readOnly, "the store \(files.derived) is open for reading only")
      }
      let (result, isChanged) = try StoreError.mapping(files.derived) {
        try queue.writeWithoutTransaction { database in
          let before = database.totalChangesCount
          return (try body(database), database.totalChangesCount != before)
        }
      }
      if deletesRows, isChanged { folder?.writer.forgetRows() }
      return result
    }
  }
}
