import RADIUSCrypto
import RADIUSWire

/// How a request proves the password, told by the attributes that it carries.
enum Credentials {
  /// User-Password, hidden (RFC 2865 §5.2).
  case pap(ArraySlice<UInt8>)
  /// CHAP-Password and its challenge (RFC 2865 §5.3).
  case chap(response: ArraySlice<UInt8>, challenge: ArraySlice<UInt8>)
  case msCHAP(MSCHAPCredentials)
  /// The EAP packet out of all EAP-Message attributes (RFC 3579 §3.1); nil for EAP-Start, which has no octets.
  case eap(EAPPacket?)
  case none
  case malformed

  init(_ packet: Packet) {
    if packet.first(.eapMessage) != nil {
      let octets = packet.concatenated(.eapMessage)
      if octets.isEmpty {
        self = .eap(nil)
      } else if let packet = EAPPacket(octets), packet.code == .response {
        self = .eap(packet)
      } else {
        self = .malformed
      }
      return
    }
    let userPassword = packet.first(.userPassword)
    let chapPassword = packet.first(.chapPassword)
    switch (userPassword, chapPassword) {
    // RFC 2865 §4.1 forbids both in one request.
    case (.some, .some): self = .malformed
    case (.some(let attribute), nil): self = .pap(attribute.value)
    case (nil, .some(let attribute)):
      guard attribute.value.count == CHAP.passwordAttributeLength else {
        self = .malformed
        return
      }
      self = .chap(
        response: attribute.value,
        challenge: packet.first(.chapChallenge)?.value ?? packet.authenticator.bytes[...])
    case (nil, nil):
      switch MSCHAPCredentials.find(in: packet) {
      case .found(let credentials): self = .msCHAP(credentials)
      case .malformed: self = .malformed
      case .absent: self = .none
      }
    }
  }
}
