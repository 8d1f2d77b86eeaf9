package import AddressPool
package import NetworkAddress
package import Storage

/// The read model's source where no server runs: a store that was opened for reading.
///
/// It takes the place of the server for ``ControlDispatcher``, so that a command gets the same answer either way. What
/// would change a lease is refused: the one writer of a store is its server.
package struct StoreSource: ControlTarget {
  private let store: any Store
  private let definitions: [PoolDefinition]

  package init(store: any Store, pools: [PoolDefinition]) {
    self.store = store
    definitions = pools
  }

  package func pools() async throws(ControlError) -> [PoolDefinition] { definitions }

  package func leases() async throws(ControlError) -> [Lease] {
    try reading { () throws(StoreError) in try store.leases() }
  }

  package func lease(of address: IPv4Address) async throws(ControlError) -> Lease? {
    try reading { () throws(StoreError) in try store.lease(of: address) }
  }

  package func history(of address: IPv4Address) async throws(ControlError) -> [LedgerEntry] {
    try reading { () throws(StoreError) in try store.history(of: address) }
  }

  package func recordedSessions(_ filter: SessionFilter) async throws(ControlError) -> [SessionRow] {
    try reading { () throws(StoreError) in
      try store.sessions(filter)
    }
  }

  package func ledger(after position: JournalPosition, limit: Int) async throws(ControlError) -> LedgerPage {
    let items = try reading { () throws(StoreError) in try store.journal(after: position, limit: limit) }
    return LedgerPage(items: items, after: position)
  }

  package func storing<Value: Sendable>(_ body: @escaping @Sendable (any Store) throws(StoreError) -> Value)
    async throws(ControlError) -> Value
  {
    try reading { () throws(StoreError) in try body(store) }
  }

  package func release(_ address: IPv4Address, reason: String, by operator: Operator) async throws(ControlError)
    -> LeaseTransition
  {
    throw StoreSource.noServer
  }

  package func reserve(_ address: IPv4Address, reason: String, by operator: Operator) async throws(ControlError)
    -> LeaseTransition
  {
    throw StoreSource.noServer
  }

  package func unreserve(_ address: IPv4Address, reason: String, by operator: Operator) async throws(ControlError)
    -> LeaseTransition
  {
    throw StoreSource.noServer
  }

  package func repairPlan() async throws(ControlError) -> RepairPlan { throw StoreSource.noServer }

  package func repair(_ action: RepairAction, report: String, by operator: Operator) async throws(ControlError)
    -> RepairOutcome
  {
    throw StoreSource.noServer
  }

  package func rotateTokenKey(by operator: Operator) async throws(ControlError) -> TokenRotation {
    throw StoreSource.noServer
  }

  package func replay(_ batch: ReplayBatch, by operator: Operator) async throws(ControlError) -> ReplayOutcome {
    throw StoreSource.noServer
  }

  package func status() async throws(ControlError) -> ServerStatus { throw StoreSource.noServer }

  package func reload(by operator: Operator) async throws(ControlError) -> ReloadReport { throw StoreSource.noServer }

  private static let noServer = ControlError(
    .unavailable, "no server runs, and only a running one can do that; start it with `rollcall serve`")

  private func reading<Value>(_ body: () throws(StoreError) -> Value) throws(ControlError) -> Value {
    do { return try body() } catch { throw ControlError(.unavailable, error.message) }
  }
}
