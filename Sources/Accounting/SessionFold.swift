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
      try write(&row, at: whole, to: &table) { $0.closeByServer(at: whole, cause: cause) }
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
      try write(&row, at: event.time, to: &table) {
        $0.closeByServer(at: event.time, cause: cause)
        $0.sessionTime = $0.seconds(until: event.time)
      }
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
    if let place = place(of: event, in: candidates) {
      var row = candidates[place]
      let pool = try row.pool.isEmpty ? pool(of: event, in: &table) : row.pool
      try write(&row, at: event.time, to: &table) {
        $0.apply(event)
        $0.pool = pool
      }
      return
    }
    // A session that was over before anything of it was recorded opens no row that nothing would ever close.
    if event.verdict == .stale && event.status != .stop { return }
    for var row in candidates where row.isOpen && row.isSameUser(as: event) && !event.session.isEmpty {
      let end = row.updated
      try write(&row, at: end, to: &table) { $0.closeByServer(at: end, cause: "Rollcall-Superseded") }
    }
    var row = AccountingSession(opening: event)
    row.pool = try pool(of: event, in: &table)
    row.apply(event)
    try table.insert(row)
    try RollupFold.apply(before: nil, after: row, at: event.time, to: &table)
  }

  /// Which of the rows the event is of: one of its lease before others.
  private static func place(of event: AccountingEvent, in candidates: [AccountingSession]) -> Int? {
    let ofLease = candidates.firstIndex { $0.leaseID != 0 && $0.leaseID == event.leaseID && $0.contains(event) }
    return ofLease ?? candidates.firstIndex { $0.contains(event) }
  }

  private static func pool<Table: SessionTable>(of event: AccountingEvent, in table: inout Table)
    throws(Table.Failure) -> String
  {
    event.leaseID == 0 ? "" : try table.pool(ofLease: event.leaseID)
  }

  /// Changes a row, and the rollups with it. Where `change` changes nothing, nothing is written.
  private static func write<Table: SessionTable>(
    _ row: inout AccountingSession, at time: Timestamp, to table: inout Table,
    _ change: (inout AccountingSession) -> Void
  ) throws(Table.Failure) {
    let before = row
    change(&row)
    guard row != before else { return }
    try table.update(row)
    try RollupFold.apply(before: before, after: row, at: time, to: &table)
  }
}
