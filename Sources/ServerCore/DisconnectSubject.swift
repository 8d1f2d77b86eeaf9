import AddressPool
import NetworkAddress
import RADIUSCrypto
import RADIUSWire
import Timebase

/// The session that a Disconnect-Request names, as its NAS named it itself (RFC 5176 §3).
struct DisconnectSubject: Equatable, Sendable {
  var user = ""
  /// Acct-Session-Id; empty: not known.
  var session = ""
  var nasPort: UInt32?
  var callingStation = ""
  var nas = ClaimedNAS.none
  var framedIPAddress: IPv4Address?

  /// What a NAS calls itself.
  enum ClaimedNAS: Equatable, Sendable {
    case identifier(String)
    case ipv4(IPv4Address)
    case ipv6(IPv6Address)
    case none
  }

  /// The session that holds an address.
  init(_ lease: Lease, holder: LeaseHolder) {
    user = holder.user
    session = holder.session
    nasPort = holder.nasPort
    callingStation = holder.callingStationSent
    nas = NASName(holder.nas)?.claimed ?? .none
    framedIPAddress = lease.address
  }

  /// The session that an accounting packet is about.
  init(_ packet: Packet) {
    user = packet.first(.userName)?.text ?? ""
    session = packet.first(.acctSessionID)?.text ?? ""
    nasPort = packet.first(.nasPort)?.integer
    callingStation = packet.first(.callingStationID)?.text ?? ""
    framedIPAddress = packet.first(.framedIPAddress)?.integer.map(IPv4Address.init(rawValue:))
    if let identifier = packet.first(.nasIdentifier), !identifier.value.isEmpty {
      nas = .identifier(identifier.text)
    } else if let number = packet.first(.nasIPAddress)?.integer {
      nas = .ipv4(IPv4Address(rawValue: number))
    } else if let address = packet.first(.nasIPv6Address).flatMap({ IPv6Address(octets: $0.value) }) {
      nas = .ipv6(address)
    }
  }

  /// A signed Disconnect-Request: Message-Authenticator first, Event-Timestamp (RFC 5176 §6.3), and all that
  /// identifies the session; `isReduced`: User-Name and Acct-Session-Id alone, for a NAS that refuses more.
  /// Nil: what is known does not fit into attributes.
  func request(identifier: UInt8, time: Timestamp, secret: SharedSecret, isReduced: Bool) -> [UInt8]? {
    var packet = PacketBuilder(code: .disconnectRequest, identifier: identifier)
    do throws(EncodingError) {
      try packet.appendMessageAuthenticator()
      if !user.isEmpty { try packet.append(.userName, text: user) }
      if !session.isEmpty { try packet.append(.acctSessionID, text: session) }
      if !isReduced { try appendRest(to: &packet) }
      try packet.append(.eventTimestamp, integer: UInt32(clamping: time.seconds))
    } catch {
      return nil
    }
    var bytes = packet.finish()
    PacketSignature.sign(request: &bytes, secret: secret)
    return bytes
  }

  private func appendRest(to packet: inout PacketBuilder) throws(EncodingError) {
    switch nas {
    case .identifier(let text): try packet.append(.nasIdentifier, text: text)
    case .ipv4(let address): try packet.append(.nasIPAddress, integer: address.rawValue)
    case .ipv6(let address): try packet.append(.nasIPv6Address, address.octets)
    case .none: break
    }
    if let nasPort { try packet.append(.nasPort, integer: nasPort) }
    if let framedIPAddress { try packet.append(.framedIPAddress, integer: framedIPAddress.rawValue) }
    if !callingStation.isEmpty { try packet.append(.callingStationID, text: callingStation) }
  }
}

/// The name of a NAS, taken apart again: its packets' source address, and what it calls itself
/// (docs/architecture.md, "A NAS").
struct NASName {
  /// Where its packets come from; the one thing that is trusted.
  var source: IPAddress
  var claimed: DisconnectSubject.ClaimedNAS

  init?(_ name: String) {
    let parts = name.split(separator: "/", maxSplits: 1)
    guard let first = parts.first, let source = IPAddress(first) else { return nil }
    self.source = source
    guard parts.count == 2 else {
      claimed = .none
      return
    }
    // An identifier that looks like an address goes out as the address that it most likely is.
    if let address = IPv4Address(parts[1]) {
      claimed = .ipv4(address)
    } else if let address = IPv6Address(parts[1]) {
      claimed = .ipv6(address)
    } else {
      claimed = .identifier(String(parts[1]))
    }
  }
}
