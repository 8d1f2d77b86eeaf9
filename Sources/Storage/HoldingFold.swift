import Accounting
import AddressPool
import Timebase

/// What a ledger entry means for holdings and tallies.
enum HoldingFold {
  /// The longest doubt that is counted in full: ten years, so that a clock that was wrong spoils no sum.
  private static let doubtLongest: Int64 = 315_576_000_000

  /// `before`: the row of the address before the entry.
  static func apply<Tables: DerivedTables>(
    _ transition: LeaseTransition, before: Lease?, at position: JournalPosition, to tables: inout Tables
  ) throws(Tables.Failure) {
    if let before, before.id != transition.lease.id, before.id.rawValue != 0 {
      try leave(before, by: transition, at: position, in: &tables)
    }
    let lease = transition.lease
    guard lease.id.rawValue != 0, let holder = lease.holder else { return }
    let known = try tables.holding(lease.id)
    var holding =
      known
      ?? Holding(
        id: lease.id, address: lease.address, pool: lease.pool, user: holder.user, client: holder.client,
        nas: holder.nas, session: holder.session, first: position,
        began: transition.time)
    holding.session = holder.session
    holding.isOver = lease.isOver
    if lease.state == .active || transition.from == .offered && transition.cause == .stopped {
      holding.started = holding.started ?? transition.time
    }
    var tally = LeaseTally(key: key(holding, transition.time), first: transition.time)
    count(transition, of: holding, in: &tally)
    if lease.state.isLive {
      (holding.ended, holding.endCause) = (nil, nil)
    } else if holding.ended == nil {
      (holding.ended, holding.endCause) = (transition.time, transition.cause)
    }
    updateDoubt(&holding, isInDoubt: isInDoubt(lease), at: transition.time, in: &tally)
    if holding != known { try tables.put(holding) }
    try tables.add(tally)
  }

  /// What the server made of an accounting packet is counted for the NAS that sent it.
  static func tally(_ record: AccountingRecord) -> LeaseTally? {
    let counter: LeaseTallyCounter
    switch record.verdict {
    case .conflict: counter = .conflicts
    case .stale: counter = .stale
    case .tokenMismatch: counter = .tokenMismatches
    case .applied, .noLease, .duplicate, .nasReboot, .replayed: return nil
    }
    var tally = LeaseTally(
      key: LeaseTally.Key(day: LeaseTally.day(of: record.arrival), nas: record.nas, pool: ""), first: record.arrival)
    tally[counter] = 1
    return tally
  }

  /// The address goes to another holding.
  private static func leave<Tables: DerivedTables>(
    _ before: Lease, by transition: LeaseTransition, at position: JournalPosition, in tables: inout Tables
  ) throws(Tables.Failure) {
    guard var holding = try tables.holding(before.id) else { return }
    var tally = LeaseTally(key: key(holding, transition.time), first: transition.time)
    if before.state == .offered {
      tally[.neverStarted] += 1
    } else if before.state.isLive {
      tally[.endedHandedOn] += 1
    }
    if holding.ended == nil { (holding.ended, holding.endCause) = (transition.time, transition.cause) }
    updateDoubt(&holding, isInDoubt: false, at: transition.time, in: &tally)
    holding.isOver = before.isOver
    holding.rebooted = before.cause == .nasReboot ? before.since : nil
    holding.replaced = position
    try tables.put(holding)
    if tally.counts.contains(where: { $0 != 0 }) { try tables.add(tally) }
  }

  private static func key(_ holding: Holding, _ time: Timestamp) -> LeaseTally.Key {
    LeaseTally.Key(day: LeaseTally.day(of: time), nas: holding.nas, pool: holding.pool)
  }

  private static func count(_ transition: LeaseTransition, of holding: Holding, in tally: inout LeaseTally) {
    let (from, to) = (transition.from, transition.to)
    switch transition.cause {
    case .offered, .handedOn: if to == .offered { tally[.offers] += 1 }
    case .confirmed: tally[.begun] += 1
    case .adopted:
      tally[.begun] += 1
      tally[.adopted] += 1
    case .revived: if !from.isLive { tally[.revived] += 1 }
    case .stopped:
      if from.isLive { tally[.stopped] += 1 } else { tally[.lateStops] += 1 }
      if from == .offered { tally[.begun] += 1 }
    case .neverStarted: if from == .offered { tally[.neverStarted] += 1 }
    default: break
    }
    if from == .active || from == .suspect, !to.isLive, let counter = counter(ofEnd: transition.cause) {
      tally[counter] += 1
    }
    guard let match = transition.match, !LeaseCause.thinned.contains(transition.cause) else {
      return
    }
    switch match {
    case .token: tally[.matchedToken] += 1
    case .session: tally[.matchedSession] += 1
    case .userAndAddress: tally[.matchedUserAndAddress] += 1
    case .soleOffer: tally[.matchedSoleOffer] += 1
    }
  }

  /// Nil where a Stop ended the session.
  private static func counter(ofEnd cause: LeaseCause) -> LeaseTallyCounter? {
    switch cause {
    case .stopped: nil
    case .silence: .endedSilence
    case .sessionTimeout: .endedSessionTimeout
    case .nasReboot: .endedNASReboot
    case .rebootInferred: .endedRebootInferred
    case .portReused: .endedPortReused
    case .handedOn: .endedHandedOn
    case .disconnected: .endedDisconnected
    case .operator: .endedOperator
    default: .endedOtherwise
    }
  }

  /// Suspect, or resting with nobody having proved that its user is gone; a rest after a proven end is `cooldown`.
  private static func isInDoubt(_ lease: Lease) -> Bool {
    switch lease.state {
    case .suspect: true
    case .quarantined:
      switch lease.cause {
      case .stopped, .nasReboot, .portReused, .disconnected, .operator: false
      default: true
      }
    case .free, .offered, .active, .reserved: false
    }
  }

  private static func updateDoubt(
    _ holding: inout Holding, isInDoubt: Bool, at time: Timestamp, in tally: inout LeaseTally
  ) {
    if isInDoubt, holding.doubtSince == nil {
      holding.doubtSince = time
      tally[.doubts] += 1
    } else if !isInDoubt, let since = holding.doubtSince {
      let span = min(max(0, since.milliseconds(to: time)), doubtLongest)
      holding.doubtSince = nil
      tally[.doubtsOver] += 1
      tally[.doubtMilliseconds] += span
      tally.doubtMax = max(tally.doubtMax, span)
    }
  }
}
