package import Timebase

/// Watches how many of a pool's leases fall silent within one interval. Many at once say more about the path to the
/// server than about the sessions: an empty view of the world is not evidence.
struct MassBrake: Sendable {
  /// Below this many the brake never engages.
  static let silentMin = 32

  private var windowStart = Moment(rawValue: .min)
  private var silent = 0
  private var bound = 0
  /// The slots of what fell silent in this window, while the brake may still engage for it.
  private var first: [Int32] = []
  private(set) var engagedSince: Timestamp?
  private var engagedUntil = Moment(rawValue: .min)

  /// One more lease is silent. `live`: the pool's live leases; `span`: the interval, milliseconds.
  /// Where the brake engages just now, returns the slots that fell silent before it did.
  mutating func count(_ slot: Int32, live: Int, perCent: Int, span: Int64, now: Now) -> [Int32]? {
    if windowStart.milliseconds(to: now.moment) > span {
      windowStart = now.moment
      silent = 0
      first.removeAll()
      bound = max(MassBrake.silentMin, live * perCent / 100)
    }
    silent += 1
    guard silent > bound else {
      first.append(slot)
      return nil
    }
    defer { first.removeAll() }
    let wasEngaged = isEngaged(now.moment)
    engagedUntil = now.moment.advanced(byMilliseconds: span)
    if !wasEngaged { engagedSince = now.wall }
    return wasEngaged ? nil : first
  }

  func isEngaged(_ moment: Moment) -> Bool { moment < engagedUntil }
}

/// A pool whose mass brake is engaged.
package struct MassBrakeAlarm: Equatable, Sendable {
  package var pool: String
  package var since: Timestamp
}

extension LeaseTable {
  /// The pools whose brake is engaged.
  package func massBrakes(now: Now) -> [MassBrakeAlarm] {
    pools.indices.compactMap { index in
      guard massBrakes[index].isEngaged(now.moment), let since = massBrakes[index].engagedSince else { return nil }
      return MassBrakeAlarm(pool: pools[index].definition.name, since: since)
    }
  }

  /// Hands over the pools whose brake engaged since the last call.
  package mutating func takeNewMassBrakes() -> [String] {
    let taken = newMassBrakes
    newMassBrakes.removeAll()
    return taken
  }

  mutating func countSilence(_ slot: LeaseSlot, slot number: Int32, now: Now) {
    guard slot.pool >= 0 else { return }
    let index = Int(slot.pool)
    let definition = pools[index].definition
    let live = LeaseState.allCases.reduce(0) { $0 + ($1.isLive ? counts[index][Int($1.rawValue)] : 0) }
    guard
      let earlier = massBrakes[index].count(
        number, live: live, perCent: definition.massBrake,
        span: max(definition.interimInterval, definition.quarantine), now: now)
    else { return }
    newMassBrakes.append(definition.name)
    for slot in earlier { prolong(slot: slot, by: definition.quarantine, now: now) }
  }

  /// What fell silent before the brake engaged is of the same outage: what rests already, rests one `quarantine` longer.
  /// What is free by now, or went on, stays as it is; what is suspect meets the brake by itself.
  private mutating func prolong(slot index: Int32, by quarantine: Int64, now: Now) {
    let slot = slots[Int(index)]
    guard slot.lease.state == .quarantined, slot.lease.cause == .silence, let before = slot.deadline else { return }
    var lease = slot.lease
    let deadline = before.advanced(byMilliseconds: quarantine)
    lease.deadline = now.wallTime(of: deadline)
    apply(
      lease, slot: index, deadline: deadline, sessionDeadline: nil, cause: .silence,
      note: "mass brake: too many of the pool fell silent at once", now: now)
  }

  /// Keeps a silent lease suspect for one `quarantine` more while the pool's brake is engaged: once, so that doubt
  /// stays finite. Returns whether it did.
  mutating func brake(_ lease: Lease, slot index: Int32, now: Now) -> Bool {
    let pool = slots[Int(index)].pool
    guard pool >= 0, lease.cause == .silence, lease.deadline == lease.since,
      massBrakes[Int(pool)].isEngaged(now.moment)
    else { return false }
    let quarantine = terms(pool: pool).quarantine
    guard quarantine > 0 else { return false }
    var lease = lease
    let deadline = now.moment.advanced(byMilliseconds: quarantine)
    lease.deadline = now.wallTime(of: deadline)
    apply(
      lease, slot: index, deadline: deadline, sessionDeadline: slots[Int(index)].times.sessionDeadline, cause: .silence,
      note: "mass brake: too many of the pool fell silent at once", now: now)
    return true
  }
}
