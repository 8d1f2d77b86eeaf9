import NetworkAddress
package import Timebase

extension LeaseTable {
  /// Answers an Access-Request: the address that the same ask has already, else its static one, else one of a pool.
  package mutating func offer(_ request: OfferRequest, now: Now) -> OfferOutcome {
    clock.look(now)
    let pool: Int32
    switch choosePool(request) {
    case .success(let index): pool = index
    case .failure(let refusal): return .refused(refusal.reason)
    }
    if let lease = offerAgain(request, pool: pool, now: now) { return .granted(lease) }
    if let refusal = overCap(request, pool: pool) { return .refused(refusal) }
    if case .address(let address) = request.source {
      return offerStatic(address, request, now: now)
    }
    guard let index = takeFree(request, pool: pool, now: now) else {
      let definition = definition(pool: pool)
      return definition.whenEmpty == .reject
        ? .refused(.poolEmpty(pool: definition.name)) : .grantedWithoutAddress(pool: definition.name)
    }
    return .granted(offerNew(slot: index, request, cause: .offered, now: now))
  }

  private struct PoolRefusal: Error { var reason: OfferRefusal }

  private func choosePool(_ request: OfferRequest) -> Result<Int32, PoolRefusal> {
    func isOpen(_ index: Int) -> Bool { pools[index].definition.clients?.contains(request.holder.client) ?? true }
    switch request.source {
    case .address(let address):
      return .success(poolIndex(of: address))
    case .pool(let name):
      guard let index = poolByName[name] else { return .failure(PoolRefusal(reason: .unknownPool(name))) }
      return isOpen(Int(index)) ? .success(index) : .failure(PoolRefusal(reason: .poolNotOpen(name)))
    case .firstOpenPool:
      guard let index = pools.indices.first(where: isOpen) else { return .failure(PoolRefusal(reason: .noPool)) }
      return .success(Int32(index))
    }
  }

  /// The same identity asks while it holds an address: offered stays offered; active stays active for a
  /// re-authentication, and is handed on to a new session where the NAS's ports are unique.
  private mutating func offerAgain(_ request: OfferRequest, pool: Int32, now: Now) -> Lease? {
    guard let index = slot(askOf: request.holder) else { return nil }
    let slot = slots[Int(index)]
    guard slot.lease.state.isLive, slot.pool == pool || slot.pool < 0, let holder = slot.lease.holder
    else { return nil }
    if case .address(let address) = request.source, address != slot.lease.address { return nil }
    switch slot.lease.state {
    case .offered:
      var lease = slot.lease
      setTerms(&lease, request)
      lease.lastSeen = now.wall
      lease.cause = .retried
      let deadline = now.moment.advanced(byMilliseconds: terms(pool: pool).offerTimeout)
      lease.deadline = now.wallTime(of: deadline)
      apply(
        lease, slot: index, deadline: deadline, sessionDeadline: nil, cause: .retried, note: request.note, now: now)
      slots[Int(index)].askMark = request.mark
      return lease
    case .active, .suspect:
      if request.holder.hasSession, request.holder.isSameSessionName(as: holder) {
        return reauthenticate(slot: index, request, now: now)
      }
      guard !request.holder.hasSession, request.holder.nasPort != nil, portsAreUnique(request),
        mayHandOn(slot, request), !isLateCopy(request, of: slot, now: now)
      else { return nil }
      let offer = offerNew(slot: index, request, cause: .handedOn, now: now)
      contradict(
        slot.lease, nas: holder.nas, byName: false, began: now.wall, infers: request.infersReboots, now: now)
      return offer
    case .free, .quarantined, .reserved:
      return nil
    }
  }

  /// An address that left its pool, or is to be reserved as soon as its holder is gone, goes to no new session.
  private func mayHandOn(_ slot: LeaseSlot, _ request: OfferRequest) -> Bool {
    guard slot.pool >= 0, !slot.lease.isReservedByOperator else { return false }
    return !slot.lease.isReserved || request.source == .address(slot.lease.address)
  }

  /// Whether the ask is a copy, which the network held up, of the one that the lease's session began with: the same
  /// Request Authenticator; or of the ask of a still earlier call of the same user on the same port. It gets an address of
  /// its own, and nobody loses one. Where the server does not know the authenticator any more, after a restart, an ask
  /// that comes when the session has only just begun counts as a copy.
  private func isLateCopy(_ request: OfferRequest, of slot: LeaseSlot, now: Now) -> Bool {
    if request.isCopy { return true }
    if slot.askMark != 0, request.mark != 0 { return slot.askMark == request.mark }
    return slot.lease.state == .active && slot.lease.since.milliseconds(to: now.wall) < Limits.lateAsk
  }

  private func portsAreUnique(_ request: OfferRequest) -> Bool {
    request.portsUnique ?? (nases[request.holder.nas]?.hasProvenPorts ?? false)
  }

  /// A session authenticates anew: its Session-Timeout counts from now.
  private mutating func reauthenticate(slot index: Int32, _ request: OfferRequest, now: Now) -> Lease {
    let before = leaseInSlot(index)
    var lease = before
    let terms = terms(pool: slots[Int(index)].pool)
    setTerms(&lease, request)
    let sessionDeadline = now.moment.advanced(
      byMilliseconds: Int64(lease.sessionTimeout) * 1000 + terms.sessionGrace)
    let elapsed = max(0, lease.start.milliseconds(to: now.wall) / 1000)
    lease.sessionTimeout = UInt32(clamping: Int64(lease.sessionTimeout) + elapsed)
    lease.state = .active
    if lease.state != slots[Int(index)].lease.state { lease.since = now.wall }
    lease.lastSeen = now.wall
    lease.cause = .retried
    let deadline = activeDeadline(lease, sessionDeadline: sessionDeadline, terms: terms, now: now)
    lease.deadline = now.wallTime(of: deadline)
    apply(
      lease, slot: index, deadline: deadline, sessionDeadline: sessionDeadline, cause: .retried, note: request.note,
      now: now)
    refuteReboot(before, slot: index, at: now.wall, now: now)
    return lease
  }

  private func overCap(_ request: OfferRequest, pool: Int32) -> OfferRefusal? {
    guard let record = user(of: request.holder) else { return nil }
    if let bound = request.simultaneousUse {
      let live = Int(record.live)
      if Mutation.oneSessionTooMany.isActive ? live > bound : live >= bound { return .tooManySessions(bound) }
      if Mutation.oneSessionTooFew.isActive, live + 1 >= bound { return .tooManySessions(bound) }
    }
    let cap = terms(pool: pool).openOffersPerUser
    return Int(record.offers) >= cap ? .tooManyOffers(cap) : nil
  }

  /// A static address is its user's: a new session of that user takes it over from an older one. Another's session on
  /// it, or the rest after one, is respected.
  private mutating func offerStatic(_ address: IPv4Address, _ request: OfferRequest, now: Now) -> OfferOutcome {
    let index = slot(for: address, now: now)
    let lease = leaseInSlot(index)
    // What an operator took out stays out until it is given back, whoever it is.
    guard !lease.isReservedByOperator else { return .refused(.addressReserved(address)) }
    let isOwn = lease.holder?.isSameUser(as: request.holder) ?? false
    switch lease.state {
    case .free, .reserved:
      return .granted(offerNew(slot: index, request, cause: .offered, now: now))
    case .offered, .active, .suspect, .quarantined:
      guard isOwn else { return .refused(.addressInUse(address)) }
      let cause: LeaseCause = lease.state == .quarantined ? .offered : .handedOn
      return .granted(offerNew(slot: index, request, cause: cause, now: now))
    }
  }

  /// The address that the same identity held last, if free; else the one that has been free longest.
  private mutating func takeFree(_ request: OfferRequest, pool: Int32, now: Now) -> Int32? {
    if let index = slot(askOf: request.holder), slots[Int(index)].lease.state == .free, slots[Int(index)].pool == pool {
      return index
    }
    while let address = freeQueues[Int(pool)].nextUntouched() {
      if slot(at: address) == nil { return slot(for: address, now: now) }
    }
    while let entry = freeQueues[Int(pool)].popReturned() {
      if FreeQueue.isCurrent(entry, in: slots, pool: pool) { return entry.slot }
    }
    return nil
  }

  private mutating func offerNew(slot index: Int32, _ request: OfferRequest, cause: LeaseCause, now: Now) -> Lease {
    let slot = slots[Int(index)]
    let name = slot.pool >= 0 ? pools[Int(slot.pool)].definition.name : ""
    var lease = Lease(address: slot.lease.address, pool: name, at: now.wall)
    lease.isReserved = slot.lease.isReserved
    lease.isReservedByOperator = slot.lease.isReservedByOperator
    lease.id = drawLeaseID()
    lease.holder = request.holder
    lease.state = .offered
    lease.cause = cause
    setTerms(&lease, request)
    let deadline = now.moment.advanced(byMilliseconds: terms(pool: slot.pool).offerTimeout)
    lease.deadline = now.wallTime(of: deadline)
    closeNotes(slot: index, now: now)
    rememberPast(slot.lease, now: now)
    let isImmortal = Mutation.offerNeverExpires.isActive
    apply(
      lease, slot: index, deadline: isImmortal ? Moment(rawValue: .max) : deadline, sessionDeadline: nil, cause: cause,
      note: request.note, now: now)
    watchName(slot: index, began: now.wall, infers: request.infersReboots, now: now)
    slots[Int(index)].askMark = request.mark
    return lease
  }

  private func setTerms(_ lease: inout Lease, _ request: OfferRequest) {
    let terms = self.terms(of: lease)
    lease.sessionTimeout = request.sessionTimeout ?? UInt32(clamping: terms.sessionTimeout / 1000)
    lease.interimInterval = request.interimInterval ?? UInt32(clamping: terms.interimInterval / 1000)
  }

  /// The session loses its address to another: its late packets are recognised by this.
  mutating func rememberPast(_ lease: Lease, now: Now) {
    guard let holder = lease.holder else { return }
    let ended = clock.latestMoment(of: lease.since, now: now)
    pastSessions.insert(PastSession(lease, holder: holder, ended: ended))
  }
}
