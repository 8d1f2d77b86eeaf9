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
    precondition(bytes.count >= WireLimits.packetLengthMin, "what is signed comes from PacketBuilder")
    let context = ThreadContext.current
    let isDigest = PacketCode(rawValue: bytes[0]).hasDigestAuthenticator
    bytes.withUnsafeMutableBytes { packet in
      if isDigest { packet.store(.zero, at: PacketField.authenticator) }
      fillMessageAuthenticator(packet, secret, context)
      guard isDigest else { return }
      packet.store(digest(UnsafeRawBufferPointer(packet), secret, context), at: PacketField.authenticator)
    }
  }

  /// Signs a reply in place: a Message-Authenticator in it, and then the Response Authenticator (RFC 3579 §3.2,
  /// RFC 2865 §3). It needs the authenticator of the request as it was received.
  package static func sign(reply bytes: inout [UInt8], requestAuthenticator: Authenticator, secret: SharedSecret) {
    precondition(bytes.count >= WireLimits.packetLengthMin, "what is signed comes from PacketBuilder")
    let context = ThreadContext.current
    bytes.withUnsafeMutableBytes { packet in
      packet.store(requestAuthenticator, at: PacketField.authenticator)
      fillMessageAuthenticator(packet, secret, context)
      packet.store(digest(UnsafeRawBufferPointer(packet), secret, context), at: PacketField.authenticator)
    }
  }

  /// Whether a reply is the answer of who shares the secret to the request with this authenticator: its Response
  /// Authenticator is right, and so is its Message-Authenticator where it has one.
  package static func verify(reply: Packet, requestAuthenticator: Authenticator, secret: SharedSecret) -> Bool {
    let expected = digest(of: reply, authenticator: requestAuthenticator, secret: secret)
    guard expected == reply.authenticator else { return false }
    let finding = MessageAuthenticator.check(reply, secret: secret, requestAuthenticator: requestAuthenticator)
    return finding != .invalid
  }

  /// MD5 over the packet with `authenticator` in its place, and the secret.
  static func digest(of packet: Packet, authenticator: Authenticator, secret: SharedSecret) -> Authenticator {
    let context = ThreadContext.current
    context.md5.begin()
    packet.bytes.withUnsafeBytes { bytes in
      context.md5.update(UnsafeRawBufferPointer(rebasing: bytes[..<PacketField.authenticator]))
      context.md5.update(authenticator)
      context.md5.update(UnsafeRawBufferPointer(rebasing: bytes[PacketField.attributes...]))
    }
    context.md5.update(secret.bytes)
    return context.md5.finish()
  }

  private static func digest(
    _ packet: UnsafeRawBufferPointer, _ secret: SharedSecret, _ context: ThreadContext
  ) -> Authenticator {
    context.md5.begin()
    context.md5.update(packet)
    context.md5.update(secret.bytes)
    return context.md5.finish()
  }

  private static func fillMessageAuthenticator(
    _ packet: UnsafeMutableRawBufferPointer, _ secret: SharedSecret, _ context: ThreadContext
  ) {
    guard let offset = MessageAuthenticator.valueOffset(in: UnsafeRawBufferPointer(packet)) else { return }
    packet.store(.zero, at: offset)
    let code = HMAC.md5(key: secret.bytes, context: context) { $0.update(UnsafeRawBufferPointer(packet)) }
    packet.store(code, at: offset)
  }
}

extension PacketCode {
  /// Its Request Authenticator is a digest over the packet, and not random (RFC 2866 §3, RFC 5176 §2.3).
  var hasDigestAuthenticator: Bool {
    self == .accountingRequest || self == .disconnectRequest || self == .coaRequest
  }
}
