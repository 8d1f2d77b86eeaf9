import HeapModule
package import NetworkAddress
import Timebase

/// A pool's addresses by state.
package struct PoolCount: Equatable, Sendable {
  package var pool: String
  package var size: Int
  package var byState: [LeaseState: Int]

  package subscript(state: LeaseState) -> Int { byState[state] ?? 0 }
}

/// Something that does not add up.
package struct AuditFinding: Equatable, Sendable {
  /// `I1` to `I7`.
  package var invariant: String
  package var address: IPv4Address?
  package var problem: String

  package init(invariant: String, address: IPv4Address?, problem: String) {
    self.invariant = invariant
    self.address = address
    self.problem = problem
  }
}

extension LeaseTable {
  /// The counts of each pool, in the order of the configuration. Costs nothing that grows with a pool.
  package var poolCounts: [PoolCount] {
    pools.indices.map { index in
      let definition = pools[index]
      var byState: [LeaseState: Int] = [:]
      for state in LeaseState.allCases { byState[state] = counts[index][Int(state.rawValue)] }
      let taken = LeaseState.allCases.reduce(0) { $0 + ($1 == .free ? 0 : byState[$1] ?? 0) }
      byState[.free] = definition.size - taken
      return PoolCount(pool: definition.definition.name, size: definition.size, byState: byState)
    }
  }

  /// Leases outside of today's ranges that are not free: listed by an audit, and no fault.
  package var leasesOutsidePools: [Lease] {
    slots.filter { $0.pool < 0 && $0.lease.state != .free && $0.isInLedger }.map(\.lease)
      .sorted { $0.address < $1.address }
  }

  /// Checks I1 to I4 and I7 by counting everything anew, address by address. Empty: all adds up.
  package func audit() -> [AuditFinding] {
    var findings: [AuditFinding] = []
    func report(_ invariant: String, _ address: IPv4Address?, _ problem: String) {
      findings.append(AuditFinding(invariant: invariant, address: address, problem: problem))
    }
    auditCounts(report)
    var holders: [LeaseID: IPv4Address] = [:]
    var live = 0
    for (index, slot) in slots.enumerated() {
      let lease = slot.lease
      if self.slot(at: lease.address) != Int32(index) { report("I1", lease.address, "the address has two rows") }
      if lease.id.rawValue > lastLeaseID.rawValue { report("I2", lease.address, "a lease number from the future") }
      if lease.state.isLive {
        live += 1
        if lease.id.rawValue == 0 { report("I4", lease.address, "held without a lease number") }
        if lease.holder == nil { report("I4", lease.address, "held by nobody") }
        if let other = holders.updateValue(lease.address, forKey: lease.id) {
          report("I2", lease.address, "lease \(lease.id) holds \(other) too")
        }
        if self.slot(of: lease.id) != Int32(index) {
          report("I4", lease.address, "its lease number does not lead to it")
        }
      }
      if lease.state.needsDeadline {
        if slot.deadline == nil || lease.deadline == nil {
          report("I3", lease.address, "\(lease.state.name) without a deadline")
        }
      } else if slot.deadline != nil || lease.deadline != nil {
        report("I3", lease.address, "\(lease.state.name) with a deadline")
      }
      if lease.state == .reserved, !lease.isReserved { report("I1", lease.address, "reserved by nobody") }
      if lease.state == .free, lease.isReserved { report("I1", lease.address, "free, though reserved") }
    }
    auditIdentities(report)
    auditLists(live: live, report)
    auditFreeQueues(report)
    auditQueue(report)
    return findings
  }

  private func auditCounts(_ report: (String, IPv4Address?, String) -> Void) {
    var recount = pools.map { _ in [Int](repeating: 0, count: LeaseState.allCases.count) }
    for slot in slots where slot.pool >= 0 { recount[Int(slot.pool)][Int(slot.lease.state.rawValue)] += 1 }
    for (index, space) in pools.enumerated() {
      for state in LeaseState.allCases where recount[index][Int(state.rawValue)] != counts[index][Int(state.rawValue)] {
        report(
          "I1", nil,
          "pool \(space.definition.name): \(counts[index][Int(state.rawValue)]) \(state.name) by count, "
            + "\(recount[index][Int(state.rawValue)]) by recount")
      }
      let touched = recount[index].reduce(0, +)
      if touched > space.size { report("I1", nil, "pool \(space.definition.name): more rows than addresses") }
    }
  }

  private func auditLists(live: Int, _ report: (String, IPv4Address?, String) -> Void) {
    let byUser = users.all.reduce(0) { $0 + Int($1.live) }
    let byNAS = nases.all.reduce(0) { $0 + $1.live }
    if byUser != live { report("I1", nil, "\(live) live leases, \(byUser) by user") }
    if byNAS != live { report("I1", nil, "\(live) live leases, \(byNAS) by NAS") }
    let offers = slots.count { $0.lease.state == .offered }
    let offersByUser = users.all.reduce(0) { $0 + Int($1.offers) }
    if offers != offersByUser { report("I1", nil, "\(offers) offers, \(offersByUser) by user") }
    let ports = slots.count {
      $0.lease.state.isLive && $0.lease.state != .offered && $0.lease.holder?.nasPort != nil
    }
    let portsByNAS = nases.all.reduce(0) { $0 + $1.ports.sessionCount }
    if ports != portsByNAS { report("I1", nil, "\(ports) sessions on ports, \(portsByNAS) by NAS") }
  }

  /// Every free address can be found by the next ask: one that could not would be lost, though counted as free.
  private func auditFreeQueues(_ report: (String, IPv4Address?, String) -> Void) {
    let touched = touchedAddresses
    for (index, space) in pools.enumerated() {
      let queue = freeQueues[index]
      let waiting = queue.returned.count { FreeQueue.isCurrent($0, in: slots, pool: Int32(index)) }
      let free = counts[index][Int(LeaseState.free.rawValue)]
      if waiting != free {
        report("I1", nil, "pool \(space.definition.name): \(free) addresses came back, \(waiting) wait in line")
      }
      let untouched = space.size - counts[index].reduce(0, +)
      let ahead = queue.untouchedCount(touched: touched)
      if ahead != untouched {
        report("I1", nil, "pool \(space.definition.name): \(untouched) addresses untouched, \(ahead) to be handed out")
      }
    }
  }

  /// I3: whatever has a deadline stands in the sweep queue no later than it.
  private func auditQueue(_ report: (String, IPv4Address?, String) -> Void) {
    var queued: [Int32: Moment] = [:]
    for entry in sweepQueue.unordered where entry.deadline == slots[Int(entry.slot)].times.queued {
      queued[entry.slot] = entry.deadline
    }
    for (index, slot) in slots.enumerated() {
      guard let deadline = slot.deadline else { continue }
      guard let entry = queued[Int32(index)], entry <= deadline else {
        report("I3", slot.lease.address, "has a deadline and is not in the sweep queue")
        continue
      }
    }
  }
}
