package import RADIUSWire

/// Signs packets that ``PacketBuilder`` made, and verifies replies.
///
/// ```swift
/// var bytes = reply.finish()
/// PacketSignature.sign(reply: &bytes, requestAuthenticator: request.authenticator, secret: client.secret)
/// ```
package enum PacketSignature {
  /// Signs a request in place.
  ///
  /// A Message-Authenticator in it is filled in first. Then Accounting-, Disconnect- and CoA-Requests get their
  /// Request Authenticator (RFC 2866 §3, RFC 5176 §2.3); the random one of an Access-Request or a Status-Server,
  /// given to the builder, stays.
  package static func sign(request bytes: inout [UInt8], secret: SharedSecret) {
    bytes.withUnsafeMutableBytes { sign(request: $0, secret: secret) }
  }

  /// Signs a request where it lies, as ``sign(request:secret:)-([UInt8],_)`` does: all of `packet`, whose lengths are right.
  package static func sign(request packet: UnsafeMutableRawBufferPointer, secret: SharedSecret) {
    precondition(packet.count >= WireLimits.packetLengthMin, "what is signed comes from PacketBuilder")
    let isDigest = PacketCode(rawValue: packet[0]).hasDigestAuthenticator
    if isDigest { packet.store(.zero, at: PacketField.authenticator) }
    fillMessageAuthenticator(packet, secret)
    guard isDigest else { return }
    packet.store(digest(UnsafeRawBufferPointer(packet), secret), at: PacketField.authenticator)
  }

  /// Signs a reply in place: a Message-Authenticator in it, and then the Response Authenticator (RFC 3579 §3.2,
  /// RFC 2865 §3). It needs the authenticator of the request as it was received.
  package static func sign(reply bytes: inout [UInt8], requestAuthenticator: Authenticator, secret: SharedSecret) {
    precondition(bytes.count >= WireLimits.packetLengthMin, "what is signed comes from PacketBuilder")
    bytes.withUnsafeMutableBytes { packet in
      packet.store(requestAuthenticator, at: PacketField.authenticator)
      fillMessageAuthenticator(packet, secret)
      packet.store(digest(UnsafeRawBufferPointer(packet), secret), at: PacketField.authenticator)
    }
  }

  /// Whether a reply is the answer of who shares the secret to the request with this authenticator: its Response
  /// Authenticator is right, and so is its Message-Authenticator where it has one.
  package static func verify(reply: Packet, requestAuthenticator: Authenticator, secret: SharedSecret) -> Bool {
    reply.bytes.withUnsafeBytes { isValid(reply: $0, requestAuthenticator: requestAuthenticator, secret: secret) }
  }

  /// The same of a reply where it lies: a packet whose lengths have been proven, and nothing behind it.
  package static func isValid(
    reply: UnsafeRawBufferPointer, requestAuthenticator: Authenticator, secret: SharedSecret
  ) -> Bool {
    let expected = digest(of: reply, authenticator: requestAuthenticator, secret: secret)
    guard expected == Authenticator(loading: reply, at: PacketField.authenticator) else { return false }
    let finding = MessageAuthenticator.check(reply, secret: secret, requestAuthenticator: requestAuthenticator)
    return finding != .invalid
  }

  /// MD5 over the packet with `authenticator` in its place, and the secret.
  static func digest(
    of packet: UnsafeRawBufferPointer, authenticator: Authenticator, secret: SharedSecret
  ) -> Authenticator {
    var state = MD5State()
    state.update(UnsafeRawBufferPointer(rebasing: packet[..<PacketField.authenticator]))
    state.update(authenticator)
    state.update(UnsafeRawBufferPointer(rebasing: packet[PacketField.attributes...]))
    state.update(secret.bytes)
    return state.finish()
  }

  private static func digest(_ packet: UnsafeRawBufferPointer, _ secret: SharedSecret) -> Authenticator {
    var state = MD5State()
    state.update(packet)
    state.update(secret.bytes)
    return state.finish()
  }

  private static func fillMessageAuthenticator(_ packet: UnsafeMutableRawBufferPointer, _ secret: SharedSecret) {
    guard let offset = MessageAuthenticator.valueOffset(in: UnsafeRawBufferPointer(packet)) else { return }
    packet.store(.zero, at: offset)
    let code = secret.signing.code { $0.update(UnsafeRawBufferPointer(packet)) }
    packet.store(code, at: offset)
  }
}

extension PacketCode {
  /// Its Request Authenticator is a digest over the packet, and not random (RFC 2866 §3, RFC 5176 §2.3).
  var hasDigestAuthenticator: Bool {
    self == .accountingRequest || self == .disconnectRequest || self == .coaRequest
  }
}
