import RADIUSCrypto
import RADIUSWire
import Testing

@Suite(.enabled(if: LegacyProvider.isAvailable, "OpenSSL's legacy provider is not on this machine"))
struct MSCHAPTests {
  let version2 = CryptoVectors.shared.mschapv2
  let keys = CryptoVectors.shared.mppe

  @Test func calculatesEveryStepOfVersion2() throws {
    let user = Array(version2.user.utf8)
    let peer = unhex(version2.peerChallenge)
    let ours = unhex(version2.authenticatorChallenge)
    let hash = try MSCHAP.ntPasswordHash(Array(version2.password.utf8))
    #expect(hex(hash) == version2.passwordHash)
    #expect(hex(try MSCHAP.hashOfHash(hash)) == version2.passwordHashHash)
    let challenge = try MSCHAP.challengeHash(peerChallenge: peer, authenticatorChallenge: ours, userName: user)
    #expect(hex(challenge) == version2.challenge)
    let response = try MSCHAP.ntResponse(
      peerChallenge: peer, authenticatorChallenge: ours, userName: user, passwordHash: hash)
    #expect(hex(response) == version2.ntResponse)
    let proof = try MSCHAP.authenticatorResponse(
      ntResponse: response, peerChallenge: peer, authenticatorChallenge: ours, userName: user, passwordHash: hash)
    #expect(String(decoding: proof, as: UTF8.self) == version2.authenticatorResponse)
  }

  @Test func leavesTheDomainOut() throws {
    let peer = unhex(version2.peerChallenge)
    let ours = unhex(version2.authenticatorChallenge)
    let challenge = try MSCHAP.challengeHash(
      peerChallenge: peer, authenticatorChallenge: ours, userName: Array(#"CORP\User"#.utf8))
    #expect(hex(challenge) == version2.challenge)
    #expect(Array(MSCHAP.withoutDomain(Array("a\\".utf8)[...])).isEmpty)
    #expect(Array(MSCHAP.withoutDomain(Array("User".utf8)[...])) == Array("User".utf8))
  }

  @Test func calculatesVersion1() throws {
    let vector = CryptoVectors.shared.mschapv1
    let hash = try MSCHAP.ntPasswordHash(Array(vector.password.utf8))
    #expect(hex(try MSCHAP.response(challenge: unhex(vector.challenge), passwordHash: hash)) == vector.ntResponse)
  }

  /// Hashes that everybody knows.
  @Test(arguments: [
    ("password", "8846f7eaee8fb117ad06bdd830b7586c"), ("", "31d6cfe0d16ae931b73c59d7e0c089c0"),
    // Two octets of UTF-8 are one unit of UTF-16; four are two.
    ("é", "e77286d072c7858e9110cc3a011d2ac8"), ("😀", "4b58a10cc20a4e7d808d218e1f80aabc"),
  ])
  func hashesForNT(_ password: String, _ expected: String) throws {
    #expect(hex(try MSCHAP.ntPasswordHash(Array(password.utf8))) == expected)
  }

  @Test(arguments: [
    ("password", "e52cac67419a9a224a3b108f3fa6cb6d"), ("PassWord", "e52cac67419a9a224a3b108f3fa6cb6d"),
    ("", "aad3b435b51404eeaad3b435b51404ee"),
  ])
  func hashesForLM(_ password: String, _ expected: String) throws {
    #expect(try MSCHAP.lmPasswordHash(Array(password.utf8)).map(hex) == expected)
  }

  @Test func hasNoLMHashOfSomePasswords() throws {
    #expect(try MSCHAP.lmPasswordHash(Array("fifteen letters".utf8)) == nil)
    #expect(try MSCHAP.lmPasswordHash(Array("é".utf8)) == nil)
  }

  @Test func derivesTheKeysOfRFC3079() throws {
    let hash = unhex(version2.passwordHash)
    let response = unhex(version2.ntResponse)
    let master = try MPPE.masterKey(passwordHashHash: unhex(version2.passwordHashHash), ntResponse: response)
    #expect(hex(master) == keys.masterKey)
    let start = try MPPE.startKeys(passwordHash: hash, ntResponse: response)
    #expect(start == (try MPPE.startKeys(masterKey: master)))
    #expect(hex(start.send) == keys.sendStartKey128)
    #expect(start.send != start.receive)
    #expect(hex(try MPPE.sessionKey(startKey: start.send)) == keys.sendSessionKey128)
  }

  @Test func hidesTheKeysOfVersion1() throws {
    let secret = AuthenticVectors.shared.sharedSecret
    let authenticator = AuthenticVectors.shared.authenticator
    let password = Array("MyPw".utf8)
    let hash = try MSCHAP.ntPasswordHash(password)
    let lm = try #require(try MSCHAP.lmPasswordHash(password))
    let value = try MPPE.chapKeys(
      passwordHash: hash, lmPasswordHash: lm, secret: secret, requestAuthenticator: authenticator)
    #expect(value.count == 32)
    let keys = UserPassword.reveal(value[...], secret: secret, requestAuthenticator: authenticator)
    #expect(keys == (try lm.prefix(8) + MSCHAP.hashOfHash(hash)))
    let without = try MPPE.chapKeys(
      passwordHash: hash, lmPasswordHash: nil, secret: secret, requestAuthenticator: authenticator)
    let zeros = UserPassword.reveal(without[...], secret: secret, requestAuthenticator: authenticator)
    #expect(zeros == (try [UInt8](repeating: 0, count: 8) + MSCHAP.hashOfHash(hash)))
  }

  @Test func refusesOtherLengths() {
    let short = [UInt8](repeating: 0, count: 7)
    let hash = [UInt8](repeating: 0, count: 16)
    #expect(throws: CryptoError.wrongLength(length: 7, expected: 8)) {
      try MSCHAP.response(challenge: short, passwordHash: hash)
    }
    #expect(throws: CryptoError.wrongLength(length: 7, expected: 16)) {
      try MSCHAP.response(challenge: short + [0], passwordHash: short)
    }
    #expect(throws: CryptoError.wrongLength(length: 7, expected: 16)) {
      try MSCHAP.challengeHash(peerChallenge: hash, authenticatorChallenge: short, userName: [])
    }
    #expect(throws: CryptoError.wrongLength(length: 7, expected: 24)) {
      try MPPE.masterKey(passwordHashHash: hash, ntResponse: short)
    }
    #expect(throws: CryptoError.wrongLength(length: 7, expected: 16)) { try MPPE.startKeys(masterKey: short) }
    #expect(throws: CryptoError.wrongLength(length: 7, expected: 16)) { try MPPE.sessionKey(startKey: short) }
  }
}
