import RADIUSCrypto
import RADIUSWire

/// EAP over RADIUS (RFC 3579) with MD5-Challenge (RFC 3748 §5.4), the one method that every peer must know.
extension AccessDecider {
  func decideEAP(_ packet: EAPPacket?, _ face: RefusalFace) -> AccessDecision {
    // EAP-Start: the NAS leaves it to us to ask for the identity (RFC 3579 §2.1).
    guard let packet else {
      let ask = EAPPacket(code: .request, identifier: 0, method: EAPPacket.Method.identity)
      return .challenge(AccessChallenge(reply: EncodedAttribute.encode(.eapMessage, ask.octets)))
    }
    if account.failure == .noUserName { return refuse(.noUserName, face) }
    switch packet.method {
    // An unknown user is asked too, so that nobody learns which names exist.
    case EAPPacket.Method.identity: return challenge(after: packet)
    case EAPPacket.Method.md5Challenge: return verify(packet, face)
    default: return refuse(account.failure ?? .eapMethodUnsupported, face)
    }
  }

  private func challenge(after packet: EAPPacket) -> AccessDecision {
    let octets = (0..<16).map { UInt8(truncatingIfNeeded: request.random >> UInt128(120 - 8 * $0)) }
    let state = EAPState(issued: request.now, identifier: packet.identifier &+ 1, challenge: octets)
    let ask = EAPPacket(
      code: .request, identifier: state.identifier, method: EAPPacket.Method.md5Challenge,
      data: [UInt8(octets.count)] + octets)
    let encoded = state.encoded(key: request.challengeKey, user: userName, client: request.clientName)
    return .challenge(
      AccessChallenge(
        reply: EncodedAttribute.encode(.eapMessage, ask.octets) + EncodedAttribute.encode(.state, encoded)))
  }

  private func verify(_ packet: EAPPacket, _ face: RefusalFace) -> AccessDecision {
    guard let value = request.packet.first(.state)?.value,
      let state = EAPState(
        value, key: request.challengeKey, user: userName, client: request.clientName, now: request.now),
      state.identifier == packet.identifier
    else { return refuse(account.failure ?? .eapStateInvalid, face) }
    // Value-Size, Value, and a name that says nothing new.
    guard packet.data.first == 16, packet.data.count >= 17 else { return refuse(.malformedCredentials, face) }
    let response = [packet.identifier] + packet.data.dropFirst().prefix(16)
    let isRight = CHAP.isValid(response[...], password: account.policy.cleartext ?? [], challenge: state.challenge[...])
    if let reason = cleartextFailure() { return refuse(reason, face) }
    guard isRight else { return refuse(.wrongPassword, face) }
    let success = EAPPacket(code: .success, identifier: packet.identifier)
    return accept(face, extra: EncodedAttribute.encode(.eapMessage, success.octets))
  }
}
