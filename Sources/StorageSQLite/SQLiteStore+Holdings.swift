package import NetworkAddress
package import Storage
package import Timebase

extension SQLiteStore {
  package func holdings(_ filter: HoldingFilter) throws(StoreError) -> [Holding] {
    try catchUp()
    return try derived.holdings(filter)
  }

  package func history(of holding: Holding) throws(StoreError) -> [LedgerEntry] {
    try catchUp()
    return try journal.transitions(at: try derived.positions(of: holding))
  }

  package func moment(of address: IPv4Address, at time: Timestamp) throws(StoreError) -> AddressMoment? {
    try catchUp()
    let entries = try journal.transitions(at: try derived.positions(of: address, at: time))
    return entries.first.map { AddressMoment(entry: $0, next: entries.dropFirst().first) }
  }

  package func tallies(sinceDay day: Int64) throws(StoreError) -> [LeaseTally] {
    try catchUp()
    return try derived.tallies(sinceDay: day)
  }
}
