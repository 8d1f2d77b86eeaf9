package import Timebase

/// What a NAS said of a session that it was told to disconnect (RFC 5176 §2.1).
package enum DisconnectVerdict: Equatable, Sendable {
  /// It has no such session: proof that the address is nobody's.
  case gone
  /// It is ending the session; a Stop should follow.
  case ending
  /// No answer, or one that proves nothing.
  case unknown
}

extension LeaseTable {
  /// How long a suspect lease waits for its NAS's answer, in milliseconds: the whole of RFC 5080's retransmission (30 s)
  /// and a margin. Past it, nobody's answer is waited for.
  package static let askSpan: Int64 = 35_000

  /// Whether the lease is suspect and its NAS is to be asked, or is being asked, after it.
  package func isAsked(_ id: LeaseID) -> Bool {
    guard let index = slot(of: id) else { return false }
    let slot = slots[Int(index)]
    return slot.lease.id == id && slot.lease.state == .suspect && isAsked(slot)
  }

  /// The live lease of a number that is active or suspect.
  package func session(of id: LeaseID) -> Lease? {
    guard let index = slot(of: id) else { return nil }
    let lease = leaseInSlot(index)
    return lease.id == id && (lease.state == .active || lease.state == .suspect) ? lease : nil
  }

  /// Lets a suspect lease wait for its NAS's answer: once, and where its client can be asked. Returns whether it did.
  ///
  /// That it was asked after is known to the running server alone: after a restart it is asked again.
  mutating func ask(_ lease: Lease, slot index: Int32, now: Now) -> Bool {
    guard let holder = lease.holder, askableClients.contains(holder.client), !isAsked(slots[Int(index)]) else {
      return false
    }
    var lease = lease
    let deadline = now.moment.advanced(byMilliseconds: LeaseTable.askSpan)
    lease.deadline = now.wallTime(of: deadline)
    apply(
      lease, slot: index, deadline: deadline, sessionDeadline: slots[Int(index)].times.sessionDeadline,
      cause: lease.cause,
      note: "sweep: its NAS is asked", now: now)
    slots[Int(index)].times.askedUntil = deadline
    return true
  }

  /// The deadline that stands is the one that asking set. A step that was taken back took its deadline with it.
  func isAsked(_ slot: LeaseSlot) -> Bool {
    slot.times.askedUntil != nil && slot.times.askedUntil == slot.deadline && slot.lease.deadline != slot.lease.since
  }

  /// Takes up what a NAS said of the session of a lease.
  ///
  /// What proves that the session is gone frees a lease in doubt, and where an operator asked also an active one. An ACK
  /// lets the lease wait, for `quarantine`, for its Stop. Anything else proves nothing: the lease passes on as if nobody
  /// had been asked. Returns whether anything changed: the session may have been heard from meanwhile, or be over.
  package mutating func answered(
    _ verdict: DisconnectVerdict, lease id: LeaseID, byOperator: Bool = false, note: String, now: Now
  ) -> Bool {
    guard let index = slot(of: id), slots[Int(index)].lease.id == id else { return false }
    let lease = leaseInSlot(index)
    switch (verdict, lease.state) {
    case (.gone, .suspect),
      (.gone, .active) where byOperator,
      (.gone, .quarantined) where lease.isInDoubt:
      // An answer that comes late is proof all the same.
      end(slot: index, cause: .disconnected, isOver: false, match: nil, note: note, now: now)
    case (.ending, .active),
      (.ending, .suspect) where !lease.isDisconnected:
      awaitStop(lease, slot: index, note: note, now: now)
    case (.unknown, .suspect) where !byOperator && isAsked(slots[Int(index)]):
      giveUp(lease, slot: index, note: note, now: now)
    default:
      return false
    }
    return true
  }

  /// An ACK is proof that the session ends: the lease waits for its Stop, and not for ever.
  private mutating func awaitStop(_ lease: Lease, slot index: Int32, note: String, now: Now) {
    let span = terms(pool: slots[Int(index)].pool).quarantine
    guard span > 0, !Mutation.acknowledgementFrees.isActive else {
      end(slot: index, cause: .disconnected, isOver: false, match: nil, note: note, now: now)
      return
    }
    var lease = lease
    if lease.state != .suspect { lease.since = now.wall }
    lease.state = .suspect
    lease.cause = .disconnected
    let deadline = now.moment.advanced(byMilliseconds: span)
    lease.deadline = now.wallTime(of: deadline)
    apply(
      lease, slot: index, deadline: deadline, sessionDeadline: slots[Int(index)].times.sessionDeadline,
      cause: .disconnected,
      note: note, now: now)
  }
}

extension Lease {
  /// Its NAS has acknowledged that it ends the session, and the Stop has not come yet.
  package var isDisconnected: Bool { state == .suspect && cause == .disconnected }

  /// It rests because its session fell silent or outlived its time, and not for a proven reason.
  var isInDoubt: Bool {
    state == .quarantined && !isOver && (cause == .silence || cause == .sessionTimeout || cause == .rebootInferred)
  }
}
