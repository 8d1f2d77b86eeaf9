package import AddressPool
package import NetworkAddress
package import Storage

/// What the read model is made of: the running server has it in memory, and without a server the store tells it.
package protocol LedgerSource: Sendable {
  /// Today's pools, in the order of the configuration.
  func pools() async throws(ControlError) -> [PoolDefinition]
  /// Every lease that is not untouched, in the order of addresses. A pool's address that is not among them is free
  /// and was never held.
  func leases() async throws(ControlError) -> [Lease]
  /// One address; nil: nothing ever happened to it.
  func lease(of address: IPv4Address) async throws(ControlError) -> Lease?
  /// The ledger of an address, oldest first.
  func history(of address: IPv4Address) async throws(ControlError) -> [LedgerEntry]
  /// The sessions that accounting tells of, newest first: those that are over, those that live, and those that live
  /// without a lease of ours.
  func recordedSessions(_ filter: SessionFilter) async throws(ControlError) -> [SessionRow]
  /// The ledger in order, at most `limit` entries past `position`, and the position to go on from; the same position
  /// again: there is no more.
  func ledger(after position: JournalPosition, limit: Int) async throws(ControlError) -> LedgerPage
  /// What the store tells, read where waiting for the disk holds nobody up.
  func storing<Value: Sendable>(_ body: @escaping @Sendable (any Store) throws(StoreError) -> Value)
    async throws(ControlError) -> Value
  /// How many addresses of each pool are in each state. A server that keeps counts gives them without a scan.
  func poolSummaries() async throws(ControlError) -> [PoolSummary]
}
