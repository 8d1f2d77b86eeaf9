import Accounting
import Timebase

/// The simplest table of sessions.
struct ListTable: SessionTable {
  typealias Failure = Never

  private(set) var rows: [AccountingSession] = []
  private(set) var rollups: [Rollup.Key: Rollup.Counts] = [:]

  mutating func sessions(nas: String, session: String) -> [AccountingSession] {
    rows.filter { $0.nas == nas && $0.session == session }.reversed().prefix(SessionFold.candidatesMax).map { $0 }
  }

  mutating func openSessions(nas: String, startedBy time: Timestamp) -> [AccountingSession] {
    rows.filter { $0.nas == nas && $0.isOpen && $0.start <= time }
  }

  mutating func insert(_ session: AccountingSession) {
    var session = session
    session.number = Int64(rows.count) + 1
    rows.append(session)
  }

  mutating func update(_ session: AccountingSession) { rows[Int(session.number) - 1] = session }

  mutating func add(_ rollup: Rollup) { rollups[rollup.key, default: .zero] &+= rollup.counts }

  func pool(ofLease leaseID: UInt64) -> String { leaseID == 0 ? "" : "main" }
}
