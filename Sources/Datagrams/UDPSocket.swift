internal import CDatagrams
internal import Glibc
package import NetworkAddress

/// A UDP socket. It is closed when nothing holds it any more.
package final class UDPSocket: Sendable {
  let descriptor: Int32
  /// Whether each datagram tells which of our addresses it came to: true of sockets on an unspecified address.
  package let reportsDestinations: Bool

  /// Binds a socket.
  ///
  /// An IPv6 socket takes no IPv4, so that one port can be had for both families.
  /// - Parameters:
  ///   - receiveBuffer: octets of datagrams that the system keeps for us; the system bounds it (`net.core.rmem_max`).
  ///     0: the system's own choice.
  ///   - sendTimeout: how long sending waits for room in the system's buffer, in milliseconds; 0: without end.
  package init(bound local: Endpoint, receiveBuffer: Int = 0, sendTimeout: Int = 0) throws(DatagramError) {
    var name = cdatagrams_address(local)
    reportsDestinations = local.address.isUnspecified
    descriptor = try UDPSocket.check(
      cdatagrams_open(
        &name, nil, reportsDestinations, Int32(clamping: receiveBuffer), Int32(clamping: sendTimeout)))
  }

  /// A socket on a port of the system's choice that sends to `peer` and takes only what comes from there.
  package init(connected peer: Endpoint, receiveBuffer: Int = 0) throws(DatagramError) {
    var name = cdatagrams_address(peer)
    reportsDestinations = false
    descriptor = try UDPSocket.check(cdatagrams_open(nil, &name, false, Int32(clamping: receiveBuffer), 0))
  }

  deinit { close(descriptor) }

  /// The address and port that it has.
  package var local: Endpoint? { Endpoint(cdatagrams_local(descriptor)) }

  /// Datagrams that the system has dropped because there was no room for them, modulo 2³²; nil: it does not tell.
  package var overflow: UInt32? { UInt32(exactly: cdatagrams_overflow(descriptor)) }

  static func check(_ result: Int32) throws(DatagramError) -> Int32 {
    guard result >= 0 else { throw DatagramError(code: -result) }
    return result
  }
}
