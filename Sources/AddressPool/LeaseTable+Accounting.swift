import NetworkAddress
package import Timebase

extension LeaseTable {
  /// Applies a Start, Interim or Stop. What frees a lease names it; the address alone never does (invariant I4).
  package mutating func account(_ event: SessionEvent, now: Now) -> SessionOutcome {
    clock.look(now)
    switch match(event, now: now) {
    case .lease(let index, let rule):
      let id = slots[Int(index)].lease.id
      var event = event
      let hasFallen = event.counts(lessThan: slots[Int(index)].lease)
      if hasFallen { event.note += "; its counters ran backwards, the totals stay" }
      let isApplied =
        event.kind == .stop
        ? stop(slot: index, event, rule: rule, now: now) : keepAlive(slot: index, event, rule: rule, now: now)
      var outcome = SessionOutcome(isApplied ? .applied : .stale, lease: id, rule: rule)
      outcome.countersFell = hasFallen && isApplied
      if isApplied, let named = event.framedIPAddress, named != slots[Int(index)].lease.address {
        // Its session is known, and so is heard; what it says of its address moves nothing.
        note(.addressMismatch, slot: index, event, match: rule, now: now)
        outcome.addressDiffers = true
      }
      return outcome
    case .mismatch(let index):
      note(.tokenMismatch, slot: index, event, match: .token, now: now)
      return SessionOutcome(.tokenMismatch, lease: slots[Int(index)].lease.id, rule: .token)
    case .unclear(let index):
      return hold(slot: index, event, now: now)
    case .past(let lease, let isOver):
      return strangerOnAddress(event, past: lease, isOver: isOver, now: now)
    case .none:
      return strangerOnAddress(event, past: nil, isOver: false, now: now)
    }
  }

  /// Accounting-On or Accounting-Off: the sessions of that NAS that began before the event are gone. An offer that was
  /// made again since is of a session that is still to begin. Some devices say Accounting-On while their sessions live
  /// on: a later packet of such a session revives it.
  /// Returns how many leases it freed.
  package mutating func nasRebooted(_ nas: String, before event: Timestamp, note: String, now: Now) -> Int {
    clock.look(now)
    var freed = 0
    reboots.forget(nas)
    var index = nases[nas]?.head ?? -1
    while index >= 0 {
      let next = slots[Int(index)].nasNext
      let lease = leaseInSlot(index)
      let began = lease.state == .offered ? lease.lastSeen : lease.start
      // A lease from the future tells that the clock was set back since it began.
      if began < event || began > now.wall || Mutation.rebootFreesAll.isActive {
        end(slot: index, cause: .nasReboot, isOver: false, match: nil, note: note, now: now)
        freed += 1
      }
      index = next
    }
    return freed
  }

  // MARK: - Stop

  private mutating func stop(slot index: Int32, _ event: SessionEvent, rule: MatchRule, now: Now) -> Bool {
    guard !slots[Int(index)].lease.isOver else {
      note(.staleStop, slot: index, event, match: rule, now: now)
      return false
    }
    let cause: LeaseCause = slots[Int(index)].lease.isDisconnected ? .disconnected : .stopped
    let before = leaseInSlot(index)
    end(slot: index, cause: cause, isOver: true, match: rule, note: event.note, now: now, event: event)
    refuteReboot(before, slot: index, at: event.time, now: now)
    return true
  }

  /// Ends a holding for a proven reason: the address is free, after `cooldown`.
  mutating func end(
    slot index: Int32, cause: LeaseCause, isOver: Bool, match: MatchRule?, note: String, now: Now,
    event: SessionEvent? = nil
  ) {
    var lease = leaseInSlot(index)
    if let event { lease = lease.heard(event, at: now.wall) }
    lease.isOver = isOver
    let cooldown = terms(pool: slots[Int(index)].pool).cooldown
    if cooldown > 0, lease.state.isLive {
      rest(lease, slot: index, span: cooldown, cause: cause, match: match, note: note, now: now)
    } else {
      settle(lease, slot: index, cause: cause, match: match, note: note, now: now)
    }
  }

  /// To quarantine, for `span` milliseconds.
  mutating func rest(
    _ lease: Lease, slot index: Int32, span: Int64, cause: LeaseCause, match: MatchRule? = nil, note: String, now: Now
  ) {
    var lease = lease
    lease.state = .quarantined
    lease.since = now.wall
    lease.cause = cause
    let deadline = now.moment.advanced(byMilliseconds: span)
    lease.deadline = now.wallTime(of: deadline)
    apply(
      lease, slot: index, deadline: deadline, sessionDeadline: nil, cause: cause, match: match, note: note, now: now)
  }

  /// To `free`, or back to `reserved`.
  mutating func settle(
    _ lease: Lease, slot index: Int32, cause: LeaseCause, match: MatchRule? = nil, note: String, now: Now
  ) {
    var lease = lease
    lease.state = lease.isReserved ? .reserved : .free
    if lease.state != slots[Int(index)].lease.state { lease.since = now.wall }
    lease.cause = cause
    lease.deadline = nil
    apply(lease, slot: index, deadline: nil, sessionDeadline: nil, cause: cause, match: match, note: note, now: now)
  }

  // MARK: - Start and Interim

  private mutating func keepAlive(slot index: Int32, _ event: SessionEvent, rule: MatchRule, now: Now) -> Bool {
    let before = leaseInSlot(index)
    if before.isOver && !Mutation.lateStartRevives.isActive || before.cause == .nasReboot && event.time < before.since {
      return false
    }
    if before.state == .offered, let holder = before.holder {
      endPortPredecessor(of: index, nas: holder.nas, port: event.holder.nasPort ?? holder.nasPort, event, now: now) {
        $0.id < before.id
      }
    }
    var lease = before.heard(event, at: now.wall)
    let terms = terms(pool: slots[Int(index)].pool)
    if before.state == .offered {
      lease.start = min(max(event.kind == .interim ? event.began : event.time, before.start), now.wall)
    }
    let cause = before.state.causeWhenHeard
    var sessionDeadline = times(ofSlot: index).sessionDeadline
    if before.state != .active || sessionDeadline == nil {
      lease.since = now.wall
      sessionDeadline = self.sessionDeadline(lease, terms, began: event.tellsAge ? event.began : nil, now: now)
    }
    // A session that outlives its Session-Timeout is heard, and looked at again after one more silence.
    var end = sessionDeadline ?? now.moment
    if end <= now.moment || cause == .revived { slots[Int(index)].isSessionDeadlineDoubtful = true }
    if slots[Int(index)].isSessionDeadlineDoubtful {
      end = max(end, now.moment.advanced(byMilliseconds: silenceSpan(lease, terms) ?? terms.offerTimeout))
    }
    lease.state = .active
    lease.cause = cause
    let deadline = activeDeadline(lease, sessionDeadline: end, terms: terms, now: now)
    lease.deadline = now.wallTime(of: deadline)
    apply(
      lease, slot: index, deadline: deadline, sessionDeadline: end, cause: cause, match: rule, note: event.note,
      now: now)
    if before.state == .offered {
      watchName(slot: index, began: lease.start, infers: event.infersReboots, now: now)
    } else {
      refuteReboot(before, slot: index, at: event.time, now: now)
    }
    return true
  }

  /// A new session on a port that another live one holds: where ports are known to be unique, that one is gone. It is
  /// not over, though: should it be heard again, the ports were not unique after all.
  ///
  /// The packet may be a late one, and its own session the one that is gone: `follows` says whether it began after the
  /// other.
  private mutating func endPortPredecessor(
    of index: Int32, nas: String, port: UInt32?, _ event: SessionEvent, now: Now, follows: (Lease) -> Bool
  ) {
    guard let port, let other = nases[nas]?.ports.first(at: port), other != index,
      event.portsUnique ?? nases[nas]?.hasProvenPorts ?? false || Mutation.portsAlwaysUnique.isActive,
      follows(slots[Int(other)].lease)
    else { return }
    let gone = leaseInSlot(other)
    end(slot: other, cause: .portReused, isOver: false, match: nil, note: event.note, now: now)
    contradict(gone, nas: nas, byName: false, began: event.began, infers: event.infersReboots, now: now)
  }

  /// The packet is of no holding that we know.
  ///
  /// `past`: the holding that it names and that another has followed since. `isOver`: whether that one is known to have
  /// ended; nil: nobody remembers.
  private mutating func strangerOnAddress(_ event: SessionEvent, past: LeaseID?, isOver: Bool?, now: Now)
    -> SessionOutcome
  {
    guard let address = event.framedIPAddress else {
      return SessionOutcome(past == nil ? .noLease : .stale, lease: past)
    }
    let existing = slot(at: address)
    let state = existing.map { slots[Int($0)].lease.state } ?? .free
    if let index = existing, state.isLive, event.kind == .stop, Mutation.stopFreesByAddress.isActive {
      end(slot: index, cause: .stopped, isOver: true, match: nil, note: event.note, now: now)
      return SessionOutcome(.applied, lease: past)
    }
    if let index = existing, state.isLive, !(event.kind == .interim && Mutation.adoptionTakesOver.isActive) {
      note(event.kind == .stop ? .staleStop : .conflict, slot: index, event, match: nil, now: now)
      if event.kind == .stop { return SessionOutcome(.stale, lease: past) }
      return SessionOutcome(.conflict(holder: slots[Int(index)].lease.id), lease: past)
    }
    // Where nobody remembers, an Interim speaks of a session that lives; a Start may be a late one.
    guard event.kind != .stop, !(isOver ?? (event.kind != .interim)) else {
      return SessionOutcome(past == nil ? .noLease : .stale, lease: past)
    }
    guard mayAdopt(address, event) else { return SessionOutcome(past == nil ? .noLease : .stale, lease: past) }
    return adopt(address, event, now: now)
  }

  /// Whether a session may claim an address that nobody holds: it lies in a pool open to its client, and no operator
  /// took it out.
  private func mayAdopt(_ address: IPv4Address, _ event: SessionEvent) -> Bool {
    let pool = poolIndex(of: address)
    guard pool >= 0 else { return false }
    if let index = slot(at: address), slots[Int(index)].lease.isReservedByOperator {
      return false
    }
    return pools[Int(pool)].definition.clients?.contains(event.holder.client) ?? true
  }

  private mutating func adopt(_ address: IPv4Address, _ event: SessionEvent, now: Now) -> SessionOutcome {
    let index = slot(for: address, now: now)
    let before = leaseInSlot(index)
    let terms = terms(pool: slots[Int(index)].pool)
    endPortPredecessor(of: index, nas: event.holder.nas, port: event.holder.nasPort, event, now: now) {
      $0.lastSeen < event.began
    }
    closeNotes(slot: index, now: now)
    rememberPast(before, now: now)
    var lease = Lease(address: address, pool: pools[Int(slots[Int(index)].pool)].definition.name, at: now.wall)
    lease.isReserved = before.isReserved
    lease.isReservedByOperator = before.isReservedByOperator
    lease.id = drawLeaseID()
    lease.holder = event.holder
    lease.holder?.ask = nil
    lease.start = min(event.began, now.wall)
    lease.sessionTimeout = UInt32(clamping: terms.sessionTimeout / 1000)
    lease.interimInterval = UInt32(clamping: terms.interimInterval / 1000)
    lease = lease.heard(event, at: now.wall)
    lease.state = .active
    lease.cause = .adopted
    var sessionDeadline = self.sessionDeadline(lease, terms, now: now)
    if sessionDeadline <= now.moment {
      sessionDeadline = now.moment.advanced(byMilliseconds: silenceSpan(lease, terms) ?? terms.offerTimeout)
    }
    let deadline = activeDeadline(lease, sessionDeadline: sessionDeadline, terms: terms, now: now)
    lease.deadline = now.wallTime(of: deadline)
    apply(
      lease, slot: index, deadline: deadline, sessionDeadline: sessionDeadline, cause: .adopted, note: event.note,
      now: now)
    watchName(slot: index, began: lease.start, infers: event.infersReboots, now: now)
    return SessionOutcome(.applied, lease: lease.id)
  }
}

extension Lease {
  /// The lease after a packet of its session: what was not known is learnt, counters never fall.
  func heard(_ event: SessionEvent, at time: Timestamp) -> Lease {
    var lease = self
    lease.lastSeen = time
    lease.holder?.learn(from: event.holder)
    if event.kind == .interim { lease.hasSentInterim = true }
    lease.inputOctets = max(lease.inputOctets, event.inputOctets ?? 0)
    lease.outputOctets = max(lease.outputOctets, event.outputOctets ?? 0)
    return lease
  }
}
