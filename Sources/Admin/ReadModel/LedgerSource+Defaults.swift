internal import AddressPool
package import NetworkAddress
internal import Storage

extension LedgerSource {
  package func poolSummaries() async throws(ControlError) -> [PoolSummary] {
    let leases = try await leases()
    return try await pools().map { ReadModel.summary(of: PoolSpace($0), leases: leases) }
  }

  /// `.notFound` where the address lies in no pool and the ledger does not know it.
  package func explanation(of address: IPv4Address) async throws(ControlError) -> AddressExplanation {
    let pool = try await pools().first { PoolSpace($0).contains(address) }
    let lease = try await lease(of: address)
    let history = try await history(of: address)
    guard pool != nil || lease != nil || !history.isEmpty else {
      throw ControlError(.notFound, "\(address) lies in no pool, and nobody ever held it")
    }
    return ReadModel.explanation(of: address, pool: pool, lease: lease, history: history)
  }

  /// The addresses of a pool that are not free, in order; with `includesFree` all that fit into `limit`.
  package func addresses(
    inPool name: String, includesFree: Bool, limit: Int = ReadModelLimits.addressesMax
  ) async throws(ControlError) -> [PoolAddress] {
    guard let definition = try await pools().first(where: { $0.name == name }) else {
      throw ControlError(.notFound, "no pool is named `\(name)`")
    }
    let pool = PoolSpace(definition)
    let leases = try await leases().filter { pool.contains($0.address) }
    guard includesFree else { return leases.filter { $0.state != .free }.map(ReadModel.address) }
    guard pool.size <= limit else {
      throw ControlError(
        .invalid, "pool `\(name)` has \(pool.size) addresses, more than the \(limit) that are listed at once")
    }
    let known = Dictionary(leases.map { ($0.address, $0) }) { first, _ in first }
    return pool.segments.flatMap { segment in
      (segment.first.rawValue...segment.last.rawValue).map(IPv4Address.init(rawValue:)).map {
        known[$0].map(ReadModel.address) ?? ReadModel.untouched($0)
      }
    }
  }

  /// Sessions by start, oldest first; those that `search` lets through.
  package func sessions(
    _ scope: SessionScope, matching search: SearchRequest? = nil
  ) async throws(ControlError) -> [SessionSummary] {
    let filter = search?.filter ?? SessionFilter(limit: ReadModelLimits.sessionsMax)
    let leases = try await leases().filter { filter.admits($0) }
    var found: [SessionSummary]
    switch scope {
    case .live:
      found = leases.filter { $0.state == .active || $0.state == .suspect }.compactMap(ReadModel.session)
    case .state(let state):
      found = leases.filter { $0.state == state && state.isLive }.compactMap(ReadModel.session)
    case .all:
      let live = leases.filter(\.state.isLive)
      let liveHoldings = Set(live.map(\.id.rawValue))
      found = live.compactMap(ReadModel.session)
      found += try await recordedSessions(filter).filter { !liveHoldings.contains($0.leaseID) }
        .map { (row: SessionRow) in ReadModel.session(row) }
    }
    let none = IPv4Address(rawValue: 0)
    if let limit = search?.limit, found.count > limit {
      found.sort { $0.start > $1.start }
      found.removeLast(found.count - max(0, limit))
    }
    found.sort { ($0.start, $0.address ?? none, $0.session) < ($1.start, $1.address ?? none, $1.session) }
    return found
  }

  /// Counts everything again, from what this source tells.
  package func recount() async throws(ControlError) -> AuditReport {
    var recount = Recount(pools: try await pools())
    let cut = try await storing { (store) throws(StoreError) in try store.journalCut() }
    recount.begin(after: cut)
    try await eachEntry(after: cut.position) { recount.follow($0) }
    return recount.report(leases: try await leases())
  }

  private func eachEntry(
    after cut: JournalPosition, _ body: (LeaseTransition) -> Void
  ) async throws(ControlError) {
    var position = cut
    while true {
      let page = try await ledger(after: position, limit: ReadModelLimits.ledgerPage)
      for entry in page.entries { body(entry.transition) }
      guard page.position > position else { return }
      position = page.position
    }
  }
}

extension ControlTarget {
  package func disconnect(_ choice: SessionChoice, reason: String, by operator: Operator) async throws(ControlError)
    -> [DisconnectReport]
  {
    throw ControlError(.unavailable, "no server runs, and only a running one can tell a NAS anything")
  }

  package func audit() async throws(ControlError) -> AuditReport { try await recount() }
}
