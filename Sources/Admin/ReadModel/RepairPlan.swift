internal import Foundation
internal import NetworkAddress
package import Storage
package import Timebase

/// What `pool audit --repair` would do: written to a file, read by a person, and done from that file only.
package struct RepairPlan: Codable, Equatable, Sendable {
  /// Of this file's form.
  package var version = 1
  package var made: Timestamp
  /// The last journal entry that was looked at.
  package var position: UInt64
  package var actions: [RepairAction]

  package init(made: Timestamp, position: JournalPosition, actions: [RepairAction]) {
    self.made = made
    self.position = position.rawValue
    self.actions = actions
  }

  /// Out of what an audit found.
  ///
  /// - Parameters:
  ///   - table: where the running server's lease table and the ledger do not tell the same.
  ///   - derived: where the store's table `lease` and the ledger do not tell the same.
  ///   - faults: what the lease table found out about its own indexes.
  package init(
    made: Timestamp, position: JournalPosition, table: [LedgerDifference], derived: [LedgerDifference],
    faults: [AuditFault]
  ) {
    // The tables come first: what is done to a row is folded into them, and they would have moved on since the report.
    var actions: [RepairAction] = []
    let rows = derived.compactMap(RepairRow.init)
    if !rows.isEmpty {
      actions.append(
        RepairAction(
          kind: .refold,
          problem:
            "the store's derived tables and the ledger differ at \(rows.count) address\(rows.count == 1 ? "" : "es")",
          remedy: "make all derived tables anew out of the journal", rows: Array(rows.prefix(RepairAction.rowsMax))))
    }
    actions += table.map(RepairAction.init(table:))
    actions += faults.map {
      RepairAction(
        kind: .restart, problem: "\($0.address.map { "\($0): " } ?? "")\($0.problem)",
        remedy: "restart the server: it builds the lease table's indexes anew", rows: [])
    }
    self.init(made: made, position: position, actions: actions)
  }

  /// Reads a report file; nil: it is none of this version.
  package init?(json: [UInt8]) {
    guard let plan = try? JSONDecoder().decode(RepairPlan.self, from: Data(json)), plan.version == 1 else { return nil }
    self = plan
  }
}
