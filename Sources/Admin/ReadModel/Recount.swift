package import AddressPool
internal import NetworkAddress
package import Storage
internal import Timebase

/// The audit: counts the lease table, the pools and the ledger against each other, address by address.
///
/// It checks I1 (counts add up, one state an address), I2 (one holder), I3 (a deadline wherever the sweep must end a
/// state) and I5 (the last ledger entry of an address is its lease, and every entry goes on from the one before).
package struct Recount {
  private let pools: [PoolSpace]
  private var faults: [AuditFault] = []
  private var lastEntry: [IPv4Address: LeaseTransition] = [:]

  package init(pools: [PoolDefinition]) { self.pools = pools.map(PoolSpace.init) }

  /// Takes in what the part of the ledger that retention has cut off left, before the first entry is followed.
  package mutating func begin(after cut: JournalCut) {
    for lease in cut.leases {
      lastEntry[lease.address] = LeaseTransition(
        time: lease.since, from: lease.state, cause: lease.cause, lease: lease)
    }
  }

  /// Takes in the next ledger entry; call it for every one, in order, before ``report(leases:)``.
  package mutating func follow(_ transition: LeaseTransition) {
    let address = transition.lease.address
    let before = lastEntry[address]?.to ?? .free
    if transition.from != before {
      add(
        "I5", address,
        "the ledger goes from \(before.name) to \(transition.from.name) at \(transition.time.rfc3339) without an entry")
    }
    lastEntry[address] = transition
  }

  /// The report, once the whole ledger was followed. `leases` is the lease table of the same moment.
  package mutating func report(leases: [Lease]) -> AuditReport {
    var summaries = pools.map { PoolSummary(pool: $0.definition.name, size: $0.size) }
    var outside: [PoolAddress] = []
    var seen: Set<IPv4Address> = []
    var holdings: [LeaseID: IPv4Address] = [:]
    for lease in leases {
      guard seen.insert(lease.address).inserted else {
        add("I1", lease.address, "the lease table has it more than once")
        continue
      }
      if let index = pools.firstIndex(where: { $0.contains(lease.address) }) {
        if lease.state != .free { summaries[index].count(lease.state) }
      } else if lease.state.needsDeadline {
        outside.append(ReadModel.address(lease))
      }
      check(lease, holdings: &holdings)
    }
    for (address, transition) in lastEntry where !seen.contains(address) {
      add("I5", address, "the ledger leaves it \(transition.to.name), and the lease table does not have it")
    }
    for summary in summaries where summary.free < 0 {
      add(
        "I1", nil,
        "pool \(summary.pool) has more leases than addresses: \(summary.size - summary.free) for its "
          + "\(summary.size)")
    }
    faults.sort {
      ($0.address ?? IPv4Address(rawValue: 0), $0.invariant) < ($1.address ?? IPv4Address(rawValue: 0), $1.invariant)
    }
    return AuditReport(pools: summaries, outside: outside, faults: faults)
  }

  private mutating func check(_ lease: Lease, holdings: inout [LeaseID: IPv4Address]) {
    if lease.state.isLive {
      if lease.id.rawValue == 0 || lease.holder == nil {
        add("I2", lease.address, "it is \(lease.state.name) and nobody is named as its holder")
      } else if let other = holdings.updateValue(lease.address, forKey: lease.id) {
        add("I2", lease.address, "lease \(lease.id) holds \(other) as well")
      }
    }
    if lease.state.needsDeadline != (lease.deadline != nil) {
      let has = lease.deadline == nil ? "has no deadline" : "has a deadline"
      add("I3", lease.address, "it is \(lease.state.name) and \(has)")
    }
    if let last = lastEntry[lease.address] {
      if last.to != lease.state || last.lease.id != lease.id {
        add(
          "I5", lease.address,
          "the lease table says \(lease.state.name) (lease \(lease.id)), the ledger \(last.to.name) (lease \(last.lease.id))"
        )
      } else if last.lease != lease {
        add("I5", lease.address, "the lease table's row differs from what its last ledger entry left")
      }
    } else if lease.id.rawValue != 0 {
      add("I5", lease.address, "it was held and the ledger has no entry of it")
    }
  }

  private mutating func add(_ invariant: String, _ address: IPv4Address?, _ problem: String) {
    faults.append(AuditFault(invariant: invariant, address: address, problem: problem))
  }
}
