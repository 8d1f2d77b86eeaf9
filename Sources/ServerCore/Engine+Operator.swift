package import Accounting
package import AddressPool
package import NetworkAddress
import Storage
package import Timebase

extension Engine {
  /// An operator's release. The command is done when its ID comes out of a commit.
  package func release(_ address: IPv4Address, note: String, now: Now) throws(OperatorRefusal) -> (
    CommandID, LeaseTransition
  ) {
    try table.release(address, note: note, now: now)
    return gatherCommand()
  }

  /// An operator's reservation. The command is done when its ID comes out of a commit.
  package func reserve(_ address: IPv4Address, note: String, now: Now) throws(OperatorRefusal) -> (
    CommandID, LeaseTransition
  ) {
    try table.reserve(address, note: note, now: now)
    return gatherCommand()
  }

  /// A row that the ledger tells otherwise is made what it says. The command is done when its ID comes out of a commit.
  package func rebuild(_ lease: Lease, note: String, now: Now) -> (CommandID, LeaseTransition) {
    table.rebuild(lease, note: note, now: now)
    return gatherCommand()
  }

  /// Records that came out of a file: they move no lease. The command is done when its ID comes out of a commit.
  package func record(_ records: [AccountingRecord]) -> CommandID {
    lastCommand += 1
    let id = CommandID(rawValue: lastCommand)
    gathered.append(
      Decided(
        purpose: .command(id), changes: [], records: records.map(JournalEntry.accounting), remembered: nil))
    return id
  }

  private func gatherCommand() -> (CommandID, LeaseTransition) {
    lastCommand += 1
    let id = CommandID(rawValue: lastCommand)
    gatherChanges(.command(id))
    guard let transition = gathered.last?.changes.last?.transition else {
      preconditionFailure("a command that was not refused changes a lease")
    }
    return (id, transition)
  }
}
