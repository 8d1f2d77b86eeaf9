package import AddressPool
package import NetworkAddress

/// One thing that does not add up.
package struct AuditFault: Codable, Equatable, Sendable {
  /// `I1` to `I5` (docs/architecture.md).
  package var invariant: String
  /// Nil where the fault is a pool's.
  package var address: IPv4Address?
  /// A sentence with the two figures or states that differ.
  package var problem: String

  package init(invariant: String, address: IPv4Address?, problem: String) {
    self.invariant = invariant
    self.address = address
    self.problem = problem
  }

  /// What a lease table found out about itself.
  package init(_ finding: AuditFinding) {
    self.init(invariant: finding.invariant, address: finding.address, problem: finding.problem)
  }
}
