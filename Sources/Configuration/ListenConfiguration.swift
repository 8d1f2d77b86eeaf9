package import NetworkAddress

/// Where the server listens. No two endpoints take the same port of the same address.
package struct ListenConfiguration: Equatable, Sendable {
  /// What may be asked of the kernel for each socket, in octets. The least holds one packet of the longest kind.
  static let receiveBufferBounds = 4096...(1 << 30)

  /// For Access-Request and Status-Server; one or more.
  package var authentication = [Endpoint(address: .v4(IPv4Address(rawValue: 0x7f00_0001)), port: 1812)]
  /// For Accounting-Request and Status-Server; one or more.
  package var accounting = [Endpoint(address: .v4(IPv4Address(rawValue: 0x7f00_0001)), port: 1813)]
  /// SO_RCVBUF of each socket, in octets. The default holds about 5,000 small packets.
  package var receiveBuffer = 4 << 20

  /// The defaults.
  package init() {}
}
