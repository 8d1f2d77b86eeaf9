import NetworkAddress
package import RADIUSWire

/// What leases and records call a NAS (docs/architecture.md, "A NAS").
package enum NASText {
  /// Source address with NAS-Identifier, else with NAS-IP-Address, else alone. The source address comes first, so that
  /// a claimed address never reaches another source's leases.
  ///
  /// - Parameter address: the source address as text.
  package static func of(_ packet: Packet, from address: String) -> String {
    if let identifier = packet.first(.nasIdentifier), !identifier.value.isEmpty {
      return "\(address)/\(identifier.text)"
    }
    if let number = packet.first(.nasIPAddress)?.integer {
      return "\(address)/\(IPv4Address(rawValue: number))"
    }
    if let value = packet.first(.nasIPv6Address)?.value, let claimed = IPv6Address(octets: value) {
      return "\(address)/\(claimed)"
    }
    return address
  }
}
