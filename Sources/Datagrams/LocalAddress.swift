internal import CDatagrams
package import NetworkAddress

/// An address of this machine that a datagram came to, and that its answer leaves from.
package struct LocalAddress: Hashable, Sendable {
  package var address: IPAddress
  /// The interface of a link-local IPv6 address; 0 for all others.
  package var interface: UInt32

  package init(address: IPAddress, interface: UInt32 = 0) {
    self.address = address
    self.interface = interface
  }
}

extension Endpoint {
  /// Nil where there is none.
  init?(_ address: cdatagrams_address) {
    guard let ip = IPAddress(address) else { return nil }
    self.init(address: ip, port: address.port)
  }
}

extension IPAddress {
  /// Nil where there is none.
  init?(_ address: cdatagrams_address) {
    switch address.family {
    case 4:
      self = withUnsafeBytes(of: address.octets) { octets in
        .v4(IPv4Address(rawValue: UInt32(bigEndian: octets.loadUnaligned(as: UInt32.self))))
      }
    case 6:
      self = withUnsafeBytes(of: address.octets) { octets in
        .v6(IPv6Address(rawValue: UInt128(bigEndian: octets.loadUnaligned(as: UInt128.self))))
      }
    default: return nil
    }
  }
}

extension cdatagrams_address {
  init(_ address: IPAddress, port: UInt16, interface: UInt32 = 0) {
    self.init()
    self.port = port
    self.interface = interface
    switch address {
    case .v4(let address):
      family = 4
      withUnsafeMutableBytes(of: &octets) { $0.storeBytes(of: address.rawValue.bigEndian, as: UInt32.self) }
    case .v6(let address):
      family = 6
      withUnsafeMutableBytes(of: &octets) { $0.storeBytes(of: address.rawValue.bigEndian, as: UInt128.self) }
    }
  }

  init(_ endpoint: Endpoint) { self.init(endpoint.address, port: endpoint.port) }
  init(_ local: LocalAddress) { self.init(local.address, port: 0, interface: local.interface) }
}
