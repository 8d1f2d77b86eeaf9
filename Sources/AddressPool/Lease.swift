package import NetworkAddress
package import Timebase

/// Names one holding of one address. Never used again, by any address, after any restart.
package struct LeaseID: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
  package var rawValue: UInt64
  package init(rawValue: UInt64) { self.rawValue = rawValue }
  package static func < (left: LeaseID, right: LeaseID) -> Bool { left.rawValue < right.rawValue }
  package var description: String { String(rawValue) }
}

/// Who holds, or last held, an address: what its NAS and its user said of themselves.
package struct LeaseHolder: Hashable, Sendable {
  /// User-Name as it came.
  package var user: String
  /// The configured client's name.
  package var client: String
  /// The NAS: source address with NAS-Identifier, NAS-IP-Address or alone (docs/architecture.md, "A NAS").
  package var nas: String
  /// Acct-Session-Id as it came; empty until known.
  package var session: String
  /// What makes a repeated Access-Request the same ask; empty for an adopted lease.
  package var identity: String
  /// NAS-Port; nil where the NAS sent none.
  package var nasPort: UInt32?
  /// NAS-Port-Id; empty where the NAS sent none.
  package var nasPortID: String
  /// Calling-Station-Id normalised (letters lower, separators out); empty where the NAS sent none.
  package var callingStation: String
  /// Calling-Station-Id as it came, for who sent it (RFC 5176 §3); empty where that is what `callingStation` is.
  package var callingStationSent: String

  package init(
    user: String, client: String, nas: String, session: String = "", identity: String = "", nasPort: UInt32? = nil,
    nasPortID: String = "", callingStation: String = "", callingStationSent: String = ""
  ) {
    self.user = user
    self.client = client
    self.nas = nas
    self.session = session
    self.identity = identity
    self.nasPort = nasPort
    self.nasPortID = nasPortID
    self.callingStation = callingStation
    self.callingStationSent = callingStationSent
  }
}

/// One address and its holding: the row of the lease table. A free address keeps its last holder, for stickiness and
/// for revival.
package struct Lease: Equatable, Sendable {
  package var address: IPv4Address
  /// The pool's name; empty for an address outside of every pool.
  package var pool: String
  package var state: LeaseState
  /// The current or the last holding. 0: never held.
  package var id: LeaseID
  /// Nil: never held.
  package var holder: LeaseHolder?
  /// The address goes back to `reserved`, not to `free`.
  package var isReserved: Bool
  /// Whether an operator reserved it (and not a user's static address).
  package var isReservedByOperator: Bool
  /// When the holding began: the Accept, or the packet that adopted it.
  package var start: Timestamp
  /// When the present state was entered.
  package var since: Timestamp
  /// The last packet of its session.
  package var lastSeen: Timestamp
  /// The wall time of the deadline; nil in `free` and `reserved`. The running server keeps the ``Moment`` beside it.
  package var deadline: Timestamp?
  /// What brought the present state.
  package var cause: LeaseCause
  /// Session-Timeout of the Accept, seconds.
  package var sessionTimeout: UInt32
  /// Acct-Interim-Interval of the Accept, seconds; 0: none was asked for.
  package var interimInterval: UInt32
  /// Silence counts only after the first Interim.
  package var hasSentInterim: Bool
  /// A Stop ended the holding: later packets of the session revive nothing.
  package var isOver: Bool
  /// Totals of the session, Gigawords included; never lowered.
  package var inputOctets: UInt64
  package var outputOctets: UInt64

  /// An address that nobody held yet.
  package init(address: IPv4Address, pool: String, at time: Timestamp) {
    self.address = address
    self.pool = pool
    state = .free
    id = LeaseID(rawValue: 0)
    holder = nil
    isReserved = false
    isReservedByOperator = false
    start = time
    since = time
    lastSeen = time
    deadline = nil
    cause = .configuration
    sessionTimeout = 0
    interimInterval = 0
    hasSentInterim = false
    isOver = false
    inputOctets = 0
    outputOctets = 0
  }
}
