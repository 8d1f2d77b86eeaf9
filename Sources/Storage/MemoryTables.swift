import Accounting
import AddressPool
import NetworkAddress
import Timebase

/// The derived tables in memory: what every other store's tables must be equal to.
struct MemoryTables: DerivedTables {
  typealias Failure = Never

  private struct SessionKey: Hashable {
    var nas: String
    var session: String
  }

  private(set) var leases: [IPv4Address: Lease] = [:]
  private(set) var ledger: [IPv4Address: [LedgerEntry]] = [:]
  /// Number `n` stands at index `n - 1`.
  private(set) var sessions: [AccountingSession] = []
  private(set) var postAuthentications: [AuthenticationRecord] = []
  private(set) var holdings: [LeaseID: Holding] = [:]
  private(set) var tallies: [LeaseTally.Key: LeaseTally] = [:]
  private(set) var rollups: [Rollup.Key: Rollup.Counts] = [:]
  private(set) var sharedPorts: [String: SharedPort] = [:]
  private(set) var lastLeaseID = LeaseID(rawValue: 0)
  private var byKey: [SessionKey: [Int]] = [:]
  private var byNAS: [String: [Int]] = [:]

  mutating func lease(of address: IPv4Address) -> Lease? { leases[address] }

  mutating func put(_ lease: Lease) {
    leases[lease.address] = lease
    lastLeaseID = max(lastLeaseID, lease.id)
  }

  mutating func append(_ transition: LeaseTransition, at position: JournalPosition) {
    ledger[transition.lease.address, default: []].append(LedgerEntry(position: position, transition: transition))
  }

  mutating func holding(_ id: LeaseID) -> Holding? { holdings[id] }

  mutating func put(_ holding: Holding) { holdings[holding.id] = holding }

  mutating func add(_ tally: LeaseTally) {
    if tallies[tally.key]?.add(tally) == nil { tallies[tally.key] = tally }
  }

  mutating func add(_ rollup: Rollup) { rollups[rollup.key, default: .zero] &+= rollup.counts }

  mutating func note(_ shared: SharedPort) {
    if sharedPorts[shared.nas] == nil { sharedPorts[shared.nas] = shared }
  }

  /// The newest holdings whose address another holds, in the order in which it went to the other.
  func past(limit: Int) -> [PastSession] {
    holdings.values.filter { $0.replaced != nil }.sorted { $0.id < $1.id }.suffix(limit)
      .sorted { ($0.replaced?.rawValue ?? 0) < ($1.replaced?.rawValue ?? 0) }.compactMap(PastSession.init)
  }

  mutating func append(_ record: AuthenticationRecord, at position: JournalPosition) {
    postAuthentications.append(record)
  }

  mutating func sessions(nas: String, session: String) -> [AccountingSession] {
    (byKey[SessionKey(nas: nas, session: session)] ?? []).suffix(SessionFold.candidatesMax).reversed()
      .map { sessions[$0] }
  }

  mutating func openSessions(nas: String, startedBy time: Timestamp) -> [AccountingSession] {
    (byNAS[nas] ?? []).map { sessions[$0] }.filter { $0.isOpen && $0.start <= time }
  }

  mutating func insert(_ session: AccountingSession) {
    var session = session
    session.number = Int64(sessions.count) + 1
    byKey[SessionKey(nas: session.nas, session: session.session), default: []].append(sessions.count)
    byNAS[session.nas, default: []].append(sessions.count)
    sessions.append(session)
  }

  mutating func update(_ session: AccountingSession) { sessions[Int(session.number) - 1] = session }
}
