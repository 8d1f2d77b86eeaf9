import NetworkAddress
package import RADIUSWire

/// What leases and records call a NAS (docs/architecture.md, "A NAS").
package enum NASText {
  /// What a packet says of its NAS: NAS-Identifier, else NAS-IP-Address, else NAS-IPv6-Address, else nothing.
  package static func claim(of packet: Packet) -> (type: AttributeType?, value: ArraySlice<UInt8>) {
    if let identifier = packet.first(.nasIdentifier), !identifier.value.isEmpty {
      return (.nasIdentifier, identifier.value)
    }
    if let address = packet.first(.nasIPAddress), address.value.count == 4 { return (.nasIPAddress, address.value) }
    if let address = packet.first(.nasIPv6Address), address.value.count == 16 {
      return (.nasIPv6Address, address.value)
    }
    return (nil, [])
  }

  /// Source address with what the NAS says of itself, else alone. The source address comes first, so that a claimed
  /// address never reaches another source's leases.
  ///
  /// - Parameter address: the source address as text.
  package static func of(_ type: AttributeType?, _ claim: some Collection<UInt8>, from address: String) -> String {
    switch type {
    case nil: address
    case .nasIPAddress: "\(address)/\(IPv4Address(octets: claim)?.description ?? "")"
    case .nasIPv6Address: "\(address)/\(IPv6Address(octets: claim)?.description ?? "")"
    default: "\(address)/\(String(decoding: claim, as: UTF8.self))"
    }
  }

  package static func of(_ packet: Packet, from address: String) -> String {
    let claim = claim(of: packet)
    return of(claim.type, claim.value, from: address)
  }
}
