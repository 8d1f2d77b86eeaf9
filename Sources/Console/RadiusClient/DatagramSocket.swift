#if canImport(Glibc)
  internal import Glibc
#endif

/// A UDP socket that is connected to one server, so that others' datagrams never reach it and a closed port shows.
package final class DatagramSocket {
  /// What a wait ended with.
  package enum Arrival: Equatable {
    case datagram([UInt8])
    case nothing
    /// The host says that nobody listens there.
    case refused
  }

  private let descriptor: CInt
  /// The address and port that were connected to.
  package let peer: String
  /// The address and port that the requests come from.
  package let local: String

  /// Resolves `host` and connects. Nothing is sent yet.
  package init(host: String, port: UInt16) throws(RequestError) {
    var hints = addrinfo()
    hints.ai_socktype = CInt(SOCK_DGRAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    let status = getaddrinfo(host, String(port), &hints, &list)
    guard status == 0, let first = list else {
      throw RequestError("the host \(host) is unknown: \(String(cString: gai_strerror(status)))")
    }
    defer { freeaddrinfo(list) }
    var next: UnsafeMutablePointer<addrinfo>? = first
    while let entry = next?.pointee {
      let opened = socket(entry.ai_family, CInt(SOCK_DGRAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
      if opened >= 0 {
        if connect(opened, entry.ai_addr, entry.ai_addrlen) == 0 {
          descriptor = opened
          peer = DatagramSocket.name(opened, getpeername)
          local = DatagramSocket.name(opened, getsockname)
          return
        }
        close(opened)
      }
      next = entry.ai_next
    }
    throw RequestError("\(host) port \(port) cannot be reached: \(String(cString: strerror(errno)))")
  }

  deinit { close(descriptor) }

  package func send(_ bytes: [UInt8]) throws(RequestError) {
    let count = bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, 0) }
    // A refusal of an earlier datagram is reported here too; the wait that follows says so.
    guard count == bytes.count || errno == ECONNREFUSED else {
      throw RequestError("sending to \(peer) failed: \(String(cString: strerror(errno)))")
    }
  }

  /// Waits for a datagram, at most `milliseconds`.
  package func receive(milliseconds: Int) -> Arrival {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    let ready = poll(&entry, 1, CInt(clamping: max(0, milliseconds)))
    guard ready > 0 else { return .nothing }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = buffer.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
    if count >= 0 { return .datagram(Array(buffer[..<count])) }
    return errno == ECONNREFUSED ? .refused : .nothing
  }

  private static func name(
    _ descriptor: CInt, _ call: (CInt, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> CInt
  ) -> String {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    var service = [CChar](repeating: 0, count: Int(NI_MAXSERV))
    let status = withUnsafeMutablePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        guard call(descriptor, address, &length) == 0 else { return CInt(-1) }
        return getnameinfo(
          address, length, &host, socklen_t(host.count), &service, socklen_t(service.count),
          NI_NUMERICHOST | NI_NUMERICSERV)
      }
    }
    guard status == 0 else { return "?" }
    let shown = text(host)
    return (shown.contains(":") ? "[\(shown)]" : shown) + ":" + text(service)
  }

  private static func text(_ characters: [CChar]) -> String {
    String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
