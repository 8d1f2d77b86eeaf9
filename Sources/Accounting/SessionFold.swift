package import Timebase

/// Folds accounting events into sessions, each event exactly once and in the order of the journal.
///
/// A session is one row, from its first record to its Stop. Records come late, twice, out of order and not at all; the
/// rules are at the functions. Nothing here fails but the table.
package enum SessionFold {
  /// Rows of one NAS and Acct-Session-Id that are looked at. IDs come back after restarts of a NAS; a record is never
  /// older than that many of them.
  package static let candidatesMax = 4
  /// Milliseconds by which a begin that is reckoned from whole seconds may lie past a session's end and still belong to it.
  static let reckoningTolerance: Int64 = 5_000
  /// Milliseconds within which a second Start of an open session is a retry whose sender told no delay: RFC 5080
  /// §2.2.1 has a client give up well before.
  static let retryTolerance: Int64 = 60_000

  /// Takes one accounting event.
  package static func apply<Table: SessionTable>(_ event: AccountingEvent, to table: inout Table)
    throws(Table.Failure)
  {
    switch event.status {
    case .on, .off: try closeAll(event, in: &table)
    case .start, .interim, .stop: try applyToSession(event, in: &table)
    case .other: break
    }
  }

  /// Closes the session of a lease that ended without a Stop. `cause` is what its row is to say.
  package static func close<Table: SessionTable>(
    leaseID: UInt64, nas: String, session: String, user: String, at time: Timestamp, cause: String,
    in table: inout Table
  ) throws(Table.Failure) {
    let whole = Timestamp(seconds: time.seconds)
    for var row in try table.sessions(nas: nas, session: session) where row.isOpen {
      guard row.leaseID == leaseID || (row.leaseID == 0 && !session.isEmpty && row.user == user) else { continue }
      row.closeByServer(at: whole, cause: cause)
      try table.update(row)
      return
    }
  }

  /// Accounting-On and -Off: whatever the NAS had begun before the event is gone (RFC 2866 §5.1). The packet's own
  /// cause stands in the rows, else `NAS-Reboot`.
  private static func closeAll<Table: SessionTable>(_ event: AccountingEvent, in table: inout Table)
    throws(Table.Failure)
  {
    let cause = event.terminateCause.isEmpty ? "NAS-Reboot" : event.terminateCause
    for var row in try table.openSessions(nas: event.nas, startedBy: event.time) {
      row.closeByServer(at: event.time, cause: cause)
      row.sessionTime = row.seconds(until: event.time)
      try table.update(row)
    }
  }

  private static func applyToSession<Table: SessionTable>(_ event: AccountingEvent, in table: inout Table)
    throws(Table.Failure)
  {
    // Without Acct-Session-Id and without a lease nothing ties two records together: absent is no identity. Only a Stop
    // tells a whole session then.
    let isAnonymous = event.session.isEmpty && event.leaseID == 0
    if isAnonymous && event.status != .stop { return }
    let candidates = isAnonymous ? [] : try table.sessions(nas: event.nas, session: event.session)
    let belonging = candidates.filter { $0.contains(event) }
    if var row = belonging.first(where: { $0.leaseID != 0 && $0.leaseID == event.leaseID }) ?? belonging.first {
      let before = row
      row.apply(event)
      if row != before { try table.update(row) }
      return
    }
    // A session that was over before anything of it was recorded opens no row that nothing would ever close.
    if event.verdict == .stale && event.status != .stop { return }
    for var row in candidates where row.isOpen && row.isSameUser(as: event) && !event.session.isEmpty {
      row.closeByServer(at: row.updated, cause: "Rollcall-Superseded")
      try table.update(row)
    }
    var row = AccountingSession(opening: event)
    row.apply(event)
    try table.insert(row)
  }
}
