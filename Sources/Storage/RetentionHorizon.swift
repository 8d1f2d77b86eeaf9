package import Timebase

/// What is old enough to go, by its kind: what lies before the time. Nil: all of it is kept.
package struct RetentionHorizon: Equatable, Sendable {
  /// The journal: accounting records and decisions as they came, and the ledger's entries in full.
  package var records: Timestamp?
  /// Sessions (`radacct`) that ended before. Rollups stay.
  package var sessions: Timestamp?
  /// Holdings (who held which address from when to when) that ended before.
  package var ledger: Timestamp?
  /// Decisions in `radpostauth`.
  package var authentications: Timestamp?

  package init(
    records: Timestamp? = nil, sessions: Timestamp? = nil, ledger: Timestamp? = nil, authentications: Timestamp? = nil
  ) {
    self.records = records
    self.sessions = sessions
    self.ledger = ledger
    self.authentications = authentications
  }

  package var keepsAll: Bool { records == nil && sessions == nil && ledger == nil && authentications == nil }
}

/// One going over of a store, in steps: what goes, and how far it has come.
package struct RetentionPass: Sendable {
  package let horizon: RetentionHorizon
  /// The last holding that was looked at.
  package var holding: UInt64 = 0
  package var isDone = false
  /// How many journal entries, sessions, holdings and decisions have gone.
  package var entries = 0
  package var sessions = 0
  package var holdings = 0
  package var authentications = 0

  package init(_ horizon: RetentionHorizon) { self.horizon = horizon }
}

/// A store that lets go of what is old. Stores in memory keep everything.
package protocol RetainingStore: Store {
  /// Takes the next step of a pass: about `limit` rows of each kind, in short transactions of their own, so that no commit
  /// waits long. Nothing goes that the fold or a named cursor has not passed. The lease table can be folded anew from what is
  /// left at every moment (invariant I5): what the cut-off part of the journal told of each address stands beside it.
  func retain(_ pass: inout RetentionPass, limit: Int) throws(StoreError)
}
