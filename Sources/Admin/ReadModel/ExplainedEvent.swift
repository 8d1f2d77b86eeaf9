package import AddressPool
package import Timebase

/// An entry of the ledger as people and programs read it.
package struct ExplainedEvent: Codable, Equatable, Sendable {
  package var time: Timestamp
  package var from: LeaseState
  package var to: LeaseState
  package var cause: String
  /// What tied the packet to the lease: `token`, `session`, `userAndAddress` or `soleOffer`; nil where no accounting
  /// packet caused it.
  package var match: String?
  /// What the packet was and where it came from, or an operator's words.
  package var note: String
  /// How many packets it tells of.
  package var count: UInt32 = 1
  /// The holding; nil: none.
  package var lease: UInt64?
  package var user: String?
  package var client: String?
  package var session: String?
}
