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
      switch credentials.version {
      case .one: return accept(face, extra: try keys(known, hash))
      case .two: return accept(face, extra: try success(credentials, hash) + encryption(.fortyOr128))
      }
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

  /// The keys of version 1 (RFC 2548 §2.4.1). The LM key, which 40 bits need, comes out of a password in clear text only.
  private func keys(_ known: StoredPassword, _ hash: [UInt8]) throws(CryptoError) -> [UInt8] {
    var lmHash: [UInt8]?
    if case .cleartext(let password) = known { lmHash = try MSCHAP.lmPasswordHash(password) }
    let keys = try MPPE.chapKeys(
      passwordHash: hash, lmPasswordHash: lmHash, secret: request.secret,
      requestAuthenticator: request.packet.authenticator)
    return EncodedAttribute.microsoft(MicrosoftAttribute.chapMPPEKeys, keys)
      + encryption(lmHash == nil ? .only128 : .fortyOr128)
  }

  /// The server's proof and the keys of version 2 (RFC 2548 §2.3.3, §2.4.2, §2.4.3).
  private func success(_ credentials: MSCHAPCredentials, _ hash: [UInt8]) throws(CryptoError) -> [UInt8] {
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

  /// The bits of MS-MPPE-Encryption-Types (RFC 2548 §2.4.5).
  private enum EncryptionTypes: UInt32 {
    case only128 = 4
    case fortyOr128 = 6
  }

  /// MPPE is allowed (RFC 2548 §2.4.4), unless the users file says otherwise.
  private func encryption(_ types: EncryptionTypes) -> [UInt8] {
    if account.reply.setsEncryption { return [] }
    return EncodedAttribute.microsoft(MicrosoftAttribute.encryptionPolicy, integer: 1)
      + EncodedAttribute.microsoft(MicrosoftAttribute.encryptionTypes, integer: types.rawValue)
  }

  /// User-Name as it came.
  var userName: [UInt8] { request.packet.first(.userName).map { Array($0.value) } ?? [] }
}
