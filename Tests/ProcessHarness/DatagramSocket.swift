import Foundation
import Glibc

/// A UDP socket of a NAS, bound to a loopback address.
package final class DatagramSocket: Sendable {
  private let descriptor: Int32
  package let port: UInt16

  package init(address: String = "127.0.0.1", port: UInt16 = 0) throws {
    let socket = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
    guard socket >= 0 else { throw HarnessError("no socket: \(String(cString: strerror(errno)))") }
    var size = Int32(4 << 20)
    setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    var name = Self.name(address, port)
    guard Self.withSocketAddress(&name, { bind(socket, $0, $1) }) == 0 else {
      close(socket)
      throw HarnessError("cannot bind \(address):\(port): \(String(cString: strerror(errno)))")
    }
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    _ = withUnsafeMutablePointer(to: &name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &length) }
    }
    descriptor = socket
    self.port = UInt16(bigEndian: name.sin_port)
  }

  deinit { close(descriptor) }

  package func send(_ bytes: [UInt8], to port: UInt16) {
    var name = Self.name("127.0.0.1", port)
    let sent = Self.withSocketAddress(&name) { sendto(descriptor, bytes, bytes.count, 0, $0, $1) }
    precondition(sent == bytes.count || errno == ECONNREFUSED, "sendto: \(String(cString: strerror(errno)))")
  }

  /// The next datagram; nil when none comes within `milliseconds`.
  package func receive(milliseconds: Int) -> [UInt8]? { receiveWithSource(milliseconds: milliseconds)?.bytes }

  /// The same, and the port that it came from.
  package func receiveWithSource(milliseconds: Int) -> (bytes: [UInt8], port: UInt16)? {
    let deadline = ContinuousClock.now + .milliseconds(milliseconds)
    while true {
      let left = max(0, (deadline - ContinuousClock.now) / .milliseconds(1))
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = poll(&waiting, 1, Int32(left.rounded(.up)))
      if ready == 0 { return nil }
      var source = sockaddr_in()
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      let bytes = [UInt8](unsafeUninitializedCapacity: 8_192) { buffer, count in
        count = withUnsafeMutablePointer(to: &source) { pointer in
          pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            max(0, recvfrom(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT), $0, &length))
          }
        }
      }
      if !bytes.isEmpty { return (bytes, UInt16(bigEndian: source.sin_port)) }
    }
  }

  /// Two ports of the loopback that nobody uses now.
  package static func twoFreePorts() throws -> (UInt16, UInt16) {
    let (first, second) = (try DatagramSocket(), try DatagramSocket())
    return (first.port, second.port)
  }

  private static func name(_ address: String, _ port: UInt16) -> sockaddr_in {
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = port.bigEndian
    name.sin_addr.s_addr = inet_addr(address)
    return name
  }

  private static func withSocketAddress<Result>(
    _ name: inout sockaddr_in, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result {
    withUnsafePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }
}
