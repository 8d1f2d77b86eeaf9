/// `pool audit`: the recount of ledger against lease table against pool, address by address.
package struct AuditReport: Codable, Equatable, Sendable {
  package var pools: [PoolSummary]
  /// Live or resting leases outside of today's ranges: listed, not a fault, and in no pool's size.
  package var outside: [PoolAddress]
  /// Empty when all adds up.
  package var faults: [AuditFault]

  package init(pools: [PoolSummary], outside: [PoolAddress], faults: [AuditFault]) {
    self.pools = pools
    self.outside = outside
    self.faults = faults
  }

  package var isClean: Bool { faults.isEmpty }
}
