import HeapModule
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
    _ leases: consuming LeaseList, lastLeaseID: LeaseID, past: [PastSession] = [], sharedPorts: Set<String> = [],
    pools definitions: [PoolDefinition], now: Now
  ) {
    precondition(slots.isEmpty, "a table is restored once, and empty")
    clock.look(now)
    pastSessions.reserve(past.count)
    for session in past { pastSessions.insert(session) }
    for nas in sharedPorts.prefix(Limits.idleNASesMax) {
      let place = nases.makePlace(of: nas)
      nases[place].hasSharedPort = true
    }
    var (taken, keys) = leases.takeArranged()
    let highest = taken.withUnsafeMutableBufferPointer { restoreDeadlines($0, definitions, now: now) }
    if !Mutation.restartReusesLeaseNumbers.isActive { raiseLastLeaseID(to: max(highest, lastLeaseID)) }
    swap(&slots, &taken)
    linkRestored(keys)
    noteNextSweep()
  }

  /// Gives each slot its deadlines, and makes the sweep queue of them. Returns the highest number of a lease.
  private mutating func restoreDeadlines(
    _ slots: UnsafeMutableBufferPointer<LeaseSlot>, _ definitions: [PoolDefinition], now: Now
  ) -> LeaseID {
    var terms = RestoredTerms(definitions)
    var deadlines: [SweepEntry] = []
    deadlines.reserveCapacity(slots.count)
    var highest = LeaseID(rawValue: 0)
    for index in slots.indices {
      if let deadline = restoreDeadline(&slots[index], &terms, now: now) {
        deadlines.append(SweepEntry(deadline: deadline, slot: Int32(index)))
      }
      if slots[index].lease.id.rawValue > highest.rawValue { highest = slots[index].lease.id }
      outsideCounts[Int(slots[index].lease.state.rawValue)] += 1
    }
    sweepQueue = Heap(deadlines)
    return highest
  }

  /// Changed where it stands: a copy of each of a million leases would count each of its references up and down.
  @inline(__always)
  private func restoreDeadline(_ slot: inout LeaseSlot, _ terms: inout RestoredTerms, now: Now) -> Moment? {
    let remaining = remaining(slot.lease, terms.terms(of: slot.lease), now: now)
    slot.times.sessionDeadline = remaining.session
    slot.times.deadline = remaining.deadline
    slot.times.queued = remaining.deadline
    slot.isInLedger = true
    slot.isSessionDeadlineDoubtful = slot.lease.state == .active || slot.lease.state == .suspect
    return remaining.deadline
  }

  /// Makes the indexes of all slots, one after the other: what one of them touches then stays at hand. What it does to a slot
  /// is what ``link(_:before:)`` does.
  private mutating func linkRestored(_ keys: [LeaseKeys]) {
    linkRestoredNames(keys)
    for index in slots.indices where slots[index].lease.state.isLive {
      linkUserAndNAS(Int32(index), userHash: keys[index].user)
    }
    linkRestoredPorts(keys)
  }

  private mutating func linkRestoredPorts(_ keys: [LeaseKeys]) {
    var ports = [[UInt64]](repeating: [], count: nases.placeCount)
    for index in keys.indices where keys[index].hasPort && slots[index].lease.state != .offered {
      ports[Int(slots[index].nasRecord)].append(PortTable.entry(keys[index].nasPort, Int32(index)))
    }
    for (place, entries) in ports.enumerated() where !entries.isEmpty {
      nases[Int32(place)].ports.reserve(entries.count)
      for entry in SlotIndex.sorted(entries) {
        let index = SlotIndex.slot(of: entry)
        takePort(keys[Int(index)].nasPort, index, nas: Int32(place))
      }
    }
  }

  private mutating func linkRestoredNames(_ keys: [LeaseKeys]) {
    let slots = slots
    slotsByAddress.fill(slots: slots.count) {
      SlotIndex.hash(slots[$0].lease.address)
    } isSame: { _, _ in
      false
    }
    slotsByLease.fill(slots: slots.count) {
      slots[$0].lease.id.rawValue == 0 ? nil : SlotIndex.hash(slots[$0].lease.id)
    } isSame: {
      slots[Int($0)].lease.id == slots[Int($1)].lease.id
    }
    slotsBySession.fill(slots: slots.count) {
      keys[$0].hasSession ? keys[$0].session : nil
    } isSame: { other, index in
      guard let holder = slots[Int(index)].lease.holder else { return false }
      return slots[Int(other)].lease.holder?.isSameSession(as: holder) ?? false
    }
    slotsByAsk.fill(slots: slots.count) {
      keys[$0].isAsk ? keys[$0].ask : nil
    } isSame: { other, index in
      guard let holder = slots[Int(index)].lease.holder else { return false }
      return slots[Int(other)].lease.holder?.isSameAsk(as: holder) ?? false
    }
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
