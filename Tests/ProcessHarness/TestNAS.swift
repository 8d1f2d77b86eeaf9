import RADIUSCrypto
package import RADIUSWire

/// A NAS: sends requests to a server and proves its replies.
package final class TestNAS {
  package let socket: DatagramSocket
  package let folder: ServerFolder
  package var requests: RequestFactory
  /// How long an answer may take before the request is sent again, and how often it is sent.
  package var timeoutMilliseconds = 2_000
  package var tries = 3

  package init(_ folder: ServerFolder, address: String = "127.0.0.1", seed: UInt64 = 1) throws {
    socket = try DatagramSocket(address: address)
    self.folder = folder
    requests = RequestFactory(secret: folder.secret, seed: seed)
  }

  /// Sends a request, again when no answer comes, and returns the proven reply; nil when none comes at all.
  /// - Throws: when a reply's authenticators are wrong.
  package func exchange(_ request: [UInt8]) throws -> Packet? {
    for _ in 0..<tries {
      post(request)
      while let bytes = socket.receive(milliseconds: timeoutMilliseconds) {
        guard bytes.count >= WireLimits.packetLengthMin, bytes[1] == request[1] else { continue }
        return try prove(bytes, request: request)
      }
    }
    return nil
  }

  /// Sends without waiting, to the port that the request's code is for.
  package func post(_ request: [UInt8]) { socket.send(request, to: port(of: request)) }

  package func prove(_ bytes: [UInt8], request: [UInt8]) throws -> Packet {
    let reply = try Packet(decoding: bytes)
    guard let authenticator = Authenticator(request[4..<20]),
      PacketSignature.verify(reply: reply, requestAuthenticator: authenticator, secret: requests.secret)
    else { throw HarnessError("a reply with a wrong authenticator: \(reply)") }
    return reply
  }

  private func port(of request: [UInt8]) -> UInt16 {
    PacketCode(rawValue: request[0]) == .accountingRequest ? folder.accountingPort : folder.authenticationPort
  }
}

/// What an Access-Accept gave.
package struct Grant {
  package let address: UInt32
  package let classes: [[UInt8]]

  /// Nil unless the reply is an Access-Accept with an address.
  package init?(_ reply: Packet?) {
    guard let reply, reply.code == .accessAccept, let address = reply.first(.framedIPAddress)?.integer else {
      return nil
    }
    self.address = address
    classes = reply.all(.classAttribute).map { Array($0.value) }
  }

  package var text: String { (0..<4).map { String(address >> (24 - 8 * $0) & 255) }.joined(separator: ".") }
}
