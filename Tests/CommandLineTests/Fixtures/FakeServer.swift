import AddressPool
import Admin
import NetworkAddress
import Storage
import Synchronization
import Timebase

/// A control target made of given leases and a given ledger. It remembers who asked for a change.
final class FakeServer: ControlTarget {
  private let entries: [LeaseTransition]
  private let table: [Lease]
  private let past: [SessionRow]
  let notes = Mutex<[String]>([])

  init(entries: [LeaseTransition] = Story.life, table: [Lease]? = nil, past: [SessionRow] = []) {
    self.entries = entries
    self.past = past
    var last: [IPv4Address: Lease] = [:]
    for entry in entries { last[entry.lease.address] = entry.lease }
    self.table = table ?? last.values.sorted { $0.address < $1.address }
  }

  func pools() async throws(ControlError) -> [PoolDefinition] { [Story.pool] }
  func leases() async throws(ControlError) -> [Lease] { table }
  func lease(of address: IPv4Address) async throws(ControlError) -> Lease? { table.first { $0.address == address } }

  func history(of address: IPv4Address) async throws(ControlError) -> [LedgerEntry] {
    numbered.filter { $0.transition.lease.address == address }
  }

  func recordedSessions(_ filter: SessionFilter) async throws(ControlError) -> [SessionRow] {
    past.filter { filter.admits($0) }
  }

  func ledger(after position: JournalPosition, limit: Int) async throws(ControlError) -> LedgerPage {
    // Two at a time, so that paging is exercised.
    let page = Array(numbered.filter { $0.position > position }.prefix(min(limit, 2)))
    return LedgerPage(entries: page, position: page.last?.position ?? position)
  }

  func storing<Value: Sendable>(_ body: @escaping @Sendable (any Store) throws(StoreError) -> Value)
    async throws(ControlError) -> Value
  {
    do throws(StoreError) {
      let store = MemoryStore()
      try store.append(entries.map(JournalEntry.transition))
      return try body(store)
    } catch {
      throw ControlError(.unavailable, error.message)
    }
  }

  func repairPlan() async throws(ControlError) -> RepairPlan {
    RepairPlan(made: Story.time(0), position: JournalPosition(rawValue: 4), actions: [])
  }

  func repair(_ action: RepairAction, report: String, by operator: Operator) async throws(ControlError)
    -> RepairOutcome
  {
    notes.withLock { $0.append(`operator`.note(reason: report)) }
    return RepairOutcome(done: action.problem)
  }

  func rotateTokenKey(by operator: Operator) async throws(ControlError) -> TokenRotation {
    notes.withLock { $0.append(`operator`.name) }
    return TokenRotation([3, 2, 1].map { TokenKey(number: $0, bytes: []) })
  }

  func release(_ address: IPv4Address, reason: String, by operator: Operator) async throws(ControlError)
    -> LeaseTransition
  {
    guard let lease = table.first(where: { $0.address == address }), lease.state != .free else {
      throw ControlError(.refused, "\(address) is free already")
    }
    let note = `operator`.note(reason: reason)
    notes.withLock { $0.append(note) }
    var freed = lease
    freed.state = .free
    return LeaseTransition(time: Story.time(100), from: lease.state, cause: .operator, note: note, lease: freed)
  }

  func reserve(_ address: IPv4Address, reason: String, by operator: Operator) async throws(ControlError)
    -> LeaseTransition
  {
    throw ControlError(.notFound, "\(address) lies in no pool")
  }

  func unreserve(_ address: IPv4Address, reason: String, by operator: Operator) async throws(ControlError)
    -> LeaseTransition
  {
    throw ControlError(.refused, "\(address) is not reserved")
  }

  func replay(_ batch: ReplayBatch, by operator: Operator) async throws(ControlError) -> ReplayOutcome {
    notes.withLock { $0.append("\(`operator`.name): \(batch.records.count) records") }
    return ReplayOutcome(added: batch.records.count)
  }

  func status() async throws(ControlError) -> ServerStatus {
    ServerStatus(
      received: 10, replied: 6, replayed: 1, dropped: ["unknownClient": 2], inFlight: 1, health: .ok,
      time: Story.time(61), uptimeSeconds: 61, started: Story.zero, version: "1", processID: 7)
  }

  func reload(by operator: Operator) async throws(ControlError) -> ReloadReport {
    throw ControlError(.unavailable, "conf/rollcall.yaml:3: pools: missing; add one")
  }

  private var numbered: [LedgerEntry] {
    entries.enumerated().map {
      LedgerEntry(position: JournalPosition(rawValue: UInt64($0.offset + 1)), transition: $0.element)
    }
  }
}
