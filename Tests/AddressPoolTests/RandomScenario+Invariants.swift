import AddressPool
import NetworkAddress
import Timebase

extension RandomScenario {
  /// What does not hold of the counts and of what the last step touched. Costs little.
  func quickFaults() -> [String] {
    var faults = gaps + countFaults()
    for address in touched where table.lease(at: address) != folded[address] {
      guard let lease = table.lease(at: address), folded[address] != nil || lease.state != .free else { continue }
      faults.append("I5 \(address): the ledger tells another lease")
    }
    return faults
  }

  /// What does not hold now, of everything. Empty: all does.
  func faults() -> [String] {
    var faults = table.audit().map {
      "\($0.invariant) \($0.address.map(String.init(describing:)) ?? ""): \($0.problem)"
    }
    faults += countFaults()
    faults += ledgerFaults()
    return faults
  }

  /// I1: every address is in one state, and the counts add up to the pool's size.
  private func countFaults() -> [String] {
    var faults: [String] = []
    for pool in table.poolCounts {
      let sum = pool.byState.values.reduce(0, +)
      if sum != pool.size || pool.byState.values.contains(where: { $0 < 0 }) {
        faults.append("I1 \(pool.pool): \(pool.byState) does not make \(pool.size)")
      }
    }
    return faults
  }

  /// I5: the fold of all that was not taken back is the table. I2: no lease lives twice, no number is used again.
  private func ledgerFaults() -> [String] {
    var faults = gaps
    var holders: [LeaseID: IPv4Address] = [:]
    var seen = 0
    for lease in table.leases {
      seen += 1
      if folded[lease.address] != lease { faults.append("I5 \(lease.address): the ledger tells another lease") }
      if let first = used[lease.id], first != lease.address {
        faults.append("I2 lease \(lease.id) was \(first)'s and is \(lease.address)'s")
      }
      guard lease.state.isLive else { continue }
      if let other = holders.updateValue(lease.address, forKey: lease.id) {
        faults.append("I2 lease \(lease.id) lives on \(other) and \(lease.address)")
      }
    }
    if seen != folded.count { faults.append("I5 \(folded.count) addresses in the ledger, \(seen) in the table") }
    return faults
  }

  /// I3: with nobody speaking any more, time alone brings every address back within the longest bound there is.
  func livenessFaults() -> [String] {
    var table = table
    var now = now
    let end = now.moment.advanced(byMilliseconds: 3 * 86_400_000)
    var passes = 0
    while let next = table.nextSweep, next <= end {
      let moment = max(next, now.moment)
      now = Now(wall: now.wallTime(of: moment), moment: moment)
      _ = table.sweep(now: now, limit: 100)
      passes += 1
      if passes > 10_000 { return ["I3 the sweep does not come to an end"] }
    }
    let held = table.leases.filter(\.state.needsDeadline).map { "I3 \($0.address) is \($0.state.name) for ever" }
    return held + drainFaults(table, now)
  }

  /// Every address that counts as free is handed out to the next who ask.
  private func drainFaults(_ table: LeaseTable, _ now: Now) -> [String] {
    var table = table
    var faults: [String] = []
    for pool in table.poolCounts {
      var given: Set<IPv4Address> = []
      while case .granted(let lease) = table.offer(
        .ask("drain \(pool.pool) \(given.count)", from: .pool(pool.pool)), now: now)
      {
        if !given.insert(lease.address).inserted { faults.append("I2 \(lease.address) was given twice") }
      }
      if given.count != pool[.free] { faults.append("I1 \(pool.pool): \(pool[.free]) free, \(given.count) given") }
    }
    return faults
  }
}
