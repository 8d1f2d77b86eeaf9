internal import AddressPool
package import NetworkAddress
package import Storage
package import Timebase

extension LedgerSource {
  /// Holdings, newest first, present and past. `.notFound` where there is none.
  package func stories(_ filter: HoldingFilter, withHistory: Bool) async throws(ControlError) -> [HoldingStory] {
    var filter = filter
    filter.limit = min(filter.limit, ReadModelLimits.holdingsMax)
    let found = try await storing { [filter] (store) throws(StoreError) -> [(Holding, Lease?, [LedgerEntry])] in
      var found: [(Holding, Lease?, [LedgerEntry])] = []
      for holding in try store.holdings(filter) {
        found.append(
          (
            holding, holding.replaced == nil ? try store.lease(of: holding.address) : nil,
            withHistory ? try store.history(of: holding) : []
          ))
      }
      return found
    }
    guard !found.isEmpty else { throw ControlError(.notFound, "no address was ever held by \(filter.words)") }
    return found.map { HoldingStory($0.0, state: $0.1?.state, history: $0.2) }
  }

  /// `.invalid` for a time that is still to come.
  package func moment(of address: IPv4Address, at time: Timestamp) async throws(ControlError) -> MomentStory {
    let pool = try await pools().first { PoolSpace($0).contains(address) }
    let found = try await storing { (store) throws(StoreError) -> (AddressMoment?, Holding?) in
      let moment = try store.moment(of: address, at: time)
      let holding = try moment.flatMap { (moment) throws(StoreError) in
        try store.holdings(HoldingFilter(id: moment.entry.transition.lease.id)).first
      }
      return (moment, holding)
    }
    if pool == nil, found.0 == nil {
      throw ControlError(.notFound, "\(address) lies in no pool, and nobody had held it at \(time.rfc3339)")
    }
    return MomentStory(address: address, pool: pool?.name, at: time, moment: found.0, holding: found.1)
  }

  /// `since`: the day that it lies in is counted whole.
  package func leaks(since: Timestamp, now: Timestamp) async throws(ControlError) -> LeakReport {
    let day = LeaseTally.day(of: since)
    let yesterday = LeaseTally.day(of: now) - 1
    let tallies = try await storing { (store) throws(StoreError) in
      try store.tallies(sinceDay: min(day, yesterday))
    }
    let quarantines = Dictionary(try await pools().map { ($0.name, $0.quarantine) }) { first, _ in first }
    return LeakAnalysis(tallies: tallies, now: now).report(
      sinceDay: day, pools: try await poolSummaries(), quarantines: quarantines)
  }
}

extension HoldingFilter {
  fileprivate var words: String {
    var words: [String] = []
    if let user { words.append("a user named `\(user)`") }
    if let session { words.append("a session `\(session)`") }
    if let client { words.append("of client `\(client)`") }
    if let nas { words.append("of NAS `\(nas)`") }
    return words.joined(separator: " ")
  }
}
