package import Timebase

/// Where the fold of sessions keeps its rows. A store brings its own.
package protocol SessionTable {
  associatedtype Failure: Error

  /// The sessions of a NAS with this Acct-Session-Id, newest first, at most ``SessionFold/candidatesMax``.
  mutating func sessions(nas: String, session: String) throws(Failure) -> [AccountingSession]
  /// The open sessions of a NAS that started at or before `time`, in the order of their numbers.
  mutating func openSessions(nas: String, startedBy time: Timestamp) throws(Failure) -> [AccountingSession]
  /// Adds a row and gives it the next number.
  mutating func insert(_ session: AccountingSession) throws(Failure)
  /// Replaces the row that has the number of `session`.
  mutating func update(_ session: AccountingSession) throws(Failure)
  /// Adds figures to those of the same key.
  mutating func add(_ rollup: Rollup) throws(Failure)
  /// The pool of a lease's address; empty where there is none.
  mutating func pool(ofLease leaseID: UInt64) throws(Failure) -> String
}
