internal import RADIUSCrypto
internal import RADIUSWire

/// How a user proves itself, with all that can be computed before the load begins.
///
/// The challenge of MS-CHAPv2 is the NAS's own choice: each user has one for the whole load, so that DES and SHA-1 are
/// done with when it starts.
struct Credentials {
  private struct MSCHAP2 {
    var challenge: [UInt8]
    /// MS-CHAP2-Response's value, but for its Identifier.
    var response: [UInt8]
    /// What MS-CHAP2-Success must say.
    var success: [UInt8]
  }

  let user: LoadUser
  /// Calling-Station-Id.
  let station: [UInt8]
  private let passwordProtocol: LoadPasswordProtocol
  private let mschap2: MSCHAP2?

  init(
    _ user: LoadUser, number: Int, passwordProtocol: LoadPasswordProtocol, random: inout LoadRandom
  ) throws(CryptoError) {
    self.user = user
    self.passwordProtocol = passwordProtocol
    station = Credentials.station(number)
    guard passwordProtocol == .mschap2 else {
      mschap2 = nil
      return
    }
    let challenge = Credentials.octets(16, &random)
    let peer = Credentials.octets(16, &random)
    let hash = try MSCHAP.ntPasswordHash(user.password)
    let response = try MSCHAP.ntResponse(
      peerChallenge: peer, authenticatorChallenge: challenge, userName: user.name, passwordHash: hash)
    mschap2 = MSCHAP2(
      challenge: challenge, response: [0, 0] + peer + [UInt8](repeating: 0, count: 8) + response,
      success: try MSCHAP.authenticatorResponse(
        ntResponse: response, peerChallenge: peer, authenticatorChallenge: challenge, userName: user.name,
        passwordHash: hash))
  }

  /// Adds what proves the user.
  func append(to request: inout RequestWriter, identifier: UInt8, authenticator: Authenticator, secret: SharedSecret) {
    switch passwordProtocol {
    case .pap:
      request.append(hiding: user.password, secret: secret, authenticator: authenticator)
    case .chap:
      // Without CHAP-Challenge the Request Authenticator is the challenge (RFC 2865 §5.3).
      let challenge = authenticator.bytes
      let response = CHAP.response(identifier: identifier, password: user.password, challenge: challenge[...])
      request.append(.chapPassword, [identifier] + response.bytes)
    case .mschap2:
      guard let mschap2 else { return }
      request.append(vendor: MSCHAPAttribute.vendor, type: MSCHAPAttribute.challenge, mschap2.challenge)
      request.append(vendor: MSCHAPAttribute.vendor, type: MSCHAPAttribute.response, mschap2.response)
    }
  }

  /// Whether an Accept gives the proof that an MS-CHAPv2 server owes; true for the other protocols.
  func isProven(by reply: ReplyReader) -> Bool {
    guard let mschap2 else { return true }
    return reply.authenticatorResponse?.starts(with: mschap2.success) ?? false
  }

  /// `02-00-00-01-86-9F`: locally administered, a different one for each user.
  private static func station(_ number: Int) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    var text = Array("02".utf8)
    for shift in stride(from: 32, through: 0, by: -8) {
      let octet = (number >> shift) & 255
      text += [UInt8(ascii: "-"), digits[octet >> 4], digits[octet & 15]]
    }
    return text
  }

  private static func octets(_ count: Int, _ random: inout LoadRandom) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
  }
}
