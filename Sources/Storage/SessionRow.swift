package import NetworkAddress
package import Timebase

/// A session as the accounting tells it: a row of `radacct`. Times are whole seconds.
package struct SessionRow: Equatable, Sendable {
  /// `acctuniqueid`: 32 hex digits, of this row alone.
  package var uniqueID: String
  package var user: String
  /// The configured client's name.
  package var client: String
  /// The NAS as the lease table names it.
  package var nas: String
  /// Acct-Session-Id.
  package var session: String
  /// Nil where the NAS told none.
  package var address: IPv4Address?
  package var callingStation: String
  package var start: Timestamp
  /// The newest packet of the session.
  package var lastSeen: Timestamp
  /// Nil while it is open.
  package var stop: Timestamp?
  /// Acct-Session-Time, seconds.
  package var sessionTime: UInt32
  /// Gigawords included; never lowered.
  package var inputOctets: UInt64
  package var outputOctets: UInt64
  /// Acct-Terminate-Cause by name, or a word of ours that starts with `Rollcall-`; empty while it is open.
  package var terminateCause: String
  /// 0: it has no lease of ours.
  package var leaseID: UInt64
  /// The pool of its lease's address; empty where it has none.
  package var pool: String
  /// No Stop came: something else told that it is over.
  package var isClosedByServer: Bool
  /// NAS-Port-Id, else NAS-Port; empty where the NAS told neither.
  package var nasPort = ""
  /// Framed-Protocol by name; empty where the NAS told none.
  package var framedProtocol = ""

  package init(
    uniqueID: String, user: String, client: String, nas: String, session: String, address: IPv4Address?,
    callingStation: String, start: Timestamp, lastSeen: Timestamp, stop: Timestamp?, sessionTime: UInt32,
    inputOctets: UInt64, outputOctets: UInt64, terminateCause: String, leaseID: UInt64, pool: String = "",
    isClosedByServer: Bool = false
  ) {
    self.uniqueID = uniqueID
    self.user = user
    self.client = client
    self.nas = nas
    self.session = session
    self.address = address
    self.callingStation = callingStation
    self.start = start
    self.lastSeen = lastSeen
    self.stop = stop
    self.sessionTime = sessionTime
    self.inputOctets = inputOctets
    self.outputOctets = outputOctets
    self.terminateCause = terminateCause
    self.leaseID = leaseID
    self.pool = pool
    self.isClosedByServer = isClosedByServer
  }
}

/// Which sessions to read. What is nil does not narrow.
package struct SessionFilter: Equatable, Sendable {
  /// True: those still open; false: those that are over.
  package var isOpen: Bool?
  package var user: String?
  package var client: String?
  /// The NAS as the lease table names it.
  package var nas: String?
  package var session: String?
  package var address: IPv4Address?
  /// Sessions that were open at or after this time.
  package var since: Timestamp?
  /// Sessions that started at or before this time.
  package var until: Timestamp?
  /// The newest so many.
  package var limit: Int

  package init(
    isOpen: Bool? = nil, user: String? = nil, client: String? = nil, nas: String? = nil,
    session: String? = nil, address: IPv4Address? = nil, since: Timestamp? = nil, until: Timestamp? = nil,
    limit: Int = .max
  ) {
    self.isOpen = isOpen
    self.user = user
    self.client = client
    self.nas = nas
    self.session = session
    self.address = address
    self.since = since
    self.until = until
    self.limit = limit
  }
}
