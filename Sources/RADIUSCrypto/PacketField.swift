internal import RADIUSWire

/// Where the fixed fields of a packet are (RFC 2865 §3).
enum PacketField {
  static let authenticator = 4
  static let attributes = WireLimits.packetLengthMin
}

extension UnsafeMutableRawBufferPointer {
  /// Writes the sixteen octets at `offset`.
  func store(_ authenticator: Authenticator, at offset: Int) {
    storeBytes(of: authenticator.octets, toByteOffset: offset, as: InlineArray<16, UInt8>.self)
  }
}
