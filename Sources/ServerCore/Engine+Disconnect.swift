package import AddressPool
package import NetworkAddress
package import Timebase

/// Which sessions an operator wants ended.
package enum DisconnectSelection: Equatable, Sendable {
  case user(String)
  /// Acct-Session-Id.
  case session(String)
  case address(IPv4Address)
}

/// Why nobody is asked to disconnect anything.
package enum DisconnectRefusal: Error, Equatable, Sendable {
  /// No session that is active or suspect matches.
  case noSession
  /// None of the clients of the sessions that match has `dynamic-authorization`.
  case notConfigured(clients: [String])
  /// More sessions match than are disconnected at once.
  case tooMany(Int)
}

/// A session that an operator wanted ended, and what came of it.
package struct DisconnectRow: Equatable, Sendable {
  package var lease: Lease
  package var holder: LeaseHolder
  package var outcome: DisconnectOutcome
}

/// A command that waits for its NASes.
struct PendingDisconnect {
  var rows: [DisconnectRow]
  var unsettled: Int
  /// The operator's words, for the ledger.
  var note: String
}

extension Engine {
  /// Sessions that one command ends at most.
  package static let disconnectMax = 4096

  /// Tells the NASes of the sessions that match to end them. The command is done when its ID comes out of a commit: all
  /// are answered or given up by then, 30 seconds later at most. ``takeDisconnect(_:)`` has the outcomes.
  package func disconnect(_ selection: DisconnectSelection, note: String, now: Now) throws(DisconnectRefusal)
    -> CommandID
  {
    let matching = sessions(selection)
    guard !matching.isEmpty else { throw .noSession }
    guard matching.count <= Engine.disconnectMax else { throw .tooMany(matching.count) }
    let asked = matching.filter { contact(NASName($0.holder.nas)?.source) != nil }
    guard !asked.isEmpty else { throw .notConfigured(clients: Set(matching.map(\.holder.client)).sorted()) }

    lastCommand += 1
    let id = CommandID(rawValue: lastCommand)
    pendingDisconnects[id] = PendingDisconnect(rows: matching, unsettled: matching.count, note: note)
    for (row, entry) in matching.enumerated() {
      guard let contact = contact(NASName(entry.holder.nas)?.source) else {
        settle(id, entry.lease.id, row: row, .notConfigured, note: "", now: now)
        continue
      }
      let ask = DisconnectAsk(
        purpose: .command(id, entry.lease.id, row: row),
        subject: DisconnectSubject(entry.lease, holder: entry.holder), destination: contact.endpoint,
        secret: contact.secret)
      if !dynamicAuthorization.begin(ask, now: now) {
        settle(id, entry.lease.id, row: row, .unsent, note: "", now: now)
      }
    }
    return id
  }

  /// What came of a command, once; nil: it is not known.
  package func takeDisconnect(_ id: CommandID) -> [DisconnectRow]? {
    pendingDisconnects.removeValue(forKey: id)?.rows
  }

  /// One session's outcome. The last one finishes the command.
  func settle(
    _ command: CommandID, _ lease: LeaseID, row: Int, _ outcome: DisconnectOutcome, note: String, now: Now
  ) {
    guard var pending = pendingDisconnects[command] else { return }
    let words = [pending.note, note].filter { !$0.isEmpty }.joined(separator: "; ")
    _ = table.answered(outcome.verdict, lease: lease, byOperator: true, note: words, now: now)
    // A session that ended by itself while its NAS was being asked is what the operator wanted.
    pending.rows[row].outcome = outcome == .superseded ? .notFound : outcome
    pending.unsettled -= 1
    pendingDisconnects[command] = pending
    gatherChanges(pending.unsettled == 0 ? .command(command) : .sweep)
  }

  private func sessions(_ selection: DisconnectSelection) -> [DisconnectRow] {
    func row(_ lease: Lease) -> DisconnectRow? {
      guard lease.state == .active || lease.state == .suspect, let holder = lease.holder else { return nil }
      return DisconnectRow(lease: lease, holder: holder, outcome: .unsent)
    }
    switch selection {
    case .address(let address): return [table.lease(at: address).flatMap(row)].compactMap(\.self)
    case .user(let user): return rows { $0.holder.user == user }
    case .session(let session): return rows { $0.holder.session == session }
    }
    func rows(_ matches: (DisconnectRow) -> Bool) -> [DisconnectRow] {
      table.leases.compactMap(row).filter(matches).sorted { $0.lease.address < $1.lease.address }
    }
  }
}
