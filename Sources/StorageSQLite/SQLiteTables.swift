import Accounting
import AddressPool
import NetworkAddress
import Storage
import Timebase

/// The derived tables as the fold sees them: what a batch changes gathers in memory, and is written in the order of the
/// tables' keys at its end, each row once. Rows stay in memory for the batches that follow.
///
/// After a batch that was taken back it knows what is not so: a new one takes its place. The same is true when somebody else
/// has changed rows.
struct SQLiteTables: DerivedTables {
  typealias Failure = StoreError

  /// Rows of each kind that are kept from batch to batch, about twice that at most: some 10 MB of sessions.
  private static let keptMax = 4_096

  private struct SessionKey: Hashable {
    var nas: String
    var session: String
  }

  private let statements: DerivedStatements
  private let file: String
  private(set) var cursor: Int64
  private var lastLeaseID: LeaseID
  private var lastSession: Int64
  /// Seconds of the longest session that has ended.
  private var longest: Int64
  private var leases = RowCache<IPv4Address, Lease>()
  private var holdings = RowCache<LeaseID, HoldingEntry>()
  private var sessions = RowCache<SessionKey, [SessionEntry]>()
  private var recent = RecentTexts()

  // What the batch has changed.
  private var changedLeases: Set<IPv4Address> = []
  private var changedHoldings: [HoldingEntry] = []
  private var changedSessions: [SessionEntry] = []
  /// Sessions that an Accounting-On closed, without their keys having been looked up.
  private var closedSessions: [Int64: SessionEntry] = [:]
  private var ledger: [LedgerRow] = []
  private var rollups = RollupBatch()
  private var tallies: [LeaseTally.Key: LeaseTally] = [:]

  init(_ statements: DerivedStatements, file: String) throws(StoreError) {
    self.statements = statements
    self.file = file
    defer {
      statements.selectCursor.reset()
      statements.selectLastSession.reset()
    }
    guard try statements.selectCursor.step() else {
      throw StoreError(.corrupt, "\(file) has no cursor; move it away, for it is folded anew out of its journal")
    }
    cursor = statements.selectCursor.number(0)
    lastLeaseID = LeaseID(rawValue: UInt64(bitPattern: statements.selectCursor.number(1)))
    longest = statements.selectCursor.number(2)
    _ = try statements.selectLastSession.step()
    lastSession = statements.selectLastSession.number(0)
  }

  // MARK: - Leases and holdings

  mutating func lease(of address: IPv4Address) throws(StoreError) -> Lease? {
    if let lease = leases.row(address) { return lease }
    let statement = statements.selectLease
    defer { statement.reset() }
    statement.bind(1, Int64(address.rawValue))
    guard try statement.step() else { return nil }
    let lease = try LeaseRow.read(statement, column: 0, file: file, &recent)
    leases.put(lease, address)
    return lease
  }

  mutating func put(_ lease: Lease) {
    leases.put(lease, lease.address)
    changedLeases.insert(lease.address)
    lastLeaseID = max(lastLeaseID, lease.id)
  }

  mutating func append(_ transition: LeaseTransition, at position: JournalPosition) {
    ledger.append(LedgerRow(transition, at: position))
  }

  mutating func holding(_ id: LeaseID) throws(StoreError) -> Holding? { try holdingEntry(id)?.holding }

  private mutating func holdingEntry(_ id: LeaseID) throws(StoreError) -> HoldingEntry? {
    if let entry = holdings.row(id) { return entry }
    // Numbers rise: one that is higher than all before has no row.
    guard id <= lastLeaseID else { return nil }
    let statement = statements.selectHolding
    defer { statement.reset() }
    statement.bind(1, id.rawValue)
    guard try statement.step() else { return nil }
    let holding = HoldingRow.read(statement)
    let entry = HoldingEntry(holding, stored: holding)
    holdings.put(entry, id)
    return entry
  }

  mutating func put(_ holding: Holding) throws(StoreError) {
    let entry: HoldingEntry
    if let known = try holdingEntry(holding.id) {
      entry = known
      entry.holding = holding
    } else {
      entry = HoldingEntry(holding, stored: nil)
      holdings.put(entry, holding.id)
    }
    guard !entry.isListed else { return }
    entry.isListed = true
    changedHoldings.append(entry)
  }

  // MARK: - What is only added to

  mutating func add(_ rollup: Rollup) throws(StoreError) { try rollups.add(rollup, statements.names) }

  mutating func add(_ tally: LeaseTally) {
    if tallies[tally.key]?.add(tally) == nil { tallies[tally.key] = tally }
  }

  mutating func note(_ shared: SharedPort) throws(StoreError) {
    let statement = statements.noteSharedPort
    statement.bind(1, shared.nas)
    statement.bind(2, Int64(shared.port))
    statement.bind(3, SQLTime.text(shared.time, milliseconds: true))
    try statement.run()
  }

  mutating func append(_ record: AuthenticationRecord, at position: JournalPosition) throws(StoreError) {
    let statement = statements.insertPostAuthentication
    statement.bind(1, record.user)
    statement.bind(2, record.password)
    statement.bind(3, record.reply)
    statement.bind(4, SQLTime.text(record.time, milliseconds: true))
    statement.bind(5, record.reason)
    statement.bind(6, record.callingStation)
    statement.bind(7, try statements.names.number(record.nas))
    statement.bind(8, try statements.names.number(record.client))
    statement.bind(9, record.leaseID)
    try statement.run()
  }

  // MARK: - Sessions

  mutating func sessions(nas: String, session: String) throws(StoreError) -> [AccountingSession] {
    try entries(SessionKey(nas: nas, session: session)).map(\.session)
  }

  private mutating func entries(_ key: SessionKey) throws(StoreError) -> [SessionEntry] {
    if let entries = sessions.row(key) { return entries }
    var entries: [SessionEntry] = []
    let statement = statements.selectSessions
    statement.bind(1, key.session)
    statement.bind(2, try statements.names.number(key.nas))
    statement.bind(3, Int64(SessionFold.candidatesMax))
    try statement.forEachRow { () throws(StoreError) in
      let row = RadacctRow.read(statement)
      entries.append(closedSessions[row.number] ?? SessionEntry(row))
    }
    sessions.put(entries, key)
    return entries
  }

  mutating func openSessions(nas: String, startedBy time: Timestamp) throws(StoreError) -> [AccountingSession] {
    try writeSessions()
    var rows: [AccountingSession] = []
    let statement = statements.selectOpenSessions
    statement.bind(1, try statements.names.number(nas))
    statement.bind(2, SQLTime.text(time))
    try statement.forEachRow { () throws(StoreError) in rows.append(RadacctRow.read(statement)) }
    return rows
  }

  mutating func insert(_ session: AccountingSession) throws(StoreError) {
    let key = SessionKey(nas: session.nas, session: session.session)
    var known = try entries(key)
    var session = session
    lastSession += 1
    session.number = lastSession
    let entry = SessionEntry(session, .new)
    known.insert(entry, at: 0)
    sessions.put(Array(known.prefix(SessionFold.candidatesMax)), key)
    changedSessions.append(entry)
  }

  mutating func update(_ session: AccountingSession) throws(StoreError) {
    let known = sessions.row(SessionKey(nas: session.nas, session: session.session))
    let entry: SessionEntry
    if let found = known?.first(where: { $0.session.number == session.number }) ?? closedSessions[session.number] {
      entry = found
    } else {
      // Nobody has kept what the row was: all of it may have changed.
      entry = SessionEntry(session, .indexed)
      closedSessions[session.number] = entry
      changedSessions.append(entry)
      return
    }
    if entry.replace(by: session) { changedSessions.append(entry) }
  }

  private mutating func writeSessions() throws(StoreError) {
    changedSessions.sort { $0.session.number < $1.session.number }
    for entry in changedSessions {
      let session = entry.session
      if let stop = session.stop { longest = max(longest, session.start.milliseconds(to: stop) / 1000) }
      try statements.write(session, entry.change)
      entry.written()
    }
    changedSessions.removeAll(keepingCapacity: true)
    closedSessions.removeAll()
  }

  // MARK: - The end of a batch

  /// Writes all that has gathered, and the cursor.
  mutating func flush(cursor: Int64) throws(StoreError) {
    try writeSessions()
    for address in changedLeases.sorted() {
      guard let lease = leases.row(address) else { continue }
      LeaseRow.bind(lease, to: statements.putLease)
      try statements.putLease.run()
    }
    ledger.sort()
    for row in ledger {
      row.bind(to: statements.insertLedger)
      try statements.insertLedger.run()
    }
    changedHoldings.sort { $0.holding.id < $1.holding.id }
    for entry in changedHoldings {
      try statements.write(entry)
      entry.written()
    }
    for tally in tallies.values.sorted(by: { $0.key < $1.key }) {
      TallyRow.bind(tally, to: statements.addTally)
      try statements.addTally.run()
    }
    try rollups.write(statements)
    statements.updateCursor.bind(1, cursor)
    statements.updateCursor.bind(2, lastLeaseID.rawValue)
    statements.updateCursor.bind(3, longest)
    try statements.updateCursor.run()
    self.cursor = cursor
  }

  /// After the commit: makes room for the next batch.
  mutating func beginAnew() {
    changedLeases.removeAll(keepingCapacity: true)
    changedHoldings.removeAll(keepingCapacity: true)
    ledger.removeAll(keepingCapacity: true)
    tallies.removeAll(keepingCapacity: true)
    rollups.removeAll()
    leases.age(countMax: SQLiteTables.keptMax)
    holdings.age(countMax: SQLiteTables.keptMax)
    sessions.age(countMax: SQLiteTables.keptMax)
  }
}
