import HeapModule
package import NetworkAddress
package import Timebase

extension LeaseTable {
  /// Takes up pools and static addresses, at start and at reload. Leases in ranges that are gone live on and end
  /// properly; their addresses are not given out again.
  package mutating func configure(pools definitions: [PoolDefinition], staticAddresses: Set<IPv4Address>, now: Now) {
    let brakes = Dictionary(zip(pools.map(\.definition.name), massBrakes)) { first, _ in first }
    setPools(definitions.map(PoolSpace.init))
    massBrakes = definitions.map { brakes[$0.name] ?? MassBrake() }
    poolByName = [:]
    for (index, space) in pools.enumerated() { poolByName[space.definition.name] = Int32(index) }
    segmentIndex = pools.enumerated().flatMap { index, space in space.segments.map { ($0, Int32(index)) } }
    segmentIndex.sort { $0.range.first < $1.range.first }
    recount()
    self.staticAddresses = staticAddresses
    reserveStatic(staticAddresses, now: now)
  }

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
    reserveCapacity(leases.count)
    for entry in LeaseTable.order(of: leases) {
      let lease = leases[Int(entry.place)]
      if !Mutation.restartReusesLeaseNumbers.isActive { raiseLastLeaseID(to: lease.id) }
      let index = Int32(slots.count)
      let remaining = remaining(lease, terms.terms(of: lease), now: now)
      var slot = LeaseSlot(lease: lease, pool: -1)
      slot.times.sessionDeadline = remaining.session
      slot.times.deadline = remaining.deadline
      slot.times.queued = remaining.deadline
      slot.isInLedger = true
      slot.isSessionDeadlineDoubtful = lease.state == .active || lease.state == .suspect
      slots.append(slot)
      if let deadline = remaining.deadline { deadlines.append(SweepEntry(deadline: deadline, slot: index)) }
      linkAddress(index)
      outsideCounts[Int(lease.state.rawValue)] += 1
      link(index, before: Lease(address: lease.address, pool: "", at: lease.since))
    }
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

  /// Room for so many addresses, so that nothing grows step by step while they are taken up.
  private mutating func reserveCapacity(_ count: Int) {
    slots.reserveCapacity(count)
    slotsByAddress.reserve(count)
    slotsByLease.reserve(count)
    slotsBySession.reserve(count)
    slotsByAsk.reserve(count)
  }

  func remaining(_ lease: Lease, _ terms: PoolTerms, now: Now) -> (deadline: Moment?, session: Moment?) {
    guard let wall = lease.deadline else { return (nil, nil) }
    let left = now.wall.milliseconds(to: wall)
    func after(_ span: Int64) -> Moment { now.moment.advanced(byMilliseconds: span) }
    switch lease.state {
    case .free, .reserved:
      return (nil, nil)
    case .offered:
      return (after(min(max(0, left), terms.offerTimeout)), nil)
    case .quarantined where Mutation.restartForgetsQuarantine.isActive:
      return (nil, nil)
    case .quarantined:
      return (after(min(max(0, left), max(terms.quarantine, terms.cooldown))), nil)
    case .suspect where lease.isDisconnected:
      return (after(min(max(0, left), terms.quarantine)), nil)
    case .active, .suspect:
      if Mutation.restartTrustsWallClock.isActive { return (after(left), after(left)) }
      let interval = lease.interimInterval > 0 ? Int64(lease.interimInterval) * 1000 : terms.interimInterval
      let grace = max(interval, terms.sessionGrace)
      let full = Int64(lease.sessionTimeout) * 1000 + terms.sessionGrace
      let toEnd = now.wall.milliseconds(to: lease.start.advanced(byMilliseconds: full))
      let session = after(max(min(full, toEnd), grace))
      let silence = lease.hasSentInterim ? silenceSpan(lease, terms) ?? full : full
      return (min(session, after(max(min(left, silence), grace))), session)
    }
  }

  /// Counts every touched address anew and lines the free ones up, longest free first. The one scan there is, at start
  /// and at reload.
  private mutating func recount() {
    counts = pools.map { _ in [Int](repeating: 0, count: LeaseState.allCases.count) }
    outsideCounts = [Int](repeating: 0, count: LeaseState.allCases.count)
    let touched = slots.map(\.lease.address).sorted()
    freeQueues = pools.map { FreeQueue($0, touched: touched) }
    var free: [(since: Timestamp, slot: Int32)] = []
    for index in slots.indices {
      let pool = poolIndex(of: slots[index].lease.address)
      let state = slots[index].lease.state
      slots[index].pool = pool
      count(state, pool: pool, by: 1)
      if state == .free, pool >= 0 { free.append((slots[index].lease.since, Int32(index))) }
    }
    free.sort { $0.since != $1.since ? $0.since < $1.since : $0.slot < $1.slot }
    for entry in free { enqueueFree(entry.slot) }
  }

  private mutating func reserveStatic(_ addresses: Set<IPv4Address>, now: Now) {
    for address in addresses.sorted() where poolIndex(of: address) >= 0 {
      let index = slot(for: address, now: now)
      var lease = slots[Int(index)].lease
      guard !lease.isReserved else { continue }
      lease.isReserved = true
      changeReservation(lease, slot: index, cause: .reserved, note: "static address of a user", now: now)
    }
    for index in slots.indices {
      var lease = slots[index].lease
      guard lease.isReserved, !lease.isReservedByOperator, !addresses.contains(lease.address) else { continue }
      lease.isReserved = false
      changeReservation(
        lease, slot: Int32(index), cause: .configuration, note: "no user's static address any more", now: now)
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
