package import RADIUSWire

/// The Message-Authenticator attribute: HMAC-MD5 over the packet (RFC 3579 §3.2).
package enum MessageAuthenticator {
  package enum Finding: Equatable, Sendable {
    case absent
    case valid
    /// Wrong, not of sixteen octets, or there twice (RFC 3579 §3.3 allows one). Such a packet is discarded.
    case invalid
  }

  /// Proves the attribute, wherever in the packet it is.
  ///
  /// - Parameter requestAuthenticator: for a reply, the authenticator of its request. Not read for requests: an
  ///   Access-Request and a Status-Server are proven with their own; Accounting-, Disconnect- and CoA-Requests
  ///   with zeros (RFC 5080 §2.2.2, RFC 5176 §3.4). A reply without it is ``Finding/invalid``.
  package static func check(
    _ packet: Packet, secret: SharedSecret, requestAuthenticator: Authenticator? = nil
  ) -> Finding {
    guard let offset = packet.offset(of: .messageAuthenticator) else { return .absent }
    let length = Int(packet.bytes[offset + 1])
    guard length == WireLimits.attributeHeaderLength + Authenticator.length,
      packet.offset(of: .messageAuthenticator, from: offset + length) == nil,
      let authenticator = authenticator(for: packet, requestAuthenticator)
    else { return .invalid }
    let valueOffset = offset + WireLimits.attributeHeaderLength
    let valueEnd = offset + length
    return packet.bytes.withUnsafeBytes { bytes in
      let expected = HMAC.md5(key: secret.bytes, context: .current) { state in
        state.update(UnsafeRawBufferPointer(rebasing: bytes[..<PacketField.authenticator]))
        state.update(authenticator)
        state.update(UnsafeRawBufferPointer(rebasing: bytes[PacketField.attributes..<valueOffset]))
        state.update(Authenticator.zero)
        state.update(UnsafeRawBufferPointer(rebasing: bytes[valueEnd...]))
      }
      return expected == Authenticator(loading: bytes, at: valueOffset) ? .valid : .invalid
    }
  }

  /// Where the value of the first Message-Authenticator of the right length is; nil when there is none.
  static func valueOffset(in packet: UnsafeRawBufferPointer) -> Int? {
    var offset = WireLimits.packetLengthMin
    while offset + 1 < packet.count {
      let length = Int(packet[offset + 1])
      guard length >= WireLimits.attributeHeaderLength, length <= packet.count - offset else { return nil }
      if packet[offset] == AttributeType.messageAuthenticator.rawValue,
        length == WireLimits.attributeHeaderLength + Authenticator.length
      {
        return offset + WireLimits.attributeHeaderLength
      }
      offset += length
    }
    return nil
  }

  private static func authenticator(for packet: Packet, _ ofRequest: Authenticator?) -> Authenticator? {
    switch packet.code {
    case .accessRequest, .statusServer: packet.authenticator
    case .accountingRequest, .disconnectRequest, .coaRequest: .zero
    default: ofRequest
    }
  }
}
