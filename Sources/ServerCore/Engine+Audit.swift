package import AddressPool
import DequeModule
package import NetworkAddress
package import Timebase

extension Engine {
  /// The lease table as the disk has it, in the order of addresses: today's, less what is not written yet.
  package func committedLeases() -> [Lease] {
    var leases: [IPv4Address: Lease] = [:]
    for lease in withTable({ $0.leases }) { leases[lease.address] = lease }
    let unwritten = committing.flatMap(\.changes) + gathered.flatMap(\.changes)
    for change in unwritten.reversed() { leases[change.address] = change.leaseBefore }
    return leases.values.sorted { $0.address < $1.address }
  }

  /// The same for one address; nil: nothing that is written ever happened to it.
  package func committedLease(at address: IPv4Address) -> Lease? {
    for decided in committing {
      for change in decided.changes where change.address == address { return change.leaseBefore }
    }
    for decided in gathered {
      for change in decided.changes where change.address == address { return change.leaseBefore }
    }
    return withTable { $0.lease(at: address) }
  }
}

/// What is read off the table one by one: who asks for the whole of it across modules gets a copy.
extension Engine {
  package func lease(at address: IPv4Address) -> Lease? { withTable { $0.lease(at: address) } }

  package var poolCounts: [PoolCount] { withTable { $0.poolCounts } }

  package func auditTable() -> [AuditFinding] { table.audit() }

  package func deadline(of lease: Lease, now: Now) -> Timestamp? { table.deadline(of: lease, now: now) }
}
