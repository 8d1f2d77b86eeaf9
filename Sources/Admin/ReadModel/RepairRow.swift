internal import AddressPool
package import NetworkAddress
internal import Storage

/// An address with marks of what it was when the report was made: when either has changed since, nothing is done.
package struct RepairRow: Codable, Equatable, Sendable {
  package var address: IPv4Address
  /// What is there.
  package var before: String
  /// What the ledger says.
  package var ledger: String

  package init(address: IPv4Address, before: String, ledger: String) {
    self.address = address
    self.before = before
    self.ledger = ledger
  }

  /// Nil where there is no row to change.
  init?(_ difference: LedgerDifference) {
    switch difference {
    case .differs(let ledger, let table):
      self.init(address: table.address, before: LeaseMark.text(table), ledger: LeaseMark.text(ledger))
    case .missingFromTable(let lease):
      self.init(address: lease.address, before: LeaseMark.text(nil), ledger: LeaseMark.text(lease))
    case .missingFromLedger(let lease):
      self.init(address: lease.address, before: LeaseMark.text(lease), ledger: LeaseMark.text(nil))
    case .brokenChain, .heldTwice:
      return nil
    }
  }
}
