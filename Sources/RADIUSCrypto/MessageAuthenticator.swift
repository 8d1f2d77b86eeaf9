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
    packet.bytes.withUnsafeBytes { check($0, secret: secret, requestAuthenticator: requestAuthenticator) }
  }

  /// The same of a packet where it lies, whose lengths have been proven, and nothing behind it.
  static func check(
    _ packet: UnsafeRawBufferPointer, secret: SharedSecret, requestAuthenticator: Authenticator? = nil
  ) -> Finding {
    guard let offset = offset(in: packet, from: WireLimits.packetLengthMin) else { return .absent }
    let end = offset + Int(packet[offset + 1])
    guard end - offset == WireLimits.attributeHeaderLength + Authenticator.length,
      self.offset(in: packet, from: end) == nil,
      let authenticator = authenticator(for: packet, requestAuthenticator)
    else { return .invalid }
    let valueOffset = offset + WireLimits.attributeHeaderLength
    let expected = secret.signing.code { state in
      state.update(UnsafeRawBufferPointer(rebasing: packet[..<PacketField.authenticator]))
      state.update(authenticator)
      state.update(UnsafeRawBufferPointer(rebasing: packet[PacketField.attributes..<valueOffset]))
      state.update(Authenticator.zero)
      state.update(UnsafeRawBufferPointer(rebasing: packet[end...]))
    }
    return expected == Authenticator(loading: packet, at: valueOffset) ? .valid : .invalid
  }

  private static func offset(in packet: UnsafeRawBufferPointer, from start: Int) -> Int? {
    var offset = start
    while offset < packet.count {
      if packet[offset] == AttributeType.messageAuthenticator.rawValue { return offset }
      offset += Int(packet[offset + 1])
    }
    return nil
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

  private static func authenticator(
    for packet: UnsafeRawBufferPointer, _ ofRequest: Authenticator?
  ) -> Authenticator? {
    switch PacketCode(rawValue: packet[0]) {
    case .accessRequest, .statusServer: Authenticator(loading: packet, at: PacketField.authenticator)
    case .accountingRequest, .disconnectRequest, .coaRequest: .zero
    default: ofRequest
    }
  }
}
