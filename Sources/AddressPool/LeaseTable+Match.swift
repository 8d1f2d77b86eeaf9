import NetworkAddress
import Timebase

extension LeaseTable {
  /// What an accounting packet was found to be about.
  enum Match {
    case lease(slot: Int32, rule: MatchRule)
    /// A right token, but another session's Acct-Session-Id.
    case mismatch(slot: Int32)
    /// A session that is over and whose address went on.
    case past(LeaseID)
    case none
  }

  /// The chain: token; NAS and Acct-Session-Id; NAS, User-Name and Framed-IP-Address; the user's only offer there.
  /// What is absent decides nothing; what is present must not contradict (invariants I4 and I7).
  func match(_ event: SessionEvent) -> Match {
    let holder = event.holder
    if let token = event.token {
      if let index = slotByLease[token], let own = slots[Int(index)].lease.holder, own.client == holder.client {
        let differs = !own.session.isEmpty && !holder.session.isEmpty && own.session != holder.session
        return differs ? .mismatch(slot: index) : .lease(slot: index, rule: .token)
      }
      if token <= lastLeaseID, slotByLease[token] == nil { return .past(token) }
    }
    if !holder.session.isEmpty {
      let key = SessionKey(nas: holder.nas, session: holder.session)
      if let index = slotBySession[key] { return .lease(slot: index, rule: .session) }
      if let lease = pastSessions.leaseID(of: key) { return .past(lease) }
    }
    if let address = event.framedIPAddress {
      if let index = slotByAddress[address], couldMean(slots[Int(index)].lease, event) {
        return .lease(slot: index, rule: .userAndAddress)
      }
      return .none
    }
    // A Stop frees nothing on such thin grounds.
    guard event.kind != .stop else { return .none }
    return soleOffer(event).map { .lease(slot: $0, rule: .soleOffer) } ?? .none
  }

  /// Whether nothing in the packet contradicts that it is about this holding.
  private func couldMean(_ lease: Lease, _ event: SessionEvent) -> Bool {
    guard let own = lease.holder, !event.holder.user.isEmpty, own.user == event.holder.user,
      own.nas == event.holder.nas
    else { return false }
    if !own.session.isEmpty, !event.holder.session.isEmpty, own.session != event.holder.session { return false }
    if let port = own.nasPort, let other = event.holder.nasPort, port != other { return false }
    if !own.callingStation.isEmpty, !event.holder.callingStation.isEmpty,
      own.callingStation != event.holder.callingStation
    {
      return false
    }
    return event.began.advanced(byMilliseconds: Limits.clockSlack) >= lease.start
  }

  /// Where a NAS sends no Framed-IP-Address in its Start: the user's offer on that NAS, if it is the only one that the
  /// packet could mean.
  private func soleOffer(_ event: SessionEvent) -> Int32? {
    guard let record = users[event.holder.user], record.offers > 0 else { return nil }
    var found: Int32?
    var index = record.head
    var searched = 0
    while index >= 0 {
      searched += 1
      guard searched <= Limits.offersSearchedMax else { return nil }
      let slot = slots[Int(index)]
      if slot.lease.state == .offered, couldMean(slot.lease, event) {
        if found != nil { return nil }
        found = index
      }
      index = slot.userNext
    }
    return found
  }
}
