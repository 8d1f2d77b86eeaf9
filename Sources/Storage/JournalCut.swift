package import AddressPool

/// What stands for the part of the journal that retention has cut off: what that part made of the lease table.
package struct JournalCut: Equatable, Sendable {
  /// The last entry that was cut off; 0: none was.
  package var position: JournalPosition
  package var lastLeaseID: LeaseID
  /// Each as its last entry in that part left it, in the order of addresses.
  package var leases: [Lease]
  package var sharedPorts: [SharedPort]

  package init(
    position: JournalPosition = JournalPosition(rawValue: 0), lastLeaseID: LeaseID = LeaseID(rawValue: 0),
    leases: [Lease] = [], sharedPorts: [SharedPort] = []
  ) {
    self.position = position
    self.lastLeaseID = lastLeaseID
    self.leases = leases
    self.sharedPorts = sharedPorts
  }
}
