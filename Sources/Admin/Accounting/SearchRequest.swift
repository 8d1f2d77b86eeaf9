internal import AddressPool
package import NetworkAddress
internal import Storage
package import Timebase

/// What `accounting search` and the lists of sessions ask for. What is nil does not narrow.
package struct SearchRequest: Codable, Equatable, Sendable {
  package var user: String?
  package var address: IPv4Address?
  /// The NAS as the ledger names it.
  package var nas: String?
  package var client: String?
  /// Acct-Session-Id.
  package var session: String?
  /// Sessions that were open at or after this time.
  package var from: Timestamp?
  /// Sessions that began at or before this time.
  package var to: Timestamp?
  /// True: those that are open; false: those that are over.
  package var isOpen: Bool?
  /// The newest so many.
  package var limit: Int

  package init(limit: Int) { self.limit = limit }
}

extension SearchRequest {
  var filter: SessionFilter {
    SessionFilter(
      isOpen: isOpen, user: user, client: client, nas: nas, session: session, address: address, since: from, until: to,
      limit: min(max(0, limit), ReadModelLimits.sessionsMax))
  }
}

extension SessionFilter {
  /// Whether the filter lets the session of a lease through; its limit and its end apart.
  func admits(_ lease: Lease) -> Bool {
    guard let holder = lease.holder else { return false }
    return (user == nil || user == holder.user) && (client == nil || client == holder.client)
      && (nas == nil || nas == holder.nas) && (session == nil || session == holder.session)
      && (address == nil || address == lease.address) && (until.map { lease.start <= $0 } ?? true)
  }
}
