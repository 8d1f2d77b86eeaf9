package import AddressPool
package import NetworkAddress
package import Storage
internal import Timebase

/// Turns leases and ledger entries into what people and programs read. The running server and the commands that read
/// the store without one both come through here.
package enum ReadModel {
  /// Counts a pool's addresses by state. `leases` may hold any addresses; those outside of the pool are not counted.
  package static func summary(of pool: PoolSpace, leases: some Sequence<Lease>) -> PoolSummary {
    var summary = PoolSummary(pool: pool.definition.name, size: pool.size)
    for lease in leases where pool.contains(lease.address) && lease.state != .free { summary.count(lease.state) }
    return summary
  }

  /// Counts that a running server keeps.
  package static func summary(of count: PoolCount) -> PoolSummary {
    var summary = PoolSummary(pool: count.pool, size: count.size)
    for state in LeaseState.allCases { summary[state] = count[state] }
    return summary
  }

  package static func address(_ lease: Lease) -> PoolAddress {
    let holder = lease.presentHolder
    return PoolAddress(
      address: lease.address, state: lease.state, user: holder?.user, client: holder?.client,
      session: holder?.session, since: lease.since, deadline: lease.deadline)
  }

  /// An address that nobody held yet.
  package static func untouched(_ address: IPv4Address) -> PoolAddress {
    PoolAddress(address: address, state: .free)
  }

  package static func session(_ lease: Lease) -> SessionSummary? {
    guard let holder = lease.holder, lease.id.rawValue != 0 else { return nil }
    return SessionSummary(
      user: holder.user, client: holder.client, session: holder.session, address: lease.address,
      start: lease.start,
      lastSeen: lease.lastSeen, inputOctets: lease.inputOctets, outputOctets: lease.outputOctets,
      state: lease.state.isLive ? lease.state.name : SessionSummary.ended, nas: holder.nas)
  }

  /// A session that accounting tells of.
  package static func session(_ row: SessionRow) -> SessionSummary {
    SessionSummary(
      user: row.user, client: row.client, session: row.session, address: row.address, start: row.start,
      lastSeen: row.lastSeen, inputOctets: row.inputOctets, outputOctets: row.outputOctets,
      state: row.stop == nil ? LeaseState.active.name : SessionSummary.ended, nas: row.nas)
  }

  package static func event(_ entry: LedgerEntry) -> ExplainedEvent {
    let transition = entry.transition
    let lease = transition.lease
    let isHeld = lease.id.rawValue != 0
    return ExplainedEvent(
      time: transition.time, from: transition.from, to: transition.to, cause: transition.cause.name,
      match: transition.match?.name, note: transition.note, count: transition.count,
      lease: isHeld ? lease.id.rawValue : nil,
      user: isHeld ? lease.holder?.user : nil, client: isHeld ? lease.holder?.client : nil,
      session: isHeld ? lease.holder?.session : nil)
  }

  /// `pool`: the pool that the address lies in today; nil: none. `lease`: nil when nothing ever happened to it.
  package static func explanation(
    of address: IPv4Address, pool: PoolDefinition?, lease: Lease?, history: [LedgerEntry]
  ) -> AddressExplanation {
    let holder = lease?.presentHolder
    let poolName = pool?.name ?? lease.flatMap { $0.pool.isEmpty ? nil : $0.pool }
    return AddressExplanation(
      address: address, pool: poolName, state: lease?.state ?? .free, user: holder?.user, client: holder?.client,
      session: holder?.session, since: lease?.since, deadline: lease?.deadline, cause: lease?.cause.name,
      freeAtLatest: lease.flatMap { freeAtLatest($0, pool: pool) }, history: history.map(event))
  }

  /// When the address is free if nothing more is heard of it: the deadline, and the rest that follows where nobody
  /// proves that its user is gone.
  static func freeAtLatest(_ lease: Lease, pool: PoolDefinition?) -> Timestamp? {
    guard !lease.isReserved, let deadline = lease.deadline else { return nil }
    let quarantine = pool?.quarantine ?? 0
    return lease.state == .quarantined ? deadline : deadline.advanced(byMilliseconds: quarantine)
  }
}

extension Lease {
  /// Who has the address now, or whose end it rests from. A free or reserved address keeps its last holder for
  /// stickiness, and nobody has it.
  var presentHolder: LeaseHolder? { state == .free || state == .reserved ? nil : holder }
}

extension ReadModel {
  /// How many addresses a pool has.
  package static func size(of pool: PoolDefinition) -> Int { PoolSpace(pool).size }
}
