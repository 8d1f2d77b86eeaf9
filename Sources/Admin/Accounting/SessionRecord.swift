package import NetworkAddress
internal import Storage
package import Timebase

/// A session as accounting tells it: a line of `accounting search`. Times are whole seconds.
package struct SessionRecord: Codable, Equatable, Sendable {
  package var user: String
  package var address: IPv4Address?
  package var pool: String
  package var client: String
  package var nas: String
  /// NAS-Port-Id, else NAS-Port; empty where the NAS told neither.
  package var nasPort: String
  /// Framed-Protocol by name, such as `PPP`; empty where the NAS told none.
  package var framedProtocol: String
  /// Acct-Session-Id.
  package var session: String
  /// Calling-Station-Id.
  package var callingStation: String
  package var start: Timestamp
  /// The newest packet.
  package var lastSeen: Timestamp
  /// Nil while it is open.
  package var stop: Timestamp?
  /// Acct-Session-Time.
  package var seconds: UInt32
  package var inputOctets: UInt64
  package var outputOctets: UInt64
  /// Acct-Terminate-Cause, or a word of ours that starts with `Rollcall-`; empty while it is open.
  package var terminateCause: String
  /// No Stop came.
  package var isStopLost: Bool
  /// Nil: it has no lease of ours.
  package var lease: UInt64?

  init(_ row: SessionRow) {
    user = row.user
    address = row.address
    pool = row.pool
    client = row.client
    nas = row.nas
    nasPort = row.nasPort
    framedProtocol = row.framedProtocol
    session = row.session
    callingStation = row.callingStation
    start = row.start
    lastSeen = row.lastSeen
    stop = row.stop
    seconds = row.sessionTime
    inputOctets = row.inputOctets
    outputOctets = row.outputOctets
    terminateCause = row.terminateCause
    isStopLost = row.isClosedByServer
    lease = row.leaseID == 0 ? nil : row.leaseID
  }
}
