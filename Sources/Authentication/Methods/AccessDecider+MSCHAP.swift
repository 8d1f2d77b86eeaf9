import RADIUSCrypto
import RADIUSWire

/// MS-CHAP versions 1 and 2 (RFC 2433, RFC 2759) as RADIUS carries them (RFC 2548).
extension AccessDecider {
  func decideMSCHAP(_ credentials: MSCHAPCredentials, _ face: RefusalFace) -> AccessDecision {
    do {
      let known = account.policy.forMSCHAP ?? .cleartext([])
      guard let hash = try known.ntPasswordHash() else { return refuse(.methodNeedsOtherPassword, face) }
      let isRight = constantTimeEquals(try expectedResponse(credentials, hash), credentials.response)
      if let reason = account.failure { return refuse(reason, face) }
      if account.policy.passwords.isEmpty { return refuse(.noPassword, face) }
      // The LM response proves only fourteen letters without case, and is not taken.
      if account.policy.forMSCHAP == nil || credentials.usesLANManager {
        return refuse(.methodNeedsOtherPassword, face)
      }
      guard isRight else { return refuse(.wrongPassword, face) }
      return accept(face, extra: try success(credentials, hash) + encryption())
    } catch {
      return refuse(.cryptographyUnavailable, face)
    }
  }

  private func expectedResponse(
    _ credentials: MSCHAPCredentials, _ hash: [UInt8]
  ) throws(CryptoError) -> [UInt8] {
    switch credentials.version {
    case .one: try MSCHAP.response(challenge: credentials.challenge, passwordHash: hash)
    case .two:
      try MSCHAP.ntResponse(
        peerChallenge: credentials.peerChallenge, authenticatorChallenge: credentials.challenge, userName: userName,
        passwordHash: hash)
    }
  }

  /// The server's proof and the keys.
  private func success(_ credentials: MSCHAPCredentials, _ hash: [UInt8]) throws(CryptoError) -> [UInt8] {
    switch credentials.version {
    case .one:
      let keys = try MPPE.chapKeys(
        passwordHash: hash, lmPasswordHash: nil, secret: request.secret,
        requestAuthenticator: request.packet.authenticator)
      return EncodedAttribute.microsoft(MicrosoftAttribute.chapMPPEKeys, keys)
    case .two:
      let proof = try MSCHAP.authenticatorResponse(
        ntResponse: credentials.response, peerChallenge: credentials.peerChallenge,
        authenticatorChallenge: credentials.challenge, userName: userName, passwordHash: hash)
      let keys = try MPPE.startKeys(passwordHash: hash, ntResponse: credentials.response)
      // Far beyond the salts of all reply items that a packet could hold.
      let hiding = ReplyHiding(for: request, saltOffset: 0x2000)
      return EncodedAttribute.microsoft(MicrosoftAttribute.chap2Success, [credentials.identifier] + proof)
        + EncodedAttribute.microsoft(MicrosoftAttribute.receiveKey, try hiding.salted(keys.receive))
        + EncodedAttribute.microsoft(MicrosoftAttribute.sendKey, try hiding.salted(keys.send))
    }
  }

  /// MPPE is allowed, with 40 or 128 bits, unless the users file says otherwise (RFC 2548 §2.4.4, §2.4.5).
  private func encryption() -> [UInt8] {
    if account.reply.setsEncryption { return [] }
    return EncodedAttribute.microsoft(MicrosoftAttribute.encryptionPolicy, integer: 1)
      + EncodedAttribute.microsoft(MicrosoftAttribute.encryptionTypes, integer: 6)
  }

  /// User-Name as it came.
  var userName: [UInt8] { request.packet.first(.userName).map { Array($0.value) } ?? [] }
}
