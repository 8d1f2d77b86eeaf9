package import RADIUSCrypto
package import RADIUSDictionary
package import RADIUSWire

/// A request as it goes out, and what is needed to judge its reply.
package struct ClientRequest: Sendable {
  package let bytes: [UInt8]
  package let code: PacketCode
  package let identifier: UInt8
  package let authenticator: Authenticator
  package let secret: SharedSecret
  /// The code that Response-Packet-Type asks for; nil: the one that grants.
  package let expectedCode: PacketCode?
  /// What MS-CHAP2-Success must say (RFC 2759 §8.7); nil where the request is no MS-CHAPv2.
  package let expectedSuccess: [UInt8]?

  /// Why a datagram is no reply to this request; nil: it is one.
  package func objection(to datagram: [UInt8]) -> String? {
    let reply: Packet
    do { reply = try Packet(decoding: datagram) } catch { return "it is no RADIUS packet: \(error)" }
    guard reply.identifier == identifier else { return "it answers identifier \(reply.identifier)" }
    guard PacketSignature.verify(reply: reply, requestAuthenticator: authenticator, secret: secret) else {
      return "its authenticator is wrong; is the shared secret the server's?"
    }
    return nil
  }

  /// Whether a reply is what was asked for.
  package func isGranted(by reply: Packet) -> Bool {
    if let expectedCode { return reply.code == expectedCode }
    return code.isGranted(by: reply.code)
  }

  /// What is wrong with the proof that an MS-CHAPv2 server gives of itself; nil: nothing.
  package func proofFault(in pairs: [AttributePair], of reply: Packet) -> String? {
    guard let expectedSuccess, reply.code == .accessAccept else { return nil }
    guard let success = pairs.first(where: { $0.definition.name == "MS-CHAP2-Success" })?.value.octets else {
      return "the Accept has no MS-CHAP2-Success"
    }
    return success.dropFirst().starts(with: expectedSuccess)
      ? nil : "MS-CHAP2-Success is wrong: the server does not know the password"
  }
}
