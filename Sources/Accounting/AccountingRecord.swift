package import NetworkAddress
package import Timebase

/// What the server made of an accounting packet. The raw value is what the store keeps: never renumber.
package enum AccountingVerdict: UInt8, CaseIterable, Sendable {
  /// Recorded, and it moved, renewed or confirmed a lease.
  case applied = 1
  /// Recorded; it concerns no lease of ours.
  case noLease = 2
  /// The same event as one recorded before (RFC 2866 §3, Acct-Delay-Time of a retry).
  case duplicate = 3
  /// Recorded; its session was over or another holds the lease now, so it changed nothing.
  case stale = 4
  /// A right token with another session's Acct-Session-Id.
  case tokenMismatch = 5
  /// Of a lease that was swept and given to another.
  case conflict = 6
  /// Accounting-On or Accounting-Off.
  case nasReboot = 7
  /// Read from a file, after the event: it tells of sessions, and moved no lease.
  case replayed = 8

  package var name: String {
    switch self {
    case .applied: "applied"
    case .noLease: "noLease"
    case .duplicate: "duplicate"
    case .stale: "stale"
    case .tokenMismatch: "tokenMismatch"
    case .conflict: "conflict"
    case .nasReboot: "nasReboot"
    case .replayed: "replayed"
    }
  }
}

/// An accounting packet as it came, with what the server knew about it. Append-only.
package struct AccountingRecord: Equatable, Sendable {
  package var arrival: Timestamp
  /// When it happened: arrival less Acct-Delay-Time (RFC 2866 §5.2), or Event-Timestamp where that is nearer the truth.
  package var event: Timestamp
  /// The configured client's name.
  package var client: String
  /// The NAS as the lease table names it.
  package var nas: String
  /// `address:port`
  package var source: String
  package var verdict: AccountingVerdict
  /// The lease it was matched to; 0: none.
  package var leaseID: UInt64
  /// The packet, header included, exactly Length octets.
  package var packet: [UInt8]
  /// The address of that lease: what the session has where its NAS sends no Framed-IP-Address. Nil: it has none of ours.
  package var leaseAddress: IPv4Address?

  package init(
    arrival: Timestamp, event: Timestamp, client: String, nas: String, source: String, verdict: AccountingVerdict,
    leaseID: UInt64, packet: [UInt8], leaseAddress: IPv4Address? = nil
  ) {
    self.arrival = arrival
    self.event = event
    self.client = client
    self.nas = nas
    self.source = source
    self.verdict = verdict
    self.leaseID = leaseID
    self.packet = packet
    self.leaseAddress = leaseAddress
  }
}

/// What became of an Access-Request: the row of `radpostauth`.
package struct AuthenticationRecord: Equatable, Sendable {
  package var time: Timestamp
  package var user: String
  package var client: String
  package var nas: String
  package var callingStation: String
  /// `Access-Accept` or `Access-Reject`.
  package var reply: String
  /// A stable word that says why, such as `wrongPassword`; empty for an Accept.
  package var reason: String
  /// Nil unless a debug setting asks for it.
  package var password: String?
  /// The lease offered; 0: none.
  package var leaseID: UInt64

  package init(
    time: Timestamp, user: String, client: String, nas: String, callingStation: String, reply: String, reason: String,
    password: String? = nil, leaseID: UInt64 = 0
  ) {
    self.time = time
    self.user = user
    self.client = client
    self.nas = nas
    self.callingStation = callingStation
    self.reply = reply
    self.reason = reason
    self.password = password
    self.leaseID = leaseID
  }
}
