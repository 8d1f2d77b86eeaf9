import Foundation
import NetworkAddress

/// A UDP socket on 127.0.0.1 that answers each datagram with what `answers` makes of it, on a thread of its own.
final class LoopbackServer: Sendable {
  let port: UInt16
  private let descriptor: CInt

  init(answering answers: @escaping @Sendable (_ count: Int, _ datagram: [UInt8]) -> [[UInt8]]) {
    let descriptor = socket(AF_INET, CInt(SOCK_DGRAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
      }
    }
    precondition(isBound, "no port is free on 127.0.0.1")
    port = UInt16(bigEndian: address.sin_port)
    self.descriptor = descriptor
    Thread.detachNewThread { LoopbackServer.serve(descriptor, answers) }
  }

  /// Wakes the thread, which ends.
  deinit { shutdown(descriptor, CInt(SHUT_RDWR)) }

  private static func serve(_ descriptor: CInt, _ answers: (Int, [UInt8]) -> [[UInt8]]) {
    defer { close(descriptor) }
    var count = 0
    while true {
      var buffer = [UInt8](repeating: 0, count: 4096)
      var from = sockaddr_storage()
      var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
      let received = withUnsafeMutablePointer(to: &from) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          recvfrom(descriptor, &buffer, buffer.count, 0, $0, &length)
        }
      }
      guard received > 0 else { return }
      count += 1
      for answer in answers(count, Array(buffer[..<received])) {
        withUnsafeMutablePointer(to: &from) { pointer in
          _ = pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            sendto(descriptor, answer, answer.count, 0, $0, length)
          }
        }
      }
    }
  }
}
