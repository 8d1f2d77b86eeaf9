package import NetworkAddress
package import Timebase

/// A session folded out of accounting records: a row of `radacct`. Times are whole seconds.
package struct AccountingSession: Equatable, Sendable {
  /// `radacctid`; 0 until a table has given it a number.
  package var number: Int64 = 0
  package var session: String
  package var uniqueID: String
  package var user: String
  /// What follows the last `@` of the user; empty where there is none.
  package var realm: String
  package var nasIPAddress: String
  package var nasPortID: String
  package var nasPortType: String
  package var start: Timestamp
  package var updated: Timestamp
  package var stop: Timestamp?
  /// Seconds between the last two packets.
  package var interval: UInt32?
  /// Acct-Session-Time, or what we reckoned; seconds.
  package var sessionTime: UInt32?
  package var authentic: String
  package var connectInfoStart: String
  package var connectInfoStop: String
  /// Gigawords included; never lowered.
  package var inputOctets: UInt64?
  package var outputOctets: UInt64?
  package var calledStation: String
  package var callingStation: String
  package var terminateCause: String
  package var serviceType: String
  package var framedProtocol: String
  package var framedIPAddress: IPv4Address?
  package var framedIPv6Address: String
  package var framedIPv6Prefix: String
  package var framedInterfaceID: String
  package var delegatedIPv6Prefix: String
  package var classText: String
  package var client: String
  package var nas: String
  package var leaseID: UInt64
  /// The pool of its lease's address; empty where it has none.
  package var pool: String
  /// No Start came: the start is reckoned from Acct-Session-Time, or is the first packet's time.
  package var isStartReckoned: Bool
  /// No Stop came: the end of its lease, a NAS's restart or a newer session closed it. A sign of life opens it again.
  package var isClosedByServer: Bool

  package var isOpen: Bool { stop == nil }

  /// An empty row, for a table to fill.
  package init(session: String, nas: String, start: Timestamp) {
    self.session = session
    self.nas = nas
    self.start = start
    updated = start
    uniqueID = ""
    user = ""
    realm = ""
    nasIPAddress = ""
    nasPortID = ""
    nasPortType = ""
    authentic = ""
    connectInfoStart = ""
    connectInfoStop = ""
    calledStation = ""
    callingStation = ""
    terminateCause = ""
    serviceType = ""
    framedProtocol = ""
    framedIPv6Address = ""
    framedIPv6Prefix = ""
    framedInterfaceID = ""
    delegatedIPv6Prefix = ""
    classText = ""
    client = ""
    leaseID = 0
    pool = ""
    isStartReckoned = false
    isClosedByServer = false
  }

  /// The row that the first record of a session opens. The unique ID is made of that record, and stays.
  init(opening event: AccountingEvent) {
    self.init(session: event.session, nas: event.nas, start: event.begin ?? event.time)
    isStartReckoned = event.status != .start
    client = event.client
    user = event.user
    realm = event.user.lastIndex(of: "@").map { String(event.user[event.user.index(after: $0)...]) } ?? ""
    leaseID = event.leaseID
    updated = event.time
    var digest = SessionDigest()
    digest.add(nas)
    digest.add(session)
    digest.add(user)
    digest.add(leaseID)
    digest.add(UInt64(bitPattern: start.rawValue))
    uniqueID = digest.text
  }
}
