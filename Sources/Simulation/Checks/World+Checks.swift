import AddressPool
import NetworkAddress
import ServerCore
import Timebase

/// What is checked after every step, after many, and at the end.
extension World {
  /// The cheap ones: the outcome identity, and now and then the counts; more rarely everything.
  mutating func check(_ server: SimulatedServer) {
    guard let engine = server.engine else { return }
    let counters = engine.counters
    if counters.received != counters.replied + counters.replayed + counters.droppedTotal + UInt64(engine.inFlight) {
      fail("outcome", "\(counters.received) received, and the outcomes do not add up to it")
    }
    if report.steps % 256 == 0 {
      for count in engine.poolCounts where count[.free] < 0 {
        fail("I1", "pool \(count.pool) has \(count[.free]) free addresses")
      }
    }
    if report.steps >= server.nextAudit, !server.isAheadOnDisk { audit(server) }
  }

  /// The recount: lease table, ledger, truth.
  mutating func audit(_ server: SimulatedServer) {
    guard let engine = server.engine else { return }
    report.audits += 1
    server.nextAudit = report.steps + options.auditEvery
    for finding in engine.auditTable() { fail(finding.invariant, finding.problem, address: finding.address?.rawValue) }
    let committed = engine.committedLeases()
    let ledger = server.disk.sortedLeases
    if committed != ledger {
      let different = zip(committed, ledger).first { $0 != $1 }
      fail(
        "I5",
        "the ledger has \(ledger.count) addresses, the table \(committed.count); first: "
          + "\(different.map { "\($0.0.state.name) of \($0.0.id) and \($0.1.state.name) of \($0.1.id)" } ?? "the last")",
        address: different?.0.address.rawValue)
    }
    checkLeaks(server, engine, ledger)
  }

  /// Where nobody uses an address and nothing has been said of it for the bound, it is free.
  private mutating func checkLeaks(_ server: SimulatedServer, _ engine: Engine, _ ledger: [Lease]) {
    for lease in ledger where lease.state.needsDeadline {
      guard let index = scenario.index(of: lease.address.rawValue), usersOf[index].isEmpty else { continue }
      let wait = now - freeSince(index)
      let bound = bound(of: index)
      if wait > bound {
        let clock = server.clock(now)
        let left = clock.wall.milliseconds(to: engine.deadline(of: lease, now: clock) ?? clock.wall)
        fail(
          "leak",
          "\(lease.state.name) with a deadline in \(left) ms and a "
            + "Session-Timeout of \(lease.sessionTimeout) s, and nobody used it for \(wait) ms; the bound is \(bound) ms",
          address: lease.address.rawValue)
      }
    }
  }

  /// Since when an address should be on its way to free.
  func freeSince(_ index: Int) -> Int64 {
    let server = server(of: index)
    return max(lastUse[index], lastTouch[index], server.restarts.last?.time ?? 0, server.lastTrouble)
  }

  func server(of index: Int) -> SimulatedServer { servers[index < scenario.poolSize ? 0 : 1] }

  /// The rules of the pool that an address lies in.
  func rules(of index: Int) -> PoolRules { scenario.rules[scenario.poolNumber(of: index)] }

  func bound(of index: Int) -> Int64 {
    let rules = rules(of: index)
    return server(of: index).hasReloaded ? rules.orOutside.bound : rules.bound
  }

  // MARK: - The end

  /// Nobody dials any more, nobody is up, nothing is under way between NASes and servers.
  var isQuiet: Bool {
    liveSessions == 0 && pendingRequests == 0 && unsentEvents == 0 && servers.allSatisfy { $0.engine != nil }
  }

  /// When, once all is quiet, every address must be free.
  var quietEnd: Int64 {
    var end: Int64 = 0
    for index in 0..<scenario.addressCount { end = max(end, freeSince(index) + bound(of: index)) }
    return end
  }

  mutating func checkEnd() {
    for server in servers { checkEnd(server) }
    for (number, event) in events.enumerated() {
      guard let server = event.acknowledgedBy, event.records[Int(server)] == 0 else { continue }
      fail("record", "event \(number) is acknowledged and was never recorded")
    }
    report.conflicts = report.excused.reduce(0, +)
  }

  private mutating func checkEnd(_ server: SimulatedServer) {
    audit(server)
    guard violation == nil else { return }
    guard let engine = server.engine else { return fail("liveness", "\(server.name) is down at the end") }
    if !engine.isIdle || engine.sessionsAskedAfter > 0 || !server.commands.isEmpty {
      fail("liveness", "something is still under way at the end")
    }
    for lease in engine.table.leases where lease.state.needsDeadline {
      fail(
        "liveness",
        "all is quiet since \(World.clock(freeSince(scenario.index(of: lease.address.rawValue) ?? 0))), and it is "
          + "\(lease.state.name) by \(lease.cause.name)", address: lease.address.rawValue)
    }
  }
}
