internal import AddressPool
package import NetworkAddress
internal import Storage
package import Timebase

/// `pool explain --user` and `--session`: one holding of one address, present or past.
package struct HoldingStory: Codable, Equatable, Sendable {
  package var lease: UInt64
  package var address: IPv4Address
  package var pool: String
  package var user: String
  package var client: String
  package var nas: String
  /// Acct-Session-Id; empty where the NAS never told it.
  package var session: String
  /// When the address was promised, or adopted.
  package var began: Timestamp
  /// When accounting first spoke of the session; nil: never.
  package var started: Timestamp?
  /// When it stopped holding the address; nil: it holds it.
  package var ended: Timestamp?
  /// What ended it; nil: it holds the address.
  package var endCause: String?
  /// `offered`, `active` or `suspect` while it holds its address, `quarantined` while the address rests from it, then
  /// `ended`.
  package var state: String
  /// Oldest first; empty where it was not asked for.
  package var history: [ExplainedEvent]

  /// `state`: that of the address now.
  init(_ holding: Holding, state: LeaseState?, history: [LedgerEntry]) {
    lease = holding.id.rawValue
    address = holding.address
    pool = holding.pool
    user = holding.user
    client = holding.client
    nas = holding.nas
    session = holding.session
    began = holding.began
    started = holding.started
    ended = holding.ended
    endCause = holding.endCause?.name
    let isLast = holding.replaced == nil
    self.state =
      isLast && (state?.isLive ?? false || state == .quarantined) ? state?.name ?? "" : SessionSummary.ended
    self.history = history.map(ReadModel.event)
  }
}
