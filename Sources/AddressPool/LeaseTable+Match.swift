import NetworkAddress
import Timebase

extension LeaseTable {
  /// What an accounting packet was found to be about.
  enum Match {
    case lease(slot: Int32, rule: MatchRule)
    /// A right token, but another session's Acct-Session-Id.
    case mismatch(slot: Int32)
    /// The Acct-Session-Id of a past session, and all else of the offer that followed it: it may be of either.
    case unclear(slot: Int32)
    /// A session whose address went on to another. `isOver`: whether it is known to have ended; nil: nobody remembers.
    case past(LeaseID, isOver: Bool?)
    case none
  }

  /// The chain: token; NAS and Acct-Session-Id; NAS, User-Name and Framed-IP-Address; the user's only offer there.
  /// What is absent decides nothing; what is present must not contradict (invariants I4 and I7).
  func match(_ event: SessionEvent, now: Now) -> Match {
    guard let token = event.token, !Mutation.tokenIgnored.isActive else { return matchWithoutToken(event, now: now) }
    if let index = slot(of: token), let own = slots[Int(index)].lease.holder, own.client == event.holder.client {
      let differs = own.hasSession && event.holder.hasSession && !own.isSameSessionName(as: event.holder)
      guard differs else { return .lease(slot: index, rule: .token) }
      // Some devices echo the Class of an earlier Accept. That frees nothing; what lives is heard all the same.
      if event.kind != .stop, case .lease(let other, let rule) = matchWithoutToken(event, now: now) {
        return .lease(slot: other, rule: rule)
      }
      return .mismatch(slot: index)
    }
    if token <= lastLeaseID, slot(of: token) == nil {
      if let index = adoptedLease(event) { return .lease(slot: index, rule: .session) }
      return .past(token, isOver: pastSessions.session(of: token).map { isOver($0, event) })
    }
    return matchWithoutToken(event, now: now)
  }

  /// The lease that the packet's session claimed back after its first one, which its token still names, had gone to
  /// another. Only an adopted lease was not asked for.
  private func adoptedLease(_ event: SessionEvent) -> Int32? {
    guard event.holder.hasSession, let index = slot(sessionOf: event.holder),
      let own = slots[Int(index)].lease.holder, own.ask == nil, own.isSameUser(as: event.holder),
      event.framedIPAddress.map({ $0 == slots[Int(index)].lease.address }) ?? true
    else { return nil }
    return index
  }

  private func matchWithoutToken(_ event: SessionEvent, now: Now) -> Match {
    if event.holder.hasSession {
      if let index = slot(sessionOf: event.holder) {
        if !isOfAnother(slots[Int(index)].lease, event, now: now) { return .lease(slot: index, rule: .session) }
      } else if let past = pastSessions.session(of: event.holder),
        !differs(event, address: past.address, past.holder)
      {
        if let match = successor(of: past, event, now: now) { return match }
        return .past(past.lease, isOver: isOver(past, event))
      }
    }
    if let address = event.framedIPAddress {
      if let index = slot(at: address), couldMean(index, event, now: now) {
        return .lease(slot: index, rule: .userAndAddress)
      }
      return .none
    }
    // A Stop frees nothing on such thin grounds, and a session that another server let in has no offer of ours.
    guard event.kind != .stop, !event.isOfAnotherServer else { return .none }
    return soleOffer(event, now: now).map { .lease(slot: $0, rule: .soleOffer) } ?? .none
  }

  /// Whether the NAS uses an Acct-Session-Id a second time, as devices do that count from 1 after a reboot: the session
  /// that we know by it is over and another's, or the packet fits the lease of the address that it names.
  private func isOfAnother(_ lease: Lease, _ event: SessionEvent, now: Now) -> Bool {
    if lease.isOver { return lease.holder.map { differs(event, address: lease.address, $0) } ?? false }
    // A session does not change its user: this Start is of a new one, whether it names an address or not.
    if event.kind == .start, lease.state != .offered, let own = lease.holder, own.hasUser, event.holder.hasUser,
      !own.isSameUser(as: event.holder)
    {
      return true
    }
    // Nor does it begin after the reboot that ended it. One that lives on in spite of that began before.
    if lease.cause == .nasReboot, event.tellsAge, event.began > lease.since { return true }
    guard let address = event.framedIPAddress, address != lease.address, let index = slot(at: address) else {
      return false
    }
    let isTaken = slots[Int(index)].lease.state.isLive || isAwaited(slots[Int(index)].lease)
    return isTaken && couldMean(index, event, now: now)
  }

  /// Whether the session that the lease was offered to is still to be heard of by its name.
  private func isAwaited(_ lease: Lease) -> Bool {
    let isNameless = !(lease.holder?.hasSession ?? true) && !lease.isOver
    return isNameless || lease.state == .offered || lease.cause == .neverStarted
  }

  /// The lease that followed a past session on the address that the packet names, where the packet has that session's
  /// Acct-Session-Id and fits the lease all the same. Devices that count Acct-Session-Id from 1 after a reboot give the
  /// same user the same one again, and the server the same address. Nil: there is none.
  private func successor(of past: PastSession, _ event: SessionEvent, now: Now) -> Match? {
    guard let address = event.framedIPAddress, let index = slot(at: address) else { return nil }
    guard isAwaited(slots[Int(index)].lease), couldMean(index, event, now: now) else { return nil }
    if isLater(event, than: past, now: now), event.kind != .stop || event.sessionTime != nil {
      return .lease(slot: index, rule: .userAndAddress)
    }
    // A Stop frees nothing on such thin grounds.
    return event.kind == .stop ? nil : .unclear(slot: index)
  }

  /// Whether the packet's session began after the NAS's reboot that ended the past one, or the packet comes so long after
  /// another end of it that nothing of it comes any more. All is reckoned on the monotonic clock: the wall clock may have
  /// stepped meanwhile.
  private func isLater(_ event: SessionEvent, than past: PastSession, now: Now) -> Bool {
    let sinceEnd = (past.ended ?? clock.started).milliseconds(to: now.moment)
    let sinceBeginning = event.began.milliseconds(to: now.wall)
    if past.rebooted != nil { return sinceBeginning < sinceEnd }
    return sinceEnd - (past.isOver ? event.time.milliseconds(to: now.wall) : sinceBeginning) > Limits.lateAccounting
  }

  private func differs(_ event: SessionEvent, address: IPv4Address, _ own: LeaseHolder) -> Bool {
    if let framed = event.framedIPAddress, framed != address { return true }
    return own.hasUser && event.holder.hasUser && !own.isSameUser(as: event.holder)
  }

  /// What a reboot ended is over for packets from before it.
  private func isOver(_ past: PastSession, _ event: SessionEvent) -> Bool {
    past.isOver || past.rebooted.map { event.time < $0 } ?? false
  }

  /// Whether nothing in the packet contradicts that it is about the holding of a slot.
  private func couldMean(_ index: Int32, _ event: SessionEvent, now: Now) -> Bool {
    let slot = slots[Int(index)]
    let lease = slot.lease
    guard let own = lease.holder, event.holder.hasUser, own.isSameUser(as: event.holder),
      own.isSameNAS(as: event.holder)
    else { return false }
    if own.hasSession, event.holder.hasSession, !own.isSameSessionName(as: event.holder) { return false }
    if let port = own.nasPort, let other = event.holder.nasPort, port != other { return false }
    if own.hasCallingStation, event.holder.hasCallingStation, !own.isSameStation(as: event.holder) { return false }
    // A lease from the future tells that the clock was set back, and its start tells nothing.
    if lease.start > now.wall || event.began.advanced(byMilliseconds: Limits.clockSlack) >= lease.start { return true }
    // So it may have been where it only seems to be: the monotonic clock tells how long the offer has stood.
    guard lease.state == .offered, let deadline = slot.deadline else { return false }
    let stands = terms(pool: slot.pool).offerTimeout - now.moment.milliseconds(to: deadline)
    return event.began.milliseconds(to: now.wall) <= stands + Limits.clockSlack
  }

  /// Where a NAS sends no Framed-IP-Address in its Start: the user's offer on that NAS, if it is the only one that the
  /// packet could mean.
  private func soleOffer(_ event: SessionEvent, now: Now) -> Int32? {
    guard let record = user(of: event.holder), record.offers > 0 else { return nil }
    var found: Int32?
    var index = record.head
    var searched = 0
    while index >= 0 {
      searched += 1
      guard searched <= Limits.offersSearchedMax else { return nil }
      let slot = slots[Int(index)]
      if slot.lease.state == .offered, couldMean(index, event, now: now) {
        if found != nil { return nil }
        found = index
      }
      index = slot.userNext
    }
    return found
  }
}
