import NIOCore
import NetworkAddress

// The C structures are read and written as octets: sockaddr_in is family (2), port (2), address (4); sockaddr_in6 is
// family (2), port (2), flow (4), address (16), scope (4). Ports and addresses are in network byte order.

extension Endpoint {
  /// Nil for an address that is neither IPv4 nor IPv6.
  init?(_ address: SocketAddress) {
    switch address {
    case .v4(let address):
      let (port, octets) = withUnsafeBytes(of: address.address) { bytes in
        (Endpoint.port(bytes), bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
      }
      self.init(address: .v4(IPv4Address(rawValue: UInt32(bigEndian: octets))), port: port)
    case .v6(let address):
      let (port, octets) = withUnsafeBytes(of: address.address) { bytes in
        (Endpoint.port(bytes), bytes.loadUnaligned(fromByteOffset: 8, as: UInt128.self))
      }
      let parsed = IPv6Address(rawValue: UInt128(bigEndian: octets))
      self.init(address: parsed.mappedIPv4.map(IPAddress.v4) ?? .v6(parsed), port: port)
    case .unixDomainSocket:
      return nil
    }
  }

  private static func port(_ bytes: UnsafeRawBufferPointer) -> UInt16 {
    UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
  }
}

extension SocketAddress {
  private static let anyIPv4 = try? SocketAddress(ipAddress: "0.0.0.0", port: 0)
  private static let anyIPv6 = try? SocketAddress(ipAddress: "::", port: 0)

  init(_ endpoint: Endpoint) {
    switch (endpoint.address, SocketAddress.anyIPv4, SocketAddress.anyIPv6) {
    case (.v4(let address), .v4(let template), _):
      var socket = template.address
      withUnsafeMutableBytes(of: &socket) { bytes in
        bytes.storeBytes(of: endpoint.port.bigEndian, toByteOffset: 2, as: UInt16.self)
        bytes.storeBytes(of: address.rawValue.bigEndian, toByteOffset: 4, as: UInt32.self)
      }
      self.init(socket)
    case (.v6(let address), _, .v6(let template)):
      var socket = template.address
      withUnsafeMutableBytes(of: &socket) { bytes in
        bytes.storeBytes(of: endpoint.port.bigEndian, toByteOffset: 2, as: UInt16.self)
        bytes.storeBytes(of: address.rawValue.bigEndian, toByteOffset: 8, as: UInt128.self)
      }
      self.init(socket)
    default:
      preconditionFailure("the unspecified addresses are addresses of their families")
    }
  }
}
