import RADIUSCrypto
package import RADIUSWire

/// Where a NAS takes Disconnect-Requests (RFC 5176).
package final class DisconnectPort {
  private let socket: DatagramSocket
  private let secret: SharedSecret

  package init(address: String = "127.0.0.1", secret: String = "testing123") throws {
    socket = try DatagramSocket(address: address)
    self.secret = SharedSecret(secret)
  }

  package var port: UInt16 { socket.port }

  /// Waits for a Disconnect-Request that is proven, and answers it with `code`, and an Error-Cause where there is a
  /// `cause`; nil: none comes.
  /// - Throws: when what came is something else.
  package func answer(_ code: PacketCode, cause: UInt32? = nil, milliseconds: Int) throws -> Packet? {
    guard let (bytes, source) = socket.receiveWithSource(milliseconds: milliseconds) else { return nil }
    let request = try Packet(decoding: bytes)
    guard request.code == .disconnectRequest, RequestAuthenticator.isValid(request, secret: secret),
      MessageAuthenticator.check(request, secret: secret) == .valid
    else { throw HarnessError("not a proven Disconnect-Request: \(request)") }
    var reply = request.response(code)
    try reply.appendMessageAuthenticator()
    if let cause { try reply.append(.errorCause, integer: cause) }
    var answer = reply.finish()
    PacketSignature.sign(reply: &answer, requestAuthenticator: request.authenticator, secret: secret)
    socket.send(answer, to: source)
    return request
  }
}
