import AddressPool
package import NetworkAddress
import RADIUSCrypto

/// What a session is asked after for.
enum DisconnectPurpose: Hashable, Sendable {
  /// Its lease is in doubt.
  case suspect(LeaseID)
  /// It uses an address that another holds.
  case conflict(nas: String, session: String)
  /// An operator wants it ended; `row`: its place in the report.
  case command(CommandID, LeaseID, row: Int)
}

/// A session to be disconnected, and whom to tell.
struct DisconnectAsk: Sendable {
  var purpose: DisconnectPurpose
  var subject: DisconnectSubject
  var destination: Endpoint
  var secret: SharedSecret
}

/// A datagram for a NAS's dynamic authorization port.
package struct OutgoingDisconnect: Equatable, Sendable {
  package var bytes: [UInt8]
  package var destination: Endpoint
}
