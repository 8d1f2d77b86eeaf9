import AddressPool
import NetworkAddress
import ServerCore
import Timebase

/// What is checked after every step, after many, and at the end.
extension World {
  /// The cheap ones: the outcome identity, and now and then the counts; more rarely everything.
  mutating func check() {
    guard let engine else { return }
    let counters = engine.counters
    if counters.received != counters.replied + counters.replayed + counters.droppedTotal + UInt64(engine.inFlight) {
      fail("outcome", "\(counters.received) received, and the outcomes do not add up to it")
    }
    if report.steps % 256 == 0 {
      for count in engine.poolCounts where count[.free] < 0 {
        fail("I1", "pool \(count.pool) has \(count[.free]) free addresses")
      }
    }
    if report.steps >= nextAudit, !isAheadOnDisk { audit() }
  }

  /// The recount: lease table, ledger, truth.
  mutating func audit() {
    guard let engine else { return }
    report.audits += 1
    nextAudit = report.steps + options.auditEvery
    for finding in engine.auditTable() { fail(finding.invariant, finding.problem, address: finding.address?.rawValue) }
    let committed = engine.committedLeases()
    let ledger = disk.sortedLeases
    if committed != ledger {
      let different = zip(committed, ledger).first { $0 != $1 }
      fail(
        "I5",
        "the ledger has \(ledger.count) addresses, the table \(committed.count); first: "
          + "\(different.map { "\($0.0.state.name) of \($0.0.id) and \($0.1.state.name) of \($0.1.id)" } ?? "the last")",
        address: different?.0.address.rawValue)
    }
    checkLeaks(ledger)
  }

  /// Where nobody uses an address and nothing has been said of it for the bound, it is free.
  private mutating func checkLeaks(_ ledger: [Lease]) {
    for lease in ledger where lease.state.needsDeadline {
      guard let index = scenario.index(of: lease.address.rawValue), usersOf[index].isEmpty else { continue }
      let wait = now - freeSince(index)
      if wait > bound {
        fail(
          "leak",
          "\(lease.state.name) with a deadline in \(clock.wall.milliseconds(to: engine?.deadline(of: lease, now: clock) ?? clock.wall)) ms and a "
            + "Session-Timeout of \(lease.sessionTimeout) s, and nobody used it for \(wait) ms; the bound is \(bound) ms",
          address: lease.address.rawValue)
      }
    }
  }

  /// Since when an address should be on its way to free.
  func freeSince(_ index: Int) -> Int64 {
    max(lastUse[index], lastTouch[index], restarts.last?.time ?? 0, lastTrouble)
  }

  var bound: Int64 {
    guard hasReloaded else { return scenario.bound }
    var outside = scenario
    outside.pool.offerTimeout = max(scenario.pool.offerTimeout, 60_000)
    outside.pool.quarantine = max(scenario.pool.quarantine, 60_000)
    outside.pool.sessionGrace = max(scenario.pool.sessionGrace, 10_000)
    outside.pool.missedInterims = max(scenario.pool.missedInterims, 3)
    return outside.bound
  }

  // MARK: - The end

  /// Nobody dials any more, nobody is up, nothing is under way between NASes and the server.
  var isQuiet: Bool { liveSessions == 0 && pendingRequests == 0 && unsentEvents == 0 && engine != nil }

  /// When, once all is quiet, every address must be free.
  var quietEnd: Int64 { (scenario.poolRange.map { freeSince($0) }.max() ?? 0) + bound }

  mutating func checkEnd() {
    audit()
    guard let engine, violation == nil else {
      if violation == nil { fail("liveness", "the server is down at the end") }
      return
    }
    if !engine.isIdle { fail("liveness", "something is still under way at the end") }
    for lease in engine.table.leases where lease.state.needsDeadline {
      fail(
        "liveness",
        "all is quiet since \(World.clock(freeSince(scenario.index(of: lease.address.rawValue) ?? 0))), and it is "
          + "\(lease.state.name) by \(lease.cause.name)", address: lease.address.rawValue)
    }
    for (number, event) in events.enumerated() where event.isAcknowledged && event.records == 0 {
      guard nases[Int(event.nas)].traits.contains(.failsOver) == false else { continue }
      fail("record", "event \(number) is acknowledged and was never recorded")
    }
    report.conflicts = report.excused.reduce(0, +)
  }
}
