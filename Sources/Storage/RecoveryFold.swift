package import AddressPool
import NetworkAddress

/// Replays the journal's tail on what the derived tables hold: how every store answers ``Store/recover()``.
package struct RecoveryFold {
  /// In the order of addresses.
  private var folded: LeaseList
  private var changed = LatestLeases()
  private var lastLeaseID: LeaseID
  private var past: [PastSession]
  private var sharedPorts: Set<String>

  /// `past`: oldest first.
  package init(leases: LeaseList, lastLeaseID: LeaseID, past: [PastSession], sharedPorts: Set<String>) {
    folded = leases
    self.lastLeaseID = lastLeaseID
    self.past = past
    self.sharedPorts = sharedPorts
  }

  /// Takes the next lease that the journal past the derived tables' cursor names.
  mutating func take(_ lease: Lease) {
    if let before = changed.lease(of: lease.address) ?? folded.index(of: lease.address).map({ folded[$0] }),
      before.id != lease.id,
      let session = PastSession(before)
    {
      past.append(session)
      // Dropping one by one would copy the rest each time.
      if past.count >= 2 * LeaseTable.Limits.pastSessionsMax {
        past.removeFirst(past.count - LeaseTable.Limits.pastSessionsMax)
      }
    }
    changed.take(lease)
    lastLeaseID = max(lastLeaseID, lease.id)
  }

  mutating func take(_ shared: SharedPort) { sharedPorts.insert(shared.nas) }

  package consuming func state(at position: JournalPosition) -> RecoveredState {
    if !changed.isEmpty { folded.merge(changed.ordered) }
    return RecoveredState(
      leases: folded, lastLeaseID: lastLeaseID, position: position,
      past: Array(past.suffix(LeaseTable.Limits.pastSessionsMax)), sharedPorts: sharedPorts)
  }
}

extension PastSession {
  /// What is kept of a holding that another followed; nil where it was none.
  package init?(_ holding: Holding) {
    guard holding.replaced != nil else { return nil }
    self.init(
      lease: holding.id, address: holding.address, user: holding.user, nas: holding.nas, session: holding.session,
      isOver: holding.isOver, rebooted: holding.rebooted)
  }
}
