import AddressPool
import Admin
import Logging
import NetworkAddress
import ServerCore
import Storage
import Timebase

extension ServerControl {
  /// What would have to be done so that an audit finds nothing. It changes nothing.
  func repairPlan() async throws(ControlError) -> RepairPlan {
    let snapshot = try await reading { plane, now in
      (
        leases: plane.engine.committedLeases(), findings: plane.engine.table.audit(), position: plane.position,
        time: now.wall
      )
    }
    let replay = try await storing { store throws(StoreError) -> LedgerReplay in
      var replay = LedgerReplay()
      try store.eachTransition(through: snapshot.position, begin: { replay = LedgerReplay(after: $0.leases) }) {
        replay.take($0)
      }
      return replay
    }
    let derived = try await storing { store throws(StoreError) in try store.auditLedger() }
    return RepairPlan(
      made: snapshot.time, position: snapshot.position, table: replay.compare(with: snapshot.leases),
      derived: derived, faults: snapshot.findings.map(AuditFault.init))
  }

  /// Does one action of a report, where its rows are still what they were.
  func repair(_ action: RepairAction, report: String, by operator: Operator) async throws(ControlError)
    -> RepairOutcome
  {
    let note = `operator`.note(reason: "repair from \(report)")
    switch action.kind {
    case .rebuildRow:
      guard let row = action.rows.first else { throw ControlError(.invalid, "the action names no address") }
      return try await rebuild(row, note: note)
    case .refold:
      return try await refold(action.rows, note: note)
    case .restart, .none:
      throw ControlError(.refused, "nothing is done about it from here: \(action.remedy)")
    }
  }

  private func rebuild(_ row: RepairRow, note: String) async throws(ControlError) -> RepairOutcome {
    let last = try await storing { store throws(StoreError) in try store.history(of: row.address).last }
    guard let lease = last?.transition.lease, LeaseMark.text(lease) == row.ledger else {
      throw ControlError(.refused, "\(row.address) has moved on since the report: its ledger has new entries")
    }
    _ = try await commanding(row.address) { engine, now in
      let present = engine.table.lease(at: row.address)
      guard LeaseMark.text(present) == row.before, present == engine.committedLease(at: row.address) else {
        throw ControlError(.refused, "\(row.address) has moved on since the report: its lease has changed")
      }
      return engine.rebuild(lease, note: note, now: now)
    }
    return RepairOutcome(done: "\(row.address) is \(lease.state.name) again, as the ledger says")
  }

  private func refold(_ rows: [RepairRow], note: String) async throws(ControlError) -> RepairOutcome {
    let moved = try await storing { store throws(StoreError) -> IPv4Address? in
      for row in rows where LeaseMark.text(try store.lease(of: row.address)) != row.before { return row.address }
      try store.refold()
      return nil
    }
    if let moved { throw ControlError(.refused, "\(moved) has moved on since the report: its derived row has changed") }
    plane.logger.notice("store.refolded", metadata: ["by": "\(note)"])
    return RepairOutcome(done: "all derived tables are made anew out of the journal")
  }
}
