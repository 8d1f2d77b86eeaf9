package import Accounting
package import AddressPool
package import NetworkAddress
import Synchronization
package import Timebase

/// The reference: a store without a disk. Tests and the simulation run on it, and other stores are measured by it.
///
/// Nothing survives the process; ``reopened()`` is what a restart would find.
package final class MemoryStore: Store {
  private struct State {
    var journal: [JournalEntry] = []
    var tables = MemoryTables()
    var cursor = 0
    var keys: [TokenKey] = []
    var cursors: [String: JournalCursor] = [:]
    var random: SplitMix64
    var failures = 0
    var failure = StoreError(.full, "")
    var isClosed = false
  }

  private let state: Mutex<State>

  /// `seed` draws the token keys, so that a simulation is the same every time.
  package init(seed: UInt64 = 1) {
    state = Mutex(State(random: SplitMix64(state: seed)))
  }

  private init(_ state: State) { self.state = Mutex(state) }

  /// Makes the next `count` appends throw `error` and change nothing: a full disk.
  package func failNextAppends(
    _ count: Int, with error: StoreError = StoreError(.full, "no space is left; the test said so")
  ) {
    state.withLock {
      $0.failures = count
      $0.failure = error
    }
  }

  /// A store with the same journal and keys, and nothing folded: what is left after the derived state was lost.
  package func reopened() -> MemoryStore {
    state.withLock { old in
      var new = State(random: old.random)
      new.journal = old.journal
      new.keys = old.keys
      new.cursors = old.cursors
      return MemoryStore(new)
    }
  }

  private func locked<Result>(
    _ body: (inout State) throws(StoreError) -> sending Result
  ) throws(StoreError) -> sending Result {
    try state.withLock { (state) throws(StoreError) in
      guard !state.isClosed else { throw StoreError(.closed, "the store is closed") }
      return try body(&state)
    }
  }

  package func append(_ entries: [JournalEntry]) throws(StoreError) {
    try locked { (state) throws(StoreError) in
      guard !entries.isEmpty else { return }
      if state.failures > 0 {
        state.failures -= 1
        throw state.failure
      }
      state.journal += entries
    }
  }

  package func position() throws(StoreError) -> JournalPosition {
    try locked { JournalPosition(rawValue: UInt64($0.journal.count)) }
  }

  package func cursor() throws(StoreError) -> JournalPosition {
    try locked { JournalPosition(rawValue: UInt64($0.cursor)) }
  }

  package func recover() throws(StoreError) -> RecoveredState {
    try locked { state in
      let tables = state.tables
      var recovery = RecoveryFold(
        leases: LeaseList(tables.leases.values.sorted { $0.address < $1.address }), lastLeaseID: tables.lastLeaseID,
        past: tables.past(limit: LeaseTable.Limits.pastSessionsMax), sharedPorts: Set(tables.sharedPorts.keys))
      for entry in state.journal[state.cursor...] {
        switch entry {
        case .transition(let transition): recovery.take(transition.lease)
        case .sharedPort(let shared): recovery.take(shared)
        case .accounting, .authentication: break
        }
      }
      return recovery.state(at: JournalPosition(rawValue: UInt64(state.journal.count)))
    }
  }

  package func tokenKeys() throws(StoreError) -> [TokenKey] {
    try locked { state in
      if state.keys.isEmpty { state.keys = TokenKey.rotated([], using: &state.random) }
      return state.keys
    }
  }

  package func rotateTokenKey() throws(StoreError) {
    try locked { state in state.keys = TokenKey.rotated(state.keys, using: &state.random) }
  }

  package func journalCursors() throws(StoreError) -> [JournalCursor] {
    try locked { state in state.cursors.values.sorted { $0.name < $1.name } }
  }

  package func put(_ cursor: JournalCursor) throws(StoreError) {
    try locked { state in state.cursors[cursor.name] = cursor }
  }

  package func removeJournalCursor(named name: String) throws(StoreError) {
    try locked { state in state.cursors[name] = nil }
  }

  package func fold(limit: Int) throws(StoreError) -> Int {
    try locked { state in MemoryStore.fold(&state, limit: limit) }
  }

  package func refold() throws(StoreError) {
    try locked { state in
      state.tables = MemoryTables()
      state.cursor = 0
      _ = MemoryStore.fold(&state, limit: .max)
    }
  }

  private static func fold(_ state: inout State, limit: Int) -> Int {
    let end = state.cursor + max(0, min(limit, state.journal.count - state.cursor))
    let count = end - state.cursor
    for index in state.cursor..<end {
      let item = JournalItem(position: JournalPosition(rawValue: UInt64(index) + 1), entry: state.journal[index])
      DerivedFold.apply(item, to: &state.tables)
    }
    state.cursor = end
    return count
  }

  package func history(of address: IPv4Address) throws(StoreError) -> [LedgerEntry] {
    try locked { state in
      _ = MemoryStore.fold(&state, limit: .max)
      return state.tables.ledger[address] ?? []
    }
  }

  package func holdings(_ filter: HoldingFilter) throws(StoreError) -> [Holding] {
    try locked { state in
      _ = MemoryStore.fold(&state, limit: .max)
      return Array(
        state.tables.holdings.values.sorted { $0.id > $1.id }.lazy.filter { filter.admits($0) }
          .prefix(max(0, filter.limit)))
    }
  }

  package func history(of holding: Holding) throws(StoreError) -> [LedgerEntry] {
    try history(of: holding.address).filter {
      $0.position >= holding.first && $0.transition.lease.id == holding.id
    }
  }

  package func moment(of address: IPv4Address, at time: Timestamp) throws(StoreError) -> AddressMoment? {
    let history = try history(of: address)
    guard let index = history.lastIndex(where: { $0.transition.time <= time }) else { return nil }
    let entry = history[index]
    let next = history[(index + 1)...].first {
      $0.transition.from != $0.transition.to || $0.transition.lease.id != entry.transition.lease.id
    }
    return AddressMoment(entry: entry, next: next)
  }

  package func tallies(sinceDay day: Int64) throws(StoreError) -> [LeaseTally] {
    try locked { state in
      _ = MemoryStore.fold(&state, limit: .max)
      return state.tables.tallies.values.filter { $0.key.day >= day }.sorted { $0.key < $1.key }
    }
  }

  package func leases() throws(StoreError) -> [Lease] {
    try locked { state in
      _ = MemoryStore.fold(&state, limit: .max)
      return state.tables.leases.values.sorted { $0.address < $1.address }
    }
  }

  package func lease(of address: IPv4Address) throws(StoreError) -> Lease? {
    try locked { state in
      _ = MemoryStore.fold(&state, limit: .max)
      return state.tables.leases[address]
    }
  }

  package func sessions(_ filter: SessionFilter) throws(StoreError) -> [SessionRow] {
    try locked { state in
      _ = MemoryStore.fold(&state, limit: .max)
      return Array(
        state.tables.sessions.lazy.reversed().map { SessionRow($0) }.filter { filter.admits($0) }
          .prefix(max(0, filter.limit)))
    }
  }

  package func sessionRows(
    after number: Int64, _ filter: ExportFilter, limit: Int
  ) throws(StoreError) -> [AccountingSession] {
    try locked { state in
      _ = MemoryStore.fold(&state, limit: .max)
      return Array(state.tables.sessions.lazy.filter { $0.number > number && filter.admits($0) }.prefix(max(0, limit)))
    }
  }

  package func rollups(_ query: RollupQuery) throws(StoreError) -> [Rollup] {
    try locked { state in
      _ = MemoryStore.fold(&state, limit: .max)
      return query.answer(state.tables.rollups)
    }
  }

  package func eachUserSlot(
    from: Timestamp, to: Timestamp, nas: String?, pool: String?, _ body: (UserSlot) -> Void
  ) throws(StoreError) {
    var query = RollupQuery(.userslot, from: from, to: to)
    (query.nas, query.pool) = (nas, pool)
    (query.keepsTime, query.keepsNAS, query.keepsPool, query.keepsName) = (true, true, true, true)
    var numbers: [String: Int] = [:]
    for rollup in try rollups(query) where rollup.counts[0] > 0 {
      let user = numbers[rollup.key.name] ?? numbers.count
      numbers[rollup.key.name] = user
      let time = Rollup.Table.userslot.start(ofUnit: rollup.key.time)
      body(UserSlot(time: time, nas: rollup.key.nas, pool: rollup.key.pool, users: [user]))
    }
  }

  package func eachSessionStart(
    from: Timestamp, to: Timestamp, _ body: (SessionStart) -> Void
  ) throws(StoreError) {
    let sessions = try locked { state in
      _ = MemoryStore.fold(&state, limit: .max)
      return state.tables.sessions.filter { $0.start >= from && $0.start < to }
    }
    for session in sessions.sorted(by: { ($0.start, $0.number) < ($1.start, $1.number) }) {
      body(SessionStart(session))
    }
  }

  package func postAuthentications(limit: Int) throws(StoreError) -> [AuthenticationRecord] {
    try locked { state in
      _ = MemoryStore.fold(&state, limit: .max)
      return state.tables.postAuthentications.suffix(max(0, limit)).reversed()
    }
  }

  package func eachTransition(
    through position: JournalPosition, begin: (JournalCut) -> Void, _ body: (LedgerEntry) -> Void
  ) throws(StoreError) {
    begin(try journalCut())
    for item in try journal(after: JournalPosition(rawValue: 0), limit: .max) where item.position <= position {
      guard case .transition(let transition) = item.entry else { continue }
      body(LedgerEntry(position: item.position, transition: transition))
    }
  }

  /// Nothing is ever cut off.
  package func journalCut() throws(StoreError) -> JournalCut { try locked { _ in JournalCut() } }

  package func journal(after position: JournalPosition, limit: Int) throws(StoreError) -> [JournalItem] {
    try locked { state in
      guard position.rawValue < UInt64(state.journal.count) else { return [] }
      let first = Int(position.rawValue)
      return state.journal[first...].prefix(max(0, limit)).enumerated()
        .map { JournalItem(position: JournalPosition(rawValue: UInt64(first + $0) + 1), entry: $1) }
    }
  }

  package func close() throws(StoreError) {
    state.withLock { state in
      _ = MemoryStore.fold(&state, limit: .max)
      state.isClosed = true
    }
  }
}
