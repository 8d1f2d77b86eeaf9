import HeapModule
package import Timebase

extension LeaseTable {
  /// Looks at what is due, at most `limit` leases. Its cost grows with what is due, not with the pool.
  /// Returns how many it looked at: as many as `limit` means that there may be more.
  package mutating func sweep(now: Now, limit: Int) -> Int {
    clock.look(now)
    var done = closeNotes(now: now, limit: limit)
    while done < limit, let entry = sweepQueue.min, entry.deadline <= now.moment {
      sweepQueue.removeMin()
      let times = slots[Int(entry.slot)].times
      guard times.queued == entry.deadline else { continue }
      slots[Int(entry.slot)].times.queued = nil
      guard let deadline = times.deadline else { continue }
      if deadline > now.moment {
        setDeadline(deadline, slot: entry.slot)
      } else {
        expire(slot: entry.slot, now: now)
      }
      done += 1
    }
    noteNextSweep()
    return done
  }

  /// Keeps ``nextSweep`` true. It is a property, so that who reads it does not copy the table.
  mutating func noteNextSweep() {
    let deadline = sweepQueue.min?.deadline
    guard let note = notes.next else {
      nextSweep = deadline
      return
    }
    nextSweep = deadline.map { min($0, note) } ?? note
  }

  private mutating func expire(slot index: Int32, now: Now) {
    let slot = slots[Int(index)]
    let quarantine = terms(pool: slot.pool).quarantine
    switch slot.lease.state {
    case .offered:
      if quarantine > 0 {
        rest(slot.lease, slot: index, span: quarantine, cause: .neverStarted, note: "sweep", now: now)
      } else {
        settle(slot.lease, slot: index, cause: .neverStarted, note: "sweep", now: now)
      }
    case .active:
      let isTimeout = slot.sessionDeadline.map { $0 <= now.moment } ?? true
      suspect(slot.lease, slot: index, cause: isTimeout ? .sessionTimeout : .silence, now: now)
    case .suspect:
      doubt(slot.lease, slot: index, now: now)
    case .quarantined:
      settle(slot.lease, slot: index, cause: .quarantineOver, note: "sweep", now: now)
    case .free, .reserved:
      break
    }
  }

  /// The session should have been heard from. The next look, at once, decides what becomes of it.
  private mutating func suspect(_ lease: Lease, slot index: Int32, cause: LeaseCause, now: Now) {
    if cause == .silence { countSilence(slots[Int(index)], slot: index, now: now) }
    var lease = lease
    lease.state = .suspect
    lease.since = now.wall
    lease.cause = cause
    lease.deadline = now.wall
    apply(
      lease, slot: index, deadline: now.moment, sessionDeadline: slots[Int(index)].times.sessionDeadline, cause: cause,
      note: "sweep", now: now)
  }

  private mutating func doubt(_ lease: Lease, slot index: Int32, now: Now) {
    if lease.isDisconnected {
      end(
        slot: index, cause: .disconnected, isOver: false, match: nil, note: "sweep: no Stop came after the ACK",
        now: now)
      return
    }
    if brake(lease, slot: index, now: now) || ask(lease, slot: index, now: now) { return }
    giveUp(lease, slot: index, note: "sweep", now: now)
  }

  /// Nobody proved that the session of a suspect lease is gone.
  mutating func giveUp(_ lease: Lease, slot index: Int32, note: String, now: Now) {
    let quarantine = terms(pool: slots[Int(index)].pool).quarantine
    if quarantine > 0, !Mutation.doubtIsCertainty.isActive {
      rest(lease, slot: index, span: quarantine, cause: lease.cause, note: note, now: now)
    } else {
      settle(lease, slot: index, cause: lease.cause, note: note, now: now)
    }
  }
}
