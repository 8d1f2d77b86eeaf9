internal import RADIUSCrypto
internal import RADIUSWire

/// A reply, read where it lies.
struct ReplyReader {
  private let packet: UnsafeRawBufferPointer

  /// Nil when the datagram is no well-formed packet.
  init?(_ datagram: UnsafeRawBufferPointer) {
    guard datagram.count >= WireLimits.packetLengthMin else { return nil }
    let length = Int(datagram[2]) << 8 | Int(datagram[3])
    guard length >= WireLimits.packetLengthMin, length <= datagram.count else { return nil }
    var offset = WireLimits.packetLengthMin
    while offset < length {
      guard offset + 1 < length, datagram[offset + 1] >= 2, offset + Int(datagram[offset + 1]) <= length else {
        return nil
      }
      offset += Int(datagram[offset + 1])
    }
    packet = UnsafeRawBufferPointer(rebasing: datagram[..<length])
  }

  var code: PacketCode { PacketCode(rawValue: packet[0]) }
  var identifier: Int { Int(packet[1]) }

  /// Whether it answers the request with this authenticator, and comes from who has the secret.
  func isProven(_ authenticator: Authenticator, secret: SharedSecret) -> Bool {
    PacketSignature.isValid(reply: packet, requestAuthenticator: authenticator, secret: secret)
  }

  /// The value of the first attribute of `type`.
  func value(_ type: AttributeType) -> UnsafeRawBufferPointer? {
    var offset = WireLimits.packetLengthMin
    while offset < packet.count {
      let end = offset + Int(packet[offset + 1])
      if packet[offset] == type.rawValue {
        return UnsafeRawBufferPointer(rebasing: packet[(offset + WireLimits.attributeHeaderLength)..<end])
      }
      offset = end
    }
    return nil
  }

  var framedIPAddress: UInt32? {
    guard let value = value(.framedIPAddress), value.count == 4 else { return nil }
    return UInt32(bigEndian: value.loadUnaligned(as: UInt32.self))
  }

  /// The value of MS-CHAP2-Success (RFC 2548 §2.3.3) without its first octet.
  var authenticatorResponse: [UInt8]? {
    var offset = WireLimits.packetLengthMin
    while offset < packet.count {
      let end = offset + Int(packet[offset + 1])
      let value = UnsafeRawBufferPointer(rebasing: packet[(offset + WireLimits.attributeHeaderLength)..<end])
      if packet[offset] == AttributeType.vendorSpecific.rawValue, value.count > 7,
        UInt32(bigEndian: value.loadUnaligned(as: UInt32.self)) == MSCHAPAttribute.vendor,
        value[4] == MSCHAPAttribute.success
      {
        return Array(value[7...])
      }
      offset = end
    }
    return nil
  }
}

/// Microsoft's attributes (RFC 2548 §2.1, §2.3).
enum MSCHAPAttribute {
  static let vendor: UInt32 = 311
  static let challenge: UInt8 = 11
  static let response: UInt8 = 25
  static let success: UInt8 = 26
}
