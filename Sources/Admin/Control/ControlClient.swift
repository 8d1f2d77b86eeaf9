internal import Foundation

#if canImport(Glibc)
  internal import Glibc
#endif

/// Asks a running server, one request to a connection. It blocks, as a command may.
package struct ControlClient: Sendable {
  private let path: String

  package init(path: String) { self.path = path }

  /// Whether a server answers: `.noServer` is a false; anything else that is wrong throws.
  package func isServed() throws(ControlSocketError) -> Bool {
    do {
      Glibc.close(try UnixSocket.connect(path: path))
      return true
    } catch .noServer {
      return false
    }
  }

  /// Sends a request and waits for its answer.
  /// - Throws: ``ControlSocketError`` when no answer came, ``ControlError`` when the answer is a no.
  package func ask<Value: Codable & Sendable>(_ request: ControlRequest, as type: Value.Type) throws -> Value {
    let descriptor = try UnixSocket.connect(path: path)
    defer { Glibc.close(descriptor) }
    var patience = timeval(tv_sec: ControlLimits.answerSecondsMax, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    try write(Array(try JSONEncoder().encode(request)) + [UInt8(ascii: "\n")], to: descriptor)
    let line = try readLine(from: descriptor)
    guard let response = ControlResponse<Value>(line: line) else {
      throw ControlSocketError.broken(path: path, problem: "its answer makes no sense to this version of rollcall")
    }
    return try response.value()
  }

  private func write(_ bytes: [UInt8], to descriptor: CInt) throws(ControlSocketError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL)) }
      guard count > 0 else {
        if errno == EINTR { continue }
        // A server that has too many connections says so without waiting for a request: its answer is there to be read.
        if errno == EPIPE { return }
        throw .broken(path: path, problem: String(cString: strerror(errno)))
      }
      rest = rest.dropFirst(count)
    }
  }

  private func readLine(from descriptor: CInt) throws(ControlSocketError) -> [UInt8] {
    var line: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while line.count <= ControlLimits.responseLengthMax {
      let count = chunk.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        let isLate = errno == EAGAIN || errno == EWOULDBLOCK
        throw .broken(
          path: path,
          problem: isLate
            ? "nothing came within \(ControlLimits.answerSecondsMax) s" : String(cString: strerror(errno)))
      }
      guard count > 0 else { throw .broken(path: path, problem: "it closed the connection") }
      if let end = chunk[..<count].firstIndex(of: UInt8(ascii: "\n")) { return line + chunk[..<end] }
      line += chunk[..<count]
    }
    throw .broken(path: path, problem: "its answer is over \(ControlLimits.responseLengthMax) octets")
  }
}
