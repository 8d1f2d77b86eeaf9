internal import Storage

/// One thing to be repaired.
package struct RepairAction: Codable, Equatable, Sendable {
  package enum Kind: String, Codable, Sendable {
    /// The running server's row of an address is made what the ledger says.
    case rebuildRow
    /// All derived tables are made anew out of the journal.
    case refold
    /// A restart of the server repairs it; nothing is done here.
    case restart
    /// The ledger itself tells it so. It is append-only: nothing is done.
    case none
  }

  /// Rows named in a report; a request that applies it must fit into a line of the control socket.
  static let rowsMax = 64

  package var kind: Kind
  package var problem: String
  package var remedy: String
  package var rows: [RepairRow]

  package init(kind: Kind, problem: String, remedy: String, rows: [RepairRow]) {
    self.kind = kind
    self.problem = problem
    self.remedy = remedy
    self.rows = rows
  }

  init(table difference: LedgerDifference) {
    let row = RepairRow(difference)
    switch difference {
    case .differs, .missingFromTable:
      self.init(
        kind: .rebuildRow, problem: "\(difference)", remedy: "make the lease table's row what the ledger says",
        rows: row.map { [$0] } ?? [])
    case .missingFromLedger:
      self.init(
        kind: .restart, problem: "\(difference)", remedy: "restart the server: it takes its leases from the ledger",
        rows: [])
    case .brokenChain, .heldTwice:
      self.init(
        kind: .none, problem: "\(difference)",
        remedy: "the ledger keeps it as it was written; end what is live with `pool release`", rows: [])
    }
  }
}
