/// MS-CHAP versions 1 and 2 (RFC 2433, RFC 2759). All of it needs ``LegacyProvider``.
package enum MSCHAP {
  /// Octets of an NT or LM password hash.
  package static let hashLength = 16
  /// Octets of an NT or LM response.
  package static let responseLength = 24

  /// The MD4 of the password in UTF-16, low octet first (RFC 2433 A.3). Octets that are not UTF-8 are replaced by
  /// U+FFFD.
  package static func ntPasswordHash(_ password: [UInt8]) throws(CryptoError) -> [UInt8] {
    var wide: [UInt8] = []
    wide.reserveCapacity(2 * password.count)
    for unit in String(decoding: password, as: UTF8.self).utf16 {
      wide.append(UInt8(truncatingIfNeeded: unit))
      wide.append(UInt8(truncatingIfNeeded: unit >> 8))
    }
    return try Digest.compute(.md4, wide)
  }

  /// The hash of the hash (RFC 2759 §8.4).
  package static func hashOfHash(_ passwordHash: [UInt8]) throws(CryptoError) -> [UInt8] {
    try Digest.compute(.md4, passwordHash)
  }

  /// The LM hash (RFC 2433 A.2): fourteen upper-case characters as two DES keys. Nil for a password that has none:
  /// longer, or beyond ASCII, where the result depends on a code page that nobody names.
  package static func lmPasswordHash(_ password: [UInt8]) throws(CryptoError) -> [UInt8]? {
    guard password.count <= 14, password.allSatisfy({ $0 < 0x80 }) else { return nil }
    let upper = password.map { (0x61...0x7a).contains($0) ? $0 - 0x20 : $0 }
    let key = upper + [UInt8](repeating: 0, count: 14 - upper.count)
    let text = Array("KGS!@#$%".utf8)[...]
    var hash: [UInt8] = []
    hash.reserveCapacity(hashLength)
    try DES.encrypt(text, key: key[..<7], into: &hash)
    try DES.encrypt(text, key: key[7...], into: &hash)
    return hash
  }

  /// The response to eight octets of challenge: three times DES, keyed with thirds of the hash (RFC 2433 A.4).
  package static func response(challenge: [UInt8], passwordHash: [UInt8]) throws(CryptoError) -> [UInt8] {
    try require(challenge, 8)
    try require(passwordHash, hashLength)
    let key = passwordHash + [0, 0, 0, 0, 0]
    var response: [UInt8] = []
    response.reserveCapacity(responseLength)
    for third in 0..<3 {
      try DES.encrypt(challenge[...], key: key[(7 * third)..<(7 * third + 7)], into: &response)
    }
    return response
  }

  /// The eight octets that an MS-CHAPv2 response answers (RFC 2759 §8.2). The user name stands without its domain.
  package static func challengeHash(
    peerChallenge: [UInt8], authenticatorChallenge: [UInt8], userName: [UInt8]
  ) throws(CryptoError) -> [UInt8] {
    try require(peerChallenge, 16)
    try require(authenticatorChallenge, 16)
    let name = Array(withoutDomain(userName[...]))
    return try Array(Digest.compute(.sha1, peerChallenge, authenticatorChallenge, name).prefix(8))
  }

  /// The NT-Response of MS-CHAPv2 (RFC 2759 §8.1).
  package static func ntResponse(
    peerChallenge: [UInt8], authenticatorChallenge: [UInt8], userName: [UInt8], passwordHash: [UInt8]
  ) throws(CryptoError) -> [UInt8] {
    let challenge = try challengeHash(
      peerChallenge: peerChallenge, authenticatorChallenge: authenticatorChallenge, userName: userName)
    return try response(challenge: challenge, passwordHash: passwordHash)
  }

  /// The server's proof to an MS-CHAPv2 client (RFC 2759 §8.7): `S=` and forty upper-case hexadecimal digits, as in
  /// MS-CHAP2-Success after its identifier (RFC 2548 §2.3.3).
  package static func authenticatorResponse(
    ntResponse: [UInt8], peerChallenge: [UInt8], authenticatorChallenge: [UInt8], userName: [UInt8],
    passwordHash: [UInt8]
  ) throws(CryptoError) -> [UInt8] {
    try require(ntResponse, responseLength)
    try require(passwordHash, hashLength)
    let challenge = try challengeHash(
      peerChallenge: peerChallenge, authenticatorChallenge: authenticatorChallenge, userName: userName)
    let inner = try Digest.compute(.sha1, hashOfHash(passwordHash), ntResponse, Magic.serverToClient)
    let outer = try Digest.compute(.sha1, inner, challenge, Magic.moreIterations)
    let digits = Array("0123456789ABCDEF".utf8)
    return Array("S=".utf8) + outer.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
  }

  /// What follows the last backslash of `DOMAIN\user`.
  package static func withoutDomain(_ userName: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard let backslash = userName.lastIndex(of: UInt8(ascii: "\\")) else { return userName }
    return userName[(backslash + 1)...]
  }

  static func require(_ octets: [UInt8], _ length: Int) throws(CryptoError) {
    guard octets.count == length else { throw .wrongLength(length: octets.count, expected: length) }
  }

  /// The constants of RFC 2759 §8.7.
  private enum Magic {
    static let serverToClient = Array("Magic server to client signing constant".utf8)
    static let moreIterations = Array("Pad to make it do more than one iteration".utf8)
  }
}
