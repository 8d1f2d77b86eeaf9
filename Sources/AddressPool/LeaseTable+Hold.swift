import Timebase

extension LeaseTable {
  /// A packet of a past session that came late, or of the one that this lease was offered to and whose NAS used an
  /// Acct-Session-Id again: nothing in it tells. An address must never be held twice, so it is kept until a Session-Timeout
  /// from now is over, and is nobody's by name until a packet tells. What this one says of its session's age, Interims and
  /// counters may be the other's, and counts for nothing.
  mutating func hold(slot index: Int32, _ event: SessionEvent, now: Now) -> SessionOutcome {
    let before = slots[Int(index)].lease
    guard before.cause != .nasReboot || event.time >= before.since else {
      return SessionOutcome(.stale, lease: before.id, rule: .userAndAddress)
    }
    let terms = terms(pool: slots[Int(index)].pool)
    var lease = before
    var end = slots[Int(index)].times.sessionDeadline
    if before.state != .active || end == nil {
      lease.since = now.wall
      end = now.moment.advanced(byMilliseconds: Int64(lease.sessionTimeout) * 1000 + terms.sessionGrace)
    }
    lease.lastSeen = now.wall
    lease.state = .active
    lease.cause = before.state.causeWhenHeard
    let deadline = activeDeadline(lease, sessionDeadline: end ?? now.moment, terms: terms, now: now)
    lease.deadline = now.wallTime(of: deadline)
    apply(
      lease, slot: index, deadline: deadline, sessionDeadline: end, cause: lease.cause, match: .userAndAddress,
      note: event.note + "; its Acct-Session-Id is a past session's too", now: now)
    return SessionOutcome(.applied, lease: lease.id, rule: .userAndAddress)
  }
}

extension LeaseState {
  /// What a packet of its session means for a lease in this state.
  var causeWhenHeard: LeaseCause {
    switch self {
    case .offered: .confirmed
    case .active: .renewed
    case .suspect, .quarantined, .free, .reserved: .revived
    }
  }
}
