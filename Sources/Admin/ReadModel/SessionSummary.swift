package import NetworkAddress
package import Timebase

/// A line of `sessions`.
package struct SessionSummary: Codable, Equatable, Sendable {
  package var user: String
  package var client: String
  /// Acct-Session-Id; empty until the NAS has told it.
  package var session: String
  /// Nil: the NAS named none, and we gave it none.
  package var address: IPv4Address?
  package var start: Timestamp
  package var lastSeen: Timestamp
  package var inputOctets: UInt64
  package var outputOctets: UInt64
  /// `offered`, `active` or `suspect` while it holds its address; `ended` afterwards.
  package var state: String
  /// The NAS as the ledger names it.
  package var nas: String

  /// The state of a session that is over.
  package static let ended = "ended"
}
