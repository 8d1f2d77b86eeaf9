import RADIUSWire

/// An MS-CHAP response of either version with its challenge.
struct MSCHAPCredentials {
  enum Version {
    case one
    case two
  }

  enum Search {
    case found(MSCHAPCredentials)
    case absent
    /// A response without a challenge, or of a length that RFC 2548 does not give.
    case malformed
  }

  var version: Version
  var identifier: UInt8
  /// Eight octets for version 1, sixteen for version 2.
  var challenge: [UInt8]
  /// Sixteen octets; empty for version 1.
  var peerChallenge: [UInt8]
  /// The NT response: 24 octets.
  var response: [UInt8]
  /// Whether version 1 asks for the LM response to be used (RFC 2548 §2.1.3, Flags).
  var usesLANManager: Bool

  /// Octets of MS-CHAP-Response and of MS-CHAP2-Response (RFC 2548 §2.1.3, §2.3.2).
  private static let responseLength = 50

  static func find(in packet: Packet) -> Search {
    guard packet.first(.vendorSpecific) != nil else { return .absent }
    let attributes = packet.vendorAttributes(vendor: MicrosoftAttribute.vendor)
    func first(_ type: UInt32) -> [UInt8]? { attributes.first { $0.type == type }.map { Array($0.value) } }
    if let value = first(MicrosoftAttribute.chap2Response) {
      guard value.count == responseLength, let challenge = first(MicrosoftAttribute.chapChallenge),
        challenge.count == 16
      else { return .malformed }
      // Ident, Flags, Peer-Challenge, eight octets of zero, Response.
      return .found(
        MSCHAPCredentials(
          version: .two, identifier: value[0], challenge: challenge, peerChallenge: Array(value[2..<18]),
          response: Array(value[26..<50]), usesLANManager: false))
    }
    if let value = first(MicrosoftAttribute.chapResponse) {
      guard value.count == responseLength, let challenge = first(MicrosoftAttribute.chapChallenge),
        challenge.count == 8
      else { return .malformed }
      // Ident, Flags, LM-Response, NT-Response.
      return .found(
        MSCHAPCredentials(
          version: .one, identifier: value[0], challenge: challenge, peerChallenge: [],
          response: Array(value[26..<50]), usesLANManager: value[1] & 1 == 0))
    }
    return .absent
  }
}
