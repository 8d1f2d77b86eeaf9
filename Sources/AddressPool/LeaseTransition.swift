package import Timebase

/// The ledger's entry: one thing that happened to one lease. Carries the whole lease as it stood afterwards, so that
/// the last entry of every address is the lease table (invariant I5).
package struct LeaseTransition: Equatable, Sendable {
  package var time: Timestamp
  package var from: LeaseState
  package var cause: LeaseCause
  /// What tied the packet to the lease; nil where no accounting packet caused it.
  package var match: MatchRule?
  /// What the packet was, such as `Accounting-Request Stop id 7 from 192.0.2.1:40000`, or an operator's words.
  package var note: String
  /// How many packets it tells of: more than one where entries that change nothing are thinned.
  package var count: UInt32
  /// The lease after it.
  package var lease: Lease

  package var to: LeaseState { lease.state }

  package init(
    time: Timestamp, from: LeaseState, cause: LeaseCause, match: MatchRule? = nil, note: String = "",
    count: UInt32 = 1, lease: Lease
  ) {
    self.time = time
    self.from = from
    self.cause = cause
    self.match = match
    self.note = note
    self.count = count
    self.lease = lease
  }
}
