import Accounting
import AddressPool
import NetworkAddress
import Storage
import Timebase

/// The derived tables while one batch is folded: what changes gathers in memory, and is written in the order of the
/// tables' keys at the end, each row once.
struct SQLiteTables: DerivedTables {
  typealias Failure = StoreError

  private struct SessionKey: Hashable {
    var nas: String
    var session: String
  }

  private struct Change {
    var session: AccountingSession
    var isNew: Bool
    /// A column that stands in an index may differ from the row's.
    var touchesIndex: Bool
  }

  private struct HoldingChange {
    var holding: Holding
    /// The row before this batch; nil: there is none.
    var stored: Holding?
  }

  private let statements: DerivedStatements
  private let file: String
  private(set) var cursor: Int64
  private(set) var lastLeaseID: LeaseID
  private var lastSession: Int64
  /// Seconds of the longest session that has ended.
  private var longest: Int64
  private var leases: [IPv4Address: Lease] = [:]
  private var ledger: [LedgerRow] = []
  /// Holdings that this batch has touched.
  private var holdings: [LeaseID: HoldingChange] = [:]
  private var rollups = RollupBatch()
  private var tallies: [LeaseTally.Key: LeaseTally] = [:]
  private var known: [SessionKey: [AccountingSession]] = [:]
  private var changes: [Int64: Change] = [:]
  private var recent = RecentTexts()

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

  mutating func lease(of address: IPv4Address) throws(StoreError) -> Lease? {
    if let lease = leases[address] { return lease }
    let statement = statements.selectLease
    defer { statement.reset() }
    statement.bind(1, Int64(address.rawValue))
    guard try statement.step() else { return nil }
    return try LeaseRow.read(statement, column: 0, file: file, &recent)
  }

  mutating func put(_ lease: Lease) {
    leases[lease.address] = lease
    lastLeaseID = max(lastLeaseID, lease.id)
  }

  mutating func append(_ transition: LeaseTransition, at position: JournalPosition) {
    ledger.append(LedgerRow(transition, at: position))
  }

  mutating func holding(_ id: LeaseID) throws(StoreError) -> Holding? {
    if let entry = holdings[id] { return entry.holding }
    let statement = statements.selectHolding
    defer { statement.reset() }
    statement.bind(1, id.rawValue)
    guard try statement.step() else { return nil }
    let holding = HoldingRow.read(statement)
    holdings[id] = HoldingChange(holding: holding, stored: holding)
    return holding
  }

  mutating func put(_ holding: Holding) {
    if holdings[holding.id] != nil {
      holdings[holding.id]?.holding = holding
    } else {
      holdings[holding.id] = HoldingChange(holding: holding, stored: nil)
    }
  }

  mutating func add(_ rollup: Rollup) throws(StoreError) {
    try rollups.add(rollup, statements.names)
  }

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

  mutating func sessions(nas: String, session: String) throws(StoreError) -> [AccountingSession] {
    let key = SessionKey(nas: nas, session: session)
    if let rows = known[key] { return rows }
    let rows = try read(key)
    known[key] = rows
    return rows
  }

  mutating func openSessions(nas: String, startedBy time: Timestamp) throws(StoreError) -> [AccountingSession] {
    try writeSessions()
    var rows: [AccountingSession] = []
    let statement = statements.selectOpenSessions
    statement.bind(1, try statements.names.number(nas))
    statement.bind(2, SQLTime.text(time))
    try statement.forEachRow { rows.append(RadacctRow.read(statement)) }
    return rows
  }

  mutating func insert(_ session: AccountingSession) throws(StoreError) {
    var session = session
    lastSession += 1
    session.number = lastSession
    let key = SessionKey(nas: session.nas, session: session.session)
    var rows = try sessions(nas: session.nas, session: session.session)
    rows.insert(session, at: 0)
    known[key] = Array(rows.prefix(SessionFold.candidatesMax))
    changes[session.number] = Change(session: session, isNew: true, touchesIndex: true)
  }

  mutating func update(_ session: AccountingSession) throws(StoreError) {
    let key = SessionKey(nas: session.nas, session: session.session)
    var touchesIndex = true
    if let index = known[key]?.firstIndex(where: { $0.number == session.number }) {
      let before = known[key]?[index]
      touchesIndex =
        before?.user != session.user || before?.start != session.start
        || before?.framedIPAddress != session.framedIPAddress
      known[key]?[index] = session
    }
    let earlier = changes[session.number]
    changes[session.number] = Change(
      session: session, isNew: earlier?.isNew ?? false,
      touchesIndex: touchesIndex || (earlier?.touchesIndex ?? false))
  }

  /// Writes all that has gathered, and the cursor.
  mutating func flush(cursor: Int64) throws(StoreError) {
    try writeSessions()
    for address in leases.keys.sorted() {
      guard let lease = leases[address] else { continue }
      LeaseRow.bind(lease, to: statements.putLease)
      try statements.putLease.run()
    }
    ledger.sort()
    for row in ledger {
      row.bind(to: statements.insertLedger)
      try statements.insertLedger.run()
    }
    for id in holdings.keys.sorted() {
      if let change = holdings[id] { try write(change) }
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
  }

  private func write(_ entry: HoldingChange) throws(StoreError) {
    guard entry.holding != entry.stored else { return }
    if let stored = entry.stored, HoldingRow.isVolatileChange(stored, entry.holding) {
      HoldingRow.bindVolatile(entry.holding, to: statements.updateHolding)
      return try statements.updateHolding.run()
    }
    try HoldingRow.bind(entry.holding, statements.names, to: statements.putHolding)
    try statements.putHolding.run()
  }

  private mutating func writeSessions() throws(StoreError) {
    for number in changes.keys.sorted() {
      guard let change = changes[number] else { continue }
      if let stop = change.session.stop { longest = max(longest, change.session.start.milliseconds(to: stop) / 1000) }
      let statement =
        change.isNew
        ? statements.insertSession : change.touchesIndex ? statements.updateSession : statements.updateVolatile
      if change.isNew || change.touchesIndex {
        try RadacctRow.bind(change.session, statements.names, to: statement)
      } else {
        try RadacctRow.bindVolatile(change.session, statements.names, to: statement)
      }
      try statement.run()
    }
    changes.removeAll(keepingCapacity: true)
  }

  private func read(_ key: SessionKey) throws(StoreError) -> [AccountingSession] {
    var rows: [AccountingSession] = []
    let statement = statements.selectSessions
    statement.bind(1, key.session)
    statement.bind(2, try statements.names.number(key.nas))
    statement.bind(3, Int64(SessionFold.candidatesMax))
    try statement.forEachRow {
      let row = RadacctRow.read(statement)
      // An Accounting-On may have closed it a moment ago, without its key being looked up.
      rows.append(changes[row.number]?.session ?? row)
    }
    return rows
  }
}
