/// An address of either family. IPv4-mapped IPv6 addresses are IPv4 here, so that a client is the same client on
/// either kind of socket.
package enum IPAddress: Hashable, Sendable, CustomStringConvertible {
  case v4(IPv4Address)
  case v6(IPv6Address)

  /// Text of either family, without brackets. Nil for anything else.
  package init?(_ text: some StringProtocol) {
    if let address = IPv4Address(text) {
      self = .v4(address)
    } else if let address = IPv6Address(text) {
      self.init(address)
    } else {
      return nil
    }
  }

  /// An IPv4 address where the IPv6 one is mapped.
  package init(_ address: IPv6Address) {
    self = address.mappedIPv4.map(IPAddress.v4) ?? .v6(address)
  }

  package var description: String {
    switch self {
    case .v4(let address): address.description
    case .v6(let address): address.description
    }
  }
}

/// Where a datagram comes from or goes to.
package struct Endpoint: Hashable, Sendable, CustomStringConvertible {
  package var address: IPAddress
  package var port: UInt16

  package init(address: IPAddress, port: UInt16) {
    self.address = address
    self.port = port
  }

  /// `host:port`, with IPv6 in brackets: `[::1]:1812`. Nil for anything else.
  package init?(_ text: some StringProtocol) {
    guard let colon = text.lastIndex(of: ":") else { return nil }
    let digits = text[text.index(after: colon)...]
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(digits) else { return nil }
    let host = text[..<colon]
    let address: IPAddress?
    if host.first == "[" && host.last == "]" {
      address = IPv6Address(host.dropFirst().dropLast()).map(IPAddress.init)
    } else {
      address = IPv4Address(host).map(IPAddress.v4)
    }
    guard let address else { return nil }
    self.init(address: address, port: port)
  }

  package var description: String {
    switch address {
    case .v4(let address): "\(address):\(port)"
    case .v6(let address): "[\(address)]:\(port)"
    }
  }
}
