import HeapModule
import NetworkAddress
package import Timebase

extension LeaseTable {
  /// Takes up the table that the store kept. Called once, on an empty table, before ``configure(pools:staticAddresses:now:)``.
  ///
  /// What remains of a deadline is bounded by [0, its full length], so that no step of the clock while the server was
  /// down ends or prolongs anything at large; an active lease whose time ran out meanwhile, or is about to, gets one
  /// more interval to be heard from: nobody listened while the server was down. The spans come from `definitions`.
  ///
  /// `past`: holdings whose address another holds by now, oldest first. `sharedPorts`: NASes whose ports are not unique.
  package mutating func restore(
    _ leases: [Lease], lastLeaseID: LeaseID, past: [PastSession] = [], sharedPorts: Set<String> = [],
    pools definitions: [PoolDefinition], now: Now
  ) {
    precondition(slots.isEmpty, "a table is restored once, and empty")
    clock.look(now)
    if !Mutation.restartReusesLeaseNumbers.isActive { raiseLastLeaseID(to: lastLeaseID) }
    pastSessions.reserve(past.count)
    for session in past { pastSessions.insert(session) }
    for nas in sharedPorts.prefix(Limits.idleNASesMax) {
      let place = nases.makePlace(of: nas)
      nases[place].hasSharedPort = true
    }
    var terms = RestoredTerms(definitions)
    var deadlines: [SweepEntry] = []
    deadlines.reserveCapacity(leases.count)
    slots = HugePages.array(room: leases.count)
    for entry in LeaseTable.order(of: leases) {
      let lease = leases[Int(entry.place)]
      if !Mutation.restartReusesLeaseNumbers.isActive { raiseLastLeaseID(to: lease.id) }
      let remaining = remaining(lease, terms.terms(of: lease), now: now)
      var slot = LeaseSlot(lease: lease, pool: -1)
      slot.times.sessionDeadline = remaining.session
      slot.times.deadline = remaining.deadline
      slot.times.queued = remaining.deadline
      slot.isInLedger = true
      slot.isSessionDeadlineDoubtful = lease.state == .active || lease.state == .suspect
      if let deadline = remaining.deadline {
        deadlines.append(SweepEntry(deadline: deadline, slot: Int32(slots.count)))
      }
      slots.append(slot)
      outsideCounts[Int(lease.state.rawValue)] += 1
    }
    linkRestored()
    sweepQueue = Heap(deadlines)
    noteNextSweep()
  }

  /// In which order leases are taken up: those that live last, then by number. Where a NAS used an Acct-Session-Id twice, it
  /// leads to the session that lives, else to the later one.
  private static func order(of leases: [Lease]) -> [(key: UInt64, place: UInt32)] {
    var order: [(key: UInt64, place: UInt32)] = []
    order.reserveCapacity(leases.count)
    for place in leases.indices {
      let key = (leases[place].state.isLive ? 1 << 63 : 0) | leases[place].id.rawValue
      order.append((key, UInt32(place)))
    }
    // Leases come in the order of their addresses, which settles what has no number.
    order.sort { $0.key != $1.key ? $0.key < $1.key : $0.place < $1.place }
    return order
  }

  /// Makes the indexes of all slots, one after the other: what one of them touches then stays at hand. What it does to a slot
  /// is what ``link(_:before:)`` does.
  private mutating func linkRestored() {
    slotsByAddress.reserve(slots.count)
    for index in slots.indices { linkAddress(Int32(index)) }
    slotsByLease.reserve(slots.count)
    for index in slots.indices where slots[index].lease.id.rawValue != 0 { linkLease(Int32(index)) }
    slotsBySession.reserve(slots.count)
    for index in slots.indices {
      guard let holder = slots[index].lease.holder, holder.hasSession else { continue }
      linkSession(holder, Int32(index))
    }
    slotsByAsk.reserve(slots.count)
    for index in slots.indices {
      guard let holder = slots[index].lease.holder, holder.ask != nil else { continue }
      linkAsk(holder, Int32(index))
    }
    for index in slots.indices where slots[index].lease.state.isLive { linkUserAndNAS(Int32(index)) }
  }
}

/// The terms of the leases that a start takes up, by the names of their pools. Most are of the pool of the one before.
private struct RestoredTerms {
  private let byName: [String: PoolTerms]
  private let spaces: [PoolSpace]
  private var last: (pool: String, terms: PoolTerms)?

  init(_ definitions: [PoolDefinition]) {
    byName = Dictionary(definitions.map { ($0.name, PoolTerms($0)) }) { first, _ in first }
    spaces = definitions.map(PoolSpace.init)
  }

  mutating func terms(of lease: Lease) -> PoolTerms {
    if let last, last.pool == lease.pool { return last.terms }
    if let terms = byName[lease.pool] {
      last = (lease.pool, terms)
      return terms
    }
    // A pool that was renamed meanwhile is found by its addresses.
    return PoolTerms(spaces.first { $0.contains(lease.address) }?.definition ?? LeaseTable.outsideDefinition)
  }
}
