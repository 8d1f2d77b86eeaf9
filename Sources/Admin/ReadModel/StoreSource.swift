package import AddressPool
package import NetworkAddress
package import Storage

/// The read model's source where no server runs: a store that was opened for reading.
package struct StoreSource: LedgerSource {
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

  package func sessionsOver() async throws(ControlError) -> [SessionRow] {
    try reading { () throws(StoreError) in
      try store.sessions(SessionFilter(isOpen: false, limit: ReadModelLimits.sessionsMax))
    }
  }

  package func ledger(after position: JournalPosition, limit: Int) async throws(ControlError) -> LedgerPage {
    let items = try reading { () throws(StoreError) in try store.journal(after: position, limit: limit) }
    return LedgerPage(items: items, after: position)
  }

  private func reading<Value>(_ body: () throws(StoreError) -> Value) throws(ControlError) -> Value {
    do { return try body() } catch { throw ControlError(.unavailable, error.message) }
  }
}

extension LedgerPage {
  /// The ledger's part of journal items that follow `position`.
  package init(items: [JournalItem], after position: JournalPosition) {
    entries = items.compactMap { item in
      guard case .transition(let transition) = item.entry else { return nil }
      return LedgerEntry(position: item.position, transition: transition)
    }
    self.position = items.last?.position ?? position
  }
}
