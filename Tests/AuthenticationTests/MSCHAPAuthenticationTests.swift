import Authentication
import RADIUSCrypto
import RADIUSWire
import Testing

/// MS-CHAP of both versions, with the values of RFC 2759 §9.2 and RFC 3079 §3.5.3 for version 2.
@Suite struct MSCHAPAuthenticationTests {
  private static let vendor: UInt32 = 311
  private static let challenge = hex("5b5d7c7d7b3f2f3e3c2c602132262628")
  private static let peerChallenge = hex("21402324255e262a28295f2b3a337c7e")
  private static let ntResponse = hex("82309ecd8d708b5ea08faa3981cd83544233114a3d85d6df")

  private static func hex(_ text: String) -> [UInt8] {
    let digits = Array(text)
    return stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
  }

  private func version2(_ user: String, response: [UInt8] = ntResponse) throws -> AccessRequest {
    try Lab.request(user) { builder in
      try builder.append(vendor: Self.vendor, type: 11, Self.challenge)
      try builder.append(
        vendor: Self.vendor, type: 25,
        [5, 0] + Self.peerChallenge + [UInt8](repeating: 0, count: 8) + response)
    }
  }

  private func version1(_ user: String, _ password: String, flags: UInt8 = 1) throws -> AccessRequest {
    let challenge: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
    let response = try MSCHAP.response(
      challenge: challenge, passwordHash: MSCHAP.ntPasswordHash(Array(password.utf8)))
    return try Lab.request(user) { builder in
      try builder.append(vendor: Self.vendor, type: 11, challenge)
      try builder.append(vendor: Self.vendor, type: 1, [8, flags] + [UInt8](repeating: 0, count: 24) + response)
    }
  }

  private func attribute(_ type: UInt32, of encoded: [UInt8]) throws -> [UInt8]? {
    var builder = PacketBuilder(code: .accessAccept, identifier: 7)
    try builder.appendRaw(encoded)
    return try Packet(decoding: builder.finish()).first(vendor: Self.vendor, type: type).map { Array($0.value) }
  }

  @Test(arguments: [
    "User Cleartext-Password := clientPass", "User NT-Password := 44EBBA8D5312B8D611474411F56989AE",
    "BIGCO\\User Cleartext-Password := clientPass",
  ])
  func version2ProvesBothSides(_ entry: String) throws {
    let store = try Lab.store(entry + "\n")
    let name = String(entry.prefix { $0 != " " })
    let grant = try #require(store.decide(try version2(name)).grant)
    let success = try #require(try attribute(26, of: grant.reply))
    #expect(success == [5] + Array("S=407A5589115FD0D6209F510FE9C04566932CDA56".utf8))
    let send = try #require(try attribute(16, of: grant.reply))
    let receive = try #require(try attribute(17, of: grant.reply))
    #expect(send.prefix(2) != receive.prefix(2))
    let keys = try [send, receive].map { value in
      try #require(
        SaltedValue.reveal(value[...], secret: Lab.secret, requestAuthenticator: Lab.requestAuthenticator))
    }
    #expect(keys == [Self.hex("8b7cdc149b993a1ba118cb153f56dccb"), Self.hex("d5f0e9521e3ea9589645e86051c82226")])
    #expect(try attribute(7, of: grant.reply) == [0, 0, 0, 1])
    #expect(try attribute(8, of: grant.reply) == [0, 0, 0, 6])
    let error = try #require(try attribute(2, of: grant.refusalReply))
    #expect(error.starts(with: [5] + Array("E=691 R=0 C=".utf8)))
  }

  @Test func version2SaysWhatWentWrong() throws {
    let store = try Lab.store(
      """
      User Cleartext-Password := clientPasS
      shut Auth-Type := Reject
      past Cleartext-Password := clientPass, Expiration := "1 Jan 2020"
      late Cleartext-Password := clientPass, Login-Time := "Su"
      """)
    let expected: [(String, RefusalReason, String)] = [
      ("User", .wrongPassword, "E=691 R=0 C=0123456789ABCDEF0123456789ABCDEF V=3 M=Authentication failed"),
      ("nobody", .unknownUser, "E=691 R=0 C=0123456789ABCDEF0123456789ABCDEF V=3 M=Authentication failed"),
      ("shut", .authTypeReject, "E=647 R=0 C=0123456789ABCDEF0123456789ABCDEF V=3 M=Account disabled"),
      ("past", .expired, "E=647 R=0 C=0123456789ABCDEF0123456789ABCDEF V=3 M=Account disabled"),
      ("late", .outsideLoginTime, "E=646 R=0 C=0123456789ABCDEF0123456789ABCDEF V=3 M=Restricted logon hours"),
    ]
    for (user, reason, message) in expected {
      let refusal = try #require(store.decide(try version2(user)).refusal)
      #expect(refusal.reason == reason)
      #expect(try attribute(2, of: refusal.reply) == [5] + Array(message.utf8))
    }
  }

  @Test(arguments: ["Cleartext-Password := hello", "NT-Password := 066DDFD4EF0E9CD7C256FE77191EF43C"])
  func version1GivesKeys(_ password: String) throws {
    let store = try Lab.store("bob \(password)\n")
    let grant = try #require(store.decide(try version1("bob", "hello")).grant)
    let hidden = try #require(try attribute(12, of: grant.reply))
    let keys = try #require(
      UserPassword.reveal(hidden[...], secret: Lab.secret, requestAuthenticator: Lab.requestAuthenticator))
    let hash = try MSCHAP.ntPasswordHash(Array("hello".utf8))
    let isCleartext = password.hasPrefix("Cleartext")
    let lmKey =
      try isCleartext ? MSCHAP.lmPasswordHash(Array("hello".utf8))?.prefix(8) : ArraySlice(repeating: 0, count: 8)
    #expect(try Array(keys.prefix(24)) == Array(try #require(lmKey)) + MSCHAP.hashOfHash(hash))
    #expect(try attribute(8, of: grant.reply) == [0, 0, 0, isCleartext ? 6 : 4])
    #expect(try attribute(7, of: grant.reply) == [0, 0, 0, 1])
    let refusal = try #require(store.decide(try version1("bob", "hellO")).refusal)
    #expect(refusal.reason == .wrongPassword)
    #expect(try attribute(2, of: refusal.reply) == [8] + Array("E=691 R=0 C=0123456789ABCDEF V=2".utf8))
  }

  @Test func theUsersFileMaySetEncryption() throws {
    let store = try Lab.store(
      "bob Cleartext-Password := hello\n  MS-MPPE-Encryption-Policy = Encryption-Required, MS-MPPE-Encryption-Types = 4\n"
    )
    let grant = try #require(store.decide(try version1("bob", "hello")).grant)
    #expect(try attribute(7, of: grant.reply) == [0, 0, 0, 2])
    #expect(try Lab.texts(grant.reply).count { $0.hasPrefix("MS-MPPE-Encryption-Policy") } == 1)
    #expect(try attribute(8, of: grant.reply) == [0, 0, 0, 4])
  }

  @Test(arguments: PasswordForm.all)
  func needsClearTextOrTheNTHash(_ form: PasswordForm) throws {
    let store = try Lab.store("bob \(form.attribute) := \(form.value)\n")
    let decision = store.decide(try version1("bob", "secret"))
    if form.givesNTHash {
      #expect(decision.grant != nil)
    } else {
      #expect(decision.refusal?.reason == .methodNeedsOtherPassword)
    }
  }

  @Test func theLANManagerResponseIsNotTaken() throws {
    let store = try Lab.store("bob Cleartext-Password := hello\n")
    #expect(store.decide(try version1("bob", "hello", flags: 0)).refusal?.reason == .methodNeedsOtherPassword)
  }

  @Test func malformedResponsesAreRefused() throws {
    let store = try Lab.store("bob Cleartext-Password := hello\n")
    let response = [UInt8](repeating: 1, count: 50)
    let lone = try Lab.request("bob") { try $0.append(vendor: Self.vendor, type: 25, response) }
    let short = try Lab.request("bob") { builder in
      try builder.append(vendor: Self.vendor, type: 11, Self.challenge)
      try builder.append(vendor: Self.vendor, type: 25, response.dropLast())
    }
    let wrongChallenge = try Lab.request("bob") { builder in
      try builder.append(vendor: Self.vendor, type: 11, Self.challenge)
      try builder.append(vendor: Self.vendor, type: 1, response)
    }
    for request in [lone, short, wrongChallenge] {
      #expect(store.decide(request).refusal?.reason == .malformedCredentials)
    }
  }
}
