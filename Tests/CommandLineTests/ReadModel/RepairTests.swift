import AddressPool
import Admin
import Console
import NetworkAddress
import Storage
import Testing
import Timebase

/// `pool audit --repair`: what it would do about what an audit finds.
@Suite struct RepairTests {
  private let held = Story.lease(.active, deadline: 60)
  private let freed = Story.lease(.free)

  private func plan(
    table: [LedgerDifference] = [], derived: [LedgerDifference] = [], faults: [AuditFault] = []
  ) -> RepairPlan {
    RepairPlan(
      made: Story.zero, position: JournalPosition(rawValue: 7), table: table, derived: derived, faults: faults)
  }

  @Test func nothingIsDoneAboutNothing() {
    #expect(plan().actions.isEmpty)
    #expect(RepairText.text(plan(), file: "r.json") == "All adds up: there is nothing to repair. r.json says so.\n")
  }

  /// The ledger is the truth: a row is made what it says, and what it itself says is left.
  @Test func eachDifferenceHasItsRemedy() {
    let actions = plan(
      table: [
        .differs(ledger: freed, table: held), .missingFromTable(held), .missingFromLedger(held),
        .brokenChain(Story.first, at: JournalPosition(rawValue: 3), expected: .free, found: .active),
        .heldTwice(LeaseID(rawValue: 1), Story.first, Story.second),
      ], derived: [.differs(ledger: freed, table: held), .missingFromTable(held)],
      faults: [AuditFault(invariant: "I3", address: Story.first, problem: "has no deadline")]
    ).actions
    #expect(actions.map(\.kind) == [.refold, .rebuildRow, .rebuildRow, .restart, .none, .none, .restart])
    #expect(
      actions[1].rows == [
        RepairRow(address: Story.first, before: LeaseMark.text(held), ledger: LeaseMark.text(freed))
      ])
    #expect(actions[2].rows.first?.before == "nothing" && actions[0].rows.count == 2)
  }

  @Test func aMarkTellsWhetherALeaseMovedOn() {
    var other = held
    #expect(LeaseMark.text(other) == LeaseMark.text(held) && LeaseMark.text(held).hasPrefix("active/1/"))
    other.lastSeen = Story.time(1)
    #expect(LeaseMark.text(other) != LeaseMark.text(held))
  }

  @Test func aReportIsReadAsItWasWritten() throws {
    let written = plan(table: [.differs(ledger: freed, table: held)])
    let text = try JSONValue(encoding: written).text()
    #expect(RepairPlan(json: Array(text.utf8)) == written)
    #expect(RepairPlan(json: Array(text.replacing("\"version\": 1", with: "\"version\": 2").utf8)) == nil)
    #expect(RepairPlan(json: Array("{}".utf8)) == nil)
    #expect(RepairText.text(written, file: "r.json").contains("pool audit --repair --report r.json --apply"))
  }

  /// The request of one action fits into a line of the control socket, however much is wrong.
  @Test func anActionFitsIntoARequest() throws {
    let many = (0..<5000).map {
      LedgerDifference.missingFromTable(Story.lease(.active, at: IPv4Address(rawValue: UInt32($0)), deadline: 60))
    }
    let action = try #require(plan(derived: many).actions.first)
    let text = try JSONValue(encoding: action).compactText
    #expect(text.utf8.count < ControlLimits.requestLengthMax - 2048 && action.problem.contains("5000"))
  }
}
