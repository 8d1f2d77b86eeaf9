import AddressPool
package import NetworkAddress
package import Storage
package import Timebase

extension SQLiteStore {
  package func holdings(_ filter: HoldingFilter) throws(StoreError) -> [Holding] {
    try catchUp()
    return try derived.holdings(filter)
  }

  package func history(of holding: Holding) throws(StoreError) -> [LedgerEntry] {
    try catchUp()
    return try journal.transitions(at: try derived.positions(of: holding))
  }

  package func moment(of address: IPv4Address, at time: Timestamp) throws(StoreError) -> AddressMoment? {
    try catchUp()
    let entries = try journal.transitions(at: try derived.positions(of: address, at: time))
    if let entry = entries.first { return AddressMoment(entry: entry, next: entries.dropFirst().first) }
    // Its last entry may have been cut off, and have said what was so until today.
    guard let lease = try journal.cutLease(of: address), lease.since <= time else { return nil }
    let transition = LeaseTransition(time: lease.since, from: lease.state, cause: lease.cause, lease: lease)
    let next = try history(of: address).first {
      $0.transition.from != $0.transition.to || $0.transition.lease.id != lease.id
    }
    return AddressMoment(
      entry: LedgerEntry(position: try journal.cut(withLeases: false).position, transition: transition), next: next)
  }

  package func tallies(sinceDay day: Int64) throws(StoreError) -> [LeaseTally] {
    try catchUp()
    return try derived.tallies(sinceDay: day)
  }
}
