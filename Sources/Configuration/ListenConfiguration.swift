package import NetworkAddress

/// Where the server listens. No endpoint stands here twice.
package struct ListenConfiguration: Equatable, Sendable {
  /// The receive buffer asked of the kernel for each socket, in octets: about 8,000 small packets.
  package static let receiveBufferDefault = 4 << 20

  /// For Access-Request and Status-Server; one or more.
  package var authentication: [Endpoint] = []
  /// For Accounting-Request and Status-Server; one or more.
  package var accounting: [Endpoint] = []
  /// SO_RCVBUF of each socket, in octets.
  package var receiveBuffer: Int = ListenConfiguration.receiveBufferDefault
}
