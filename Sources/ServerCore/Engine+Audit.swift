package import AddressPool
import DequeModule
package import NetworkAddress

extension Engine {
  /// The lease table as the disk has it, in the order of addresses: today's, less what is not written yet.
  package func committedLeases() -> [Lease] {
    var leases: [IPv4Address: Lease] = [:]
    for lease in table.leases { leases[lease.address] = lease }
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
    return table.lease(at: address)
  }
}
