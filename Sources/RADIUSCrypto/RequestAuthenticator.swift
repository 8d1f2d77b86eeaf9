package import RADIUSWire

/// The Request Authenticator of requests that sign themselves with it.
package enum RequestAuthenticator {
  /// Whether an Accounting-, Disconnect- or CoA-Request comes from who shares the secret (RFC 2866 §3,
  /// RFC 5176 §2.3). False for every other code: theirs is a random number, and proves nothing.
  package static func isValid(_ packet: Packet, secret: SharedSecret) -> Bool {
    guard packet.code.hasDigestAuthenticator else { return false }
    let expected = packet.bytes.withUnsafeBytes {
      PacketSignature.digest(of: $0, authenticator: .zero, secret: secret)
    }
    return expected == packet.authenticator
  }
}
