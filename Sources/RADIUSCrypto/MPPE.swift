package import RADIUSWire

/// Keys of Microsoft Point-to-Point Encryption out of MS-CHAP (RFC 3079), and how RADIUS carries them (RFC 2548).
package enum MPPE {
  /// Octets of a 128-bit key.
  package static let keyLength = 16

  /// The two keys of a connection, as the NAS uses them: MS-MPPE-Send-Key and MS-MPPE-Recv-Key.
  package struct StartKeys: Equatable, Sendable {
    /// What the NAS sends with, and the client receives with.
    package let send: [UInt8]
    /// What the NAS receives with, and the client sends with.
    package let receive: [UInt8]
  }

  /// The master key of MS-CHAPv2 (RFC 3079 §3.4): sixteen octets.
  package static func masterKey(passwordHashHash: [UInt8], ntResponse: [UInt8]) throws(CryptoError) -> [UInt8] {
    try MSCHAP.require(passwordHashHash, MSCHAP.hashLength)
    try MSCHAP.require(ntResponse, MSCHAP.responseLength)
    return try Array(Digest.compute(.sha1, passwordHashHash, ntResponse, Magic.masterKey).prefix(keyLength))
  }

  /// The 128-bit start keys of both directions (RFC 3079 §3.4), on the NAS's side.
  package static func startKeys(masterKey: [UInt8]) throws(CryptoError) -> StartKeys {
    try MSCHAP.require(masterKey, keyLength)
    return StartKeys(
      send: try startKey(masterKey, Magic.serverSends), receive: try startKey(masterKey, Magic.clientSends))
  }

  /// The start keys out of an accepted MS-CHAPv2 response.
  package static func startKeys(passwordHash: [UInt8], ntResponse: [UInt8]) throws(CryptoError) -> StartKeys {
    let hashHash = try MSCHAP.hashOfHash(passwordHash)
    return try startKeys(masterKey: masterKey(passwordHashHash: hashHash, ntResponse: ntResponse))
  }

  /// The first session key of a direction (RFC 3079 §3.4, GetNewKeyFromSHA). The NAS derives it; here it proves
  /// the start key.
  package static func sessionKey(startKey: [UInt8]) throws(CryptoError) -> [UInt8] {
    try MSCHAP.require(startKey, keyLength)
    return try Array(
      Digest.compute(.sha1, startKey, Magic.pad1, startKey, Magic.pad2).prefix(keyLength))
  }

  /// The value of MS-CHAP-MPPE-Keys for MS-CHAPv1 (RFC 2548 §2.4.1): eight octets of LM key, sixteen of NT key,
  /// eight of padding, hidden as User-Password is: 32 octets.
  ///
  /// - Parameter lmPasswordHash: nil leaves zeros where the LM key would be, and 40-bit encryption without a key.
  package static func chapKeys(
    passwordHash: [UInt8], lmPasswordHash: [UInt8]?, secret: SharedSecret, requestAuthenticator: Authenticator
  ) throws(CryptoError) -> [UInt8] {
    try MSCHAP.require(passwordHash, MSCHAP.hashLength)
    let lmHash = lmPasswordHash ?? [UInt8](repeating: 0, count: MSCHAP.hashLength)
    try MSCHAP.require(lmHash, MSCHAP.hashLength)
    let keys = try lmHash.prefix(8) + MSCHAP.hashOfHash(passwordHash) + [UInt8](repeating: 0, count: 8)
    return try UserPassword.hide(Array(keys), secret: secret, requestAuthenticator: requestAuthenticator)
  }

  private static func startKey(_ masterKey: [UInt8], _ magic: [UInt8]) throws(CryptoError) -> [UInt8] {
    try Array(Digest.compute(.sha1, masterKey, Magic.pad1, magic, Magic.pad2).prefix(keyLength))
  }

  /// The constants of RFC 3079 §3.4.
  private enum Magic {
    static let masterKey = Array("This is the MPPE Master Key".utf8)
    static let clientSends = Array(
      "On the client side, this is the send key; on the server side, it is the receive key.".utf8)
    static let serverSends = Array(
      "On the client side, this is the receive key; on the server side, it is the send key.".utf8)
    static let pad1 = [UInt8](repeating: 0x00, count: 40)
    static let pad2 = [UInt8](repeating: 0xf2, count: 40)
  }
}
