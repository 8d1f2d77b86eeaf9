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
    let touched = touchedAddresses
    freeQueues = pools.map { FreeQueue($0, touched: touched) }
    var free: [(since: Timestamp, slot: Int32)] = []
    let segments = segmentIndex
    for index in slots.indices {
      let pool = LeaseTable.poolIndex(of: slots[index].lease.address, in: segments)
      let state = slots[index].lease.state
      slots[index].pool = pool
      count(state, pool: pool, by: 1)
      if state == .free, pool >= 0 { free.append((slots[index].lease.since, Int32(index))) }
    }
    free.sort { $0.since != $1.since ? $0.since < $1.since : $0.slot < $1.slot }
    for entry in free { enqueueFree(entry.slot) }
  }

  /// All addresses that have a slot, ascending.
  var touchedAddresses: [IPv4Address] {
    var addresses: [UInt32] = []
    addresses.reserveCapacity(slots.count)
    for index in slots.indices { addresses.append(slots[index].lease.address.rawValue) }
    addresses.sort()
    return addresses.map(IPv4Address.init(rawValue:))
  }

  private mutating func reserveStatic(_ addresses: Set<IPv4Address>, now: Now) {
    for address in addresses.sorted() where poolIndex(of: address) >= 0 {
      let index = slot(for: address, now: now)
      var lease = leaseInSlot(index)
      guard !lease.isReserved else { continue }
      lease.isReserved = true
      changeReservation(lease, slot: index, cause: .reserved, note: "static address of a user", now: now)
    }
    for index in slots.indices where slots[index].lease.isReserved {
      var lease = slots[index].lease
      guard !lease.isReservedByOperator, !addresses.contains(lease.address) else { continue }
      lease.isReserved = false
      changeReservation(
        lease, slot: Int32(index), cause: .configuration, note: "no user's static address any more", now: now)
    }
  }
}
