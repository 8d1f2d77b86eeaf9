package import NetworkAddress
package import Timebase

/// Why an operator's command was not carried out.
package enum OperatorRefusal: Error, Equatable, Sendable {
  /// The address lies in no pool and has no lease.
  case unknownAddress
  /// Nobody holds it.
  case alreadyFree
  /// It is a user's static address: that is a matter of the users file.
  case isStatic
  case alreadyReserved
}

extension LeaseTable {
  /// Frees an address at once, or gives a reserved one back to its pool.
  package mutating func release(_ address: IPv4Address, note: String, now: Now) throws(OperatorRefusal) {
    guard let index = slot(at: address) else {
      throw poolIndex(of: address) < 0 ? .unknownAddress : .alreadyFree
    }
    var lease = leaseInSlot(index)
    switch lease.state {
    case .free:
      throw .alreadyFree
    case .reserved:
      guard lease.isReservedByOperator else { throw .isStatic }
      lease.isReservedByOperator = false
      lease.isReserved = staticAddresses.contains(address)
    case .offered, .active, .suspect, .quarantined:
      lease.isOver = true
    }
    settle(lease, slot: index, cause: .operator, note: note, now: now)
  }

  /// Takes an address out of its pool: at once when free, else as soon as its holder is gone.
  package mutating func reserve(_ address: IPv4Address, note: String, now: Now) throws(OperatorRefusal) {
    guard poolIndex(of: address) >= 0 else { throw .unknownAddress }
    let index = slot(for: address, now: now)
    var lease = leaseInSlot(index)
    guard !lease.isReserved else { throw lease.isReservedByOperator ? .alreadyReserved : .isStatic }
    lease.isReserved = true
    lease.isReservedByOperator = true
    changeReservation(lease, slot: index, cause: .operator, note: note, now: now)
  }

  /// Makes a row what the ledger says, where the two were found to differ, and leaves an entry that says so and goes on
  /// from the ledger's own last one.
  package mutating func rebuild(_ lease: Lease, note: String, now: Now) {
    let index = slot(for: lease.address, now: now)
    let deadlines = remaining(lease, terms(pool: slots[Int(index)].pool), now: now)
    replace(lease, slot: index, deadline: deadlines.deadline, sessionDeadline: deadlines.session)
    slots[Int(index)].isInLedger = true
    apply(
      lease, slot: index, deadline: deadlines.deadline, sessionDeadline: deadlines.session, cause: .operator,
      note: note, now: now)
  }

  /// Applies a change of the reservation marks; a free address goes to `reserved` or comes back.
  mutating func changeReservation(_ lease: Lease, slot index: Int32, cause: LeaseCause, note: String, now: Now) {
    let slot = slots[Int(index)]
    if lease.state == .free || lease.state == .reserved {
      settle(lease, slot: index, cause: cause, note: note, now: now)
    } else {
      apply(
        lease, slot: index, deadline: slot.deadline, sessionDeadline: slot.sessionDeadline, cause: cause, note: note,
        now: now)
    }
  }
}
