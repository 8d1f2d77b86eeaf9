import RADIUSWire

/// What an Access-Reject says in the words of the method that the request used.
enum RefusalFace {
  /// PAP and CHAP: nothing.
  case plain
  /// EAP-Failure for this identifier (RFC 3579 §2.6.3); 0 where the request had no EAP packet yet.
  case eap(identifier: UInt8)
  case msCHAP(MSCHAPCredentials.Version, identifier: UInt8)

  /// Encoded attributes.
  /// - Parameter random: makes the challenge of MS-CHAP-Error.
  func attributes(for reason: RefusalReason, random: UInt128) -> [UInt8] {
    switch self {
    case .plain: []
    case .eap(let identifier):
      EncodedAttribute.encode(.eapMessage, EAPPacket(code: .failure, identifier: identifier).octets)
    case .msCHAP(let version, let identifier):
      EncodedAttribute.microsoft(
        MicrosoftAttribute.chapError,
        [identifier] + Array(RefusalFace.message(version, reason, random: random).utf8))
    }
  }

  /// `E=… R=… C=… V=… M=…` of RFC 2759 §6; version 1 has no M and half the challenge (RFC 2433 §5). No retry is
  /// offered: the client would answer this challenge, which nobody keeps.
  private static func message(
    _ version: MSCHAPCredentials.Version, _ reason: RefusalReason, random: UInt128
  ) -> String {
    let code =
      switch reason {
      case .outsideLoginTime: 646
      case .authTypeReject, .expired: 647
      default: 691
      }
    let digits = String(random, radix: 16, uppercase: true)
    let challenge = String(repeating: "0", count: 32 - digits.utf8.count) + digits
    switch version {
    case .one: return "E=\(code) R=0 C=\(challenge.prefix(16)) V=2"
    case .two:
      let text =
        switch code {
        case 646: "Restricted logon hours"
        case 647: "Account disabled"
        default: "Authentication failed"
        }
      return "E=\(code) R=0 C=\(challenge) V=3 M=\(text)"
    }
  }
}
