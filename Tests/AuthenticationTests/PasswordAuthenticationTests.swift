import Authentication
import RADIUSCrypto
import RADIUSWire
import Testing

/// PAP and CHAP against every form in which a password may be kept.
@Suite struct PasswordAuthenticationTests {
  @Test func papAcceptsTheRightPasswordOnly() throws {
    let store = try Lab.store("bob Cleartext-Password := \"hello\"\n  Reply-Message = \"hi\"\n")
    let grant = try #require(store.decide(try Lab.pap("bob", "hello")).grant)
    #expect(try Lab.texts(grant.reply) == ["Reply-Message = \"hi\""])
    #expect(grant.refusalReply.isEmpty)
    for wrong in ["hellO", "hell", "hellohello", "hello!", "x"] {
      #expect(store.decide(try Lab.pap("bob", wrong)).refusal == AccessRefusal(reason: .wrongPassword))
    }
  }

  @Test(arguments: PasswordForm.all)
  func papTakesEveryForm(_ form: PasswordForm) throws {
    let store = try Lab.store("bob \(form.attribute) := \(form.value)\n")
    let right = store.decide(try Lab.pap("bob", "secret"))
    let isWork = if case .verify = right { true } else { false }
    #expect(isWork == form.isSlow)
    #expect(right.grant != nil)
    for wrong in ["Secret", "secre", "secret1"] {
      #expect(store.decide(try Lab.pap("bob", wrong)).refusal?.reason == .wrongPassword)
    }
  }

  @Test(arguments: PasswordForm.all)
  func chapNeedsClearText(_ form: PasswordForm) throws {
    let store = try Lab.store("bob \(form.attribute) := \(form.value)\n")
    let right = store.decide(try Lab.chap("bob", "secret"))
    let wrong = store.decide(try Lab.chap("bob", "Secret"))
    if form.isCleartext {
      #expect(right.grant != nil)
      #expect(wrong.refusal?.reason == .wrongPassword)
    } else {
      #expect(right.refusal?.reason == .methodNeedsOtherPassword)
    }
  }

  /// Without CHAP-Challenge the Request Authenticator is the challenge (RFC 2865 §5.3).
  @Test func chapTakesTheRequestAuthenticator() throws {
    let store = try Lab.store("bob Cleartext-Password := hello\n")
    let response = CHAP.response(
      identifier: 3, password: Array("hello".utf8), challenge: Lab.requestAuthenticator.bytes[...])
    let request = try Lab.request("bob") { try $0.append(.chapPassword, [3] + response.bytes) }
    #expect(store.decide(request).grant != nil)
  }

  @Test(arguments: ["!", "*", "!$6$rounds=1000$abcdefgh$nhYjN017", "!!"])
  func aLockedPasswordMatchesNothing(_ value: String) throws {
    let store = try Lab.store("bob Crypt-Password := '\(value)'\n")
    for password in ["", "!", "*", value, "*0"] where password.utf8.count <= 128 {
      #expect(store.decide(try Lab.pap("bob", password)).refusal?.reason == .wrongPassword)
    }
  }

  @Test func anEmptyPasswordIsNeverRight() throws {
    let store = try Lab.store("bob Cleartext-Password := \"\"\namy Crypt-Password := 'abNANd1rDfiNc'\n")
    for user in ["bob", "amy"] {
      #expect(store.decide(try Lab.pap(user, "")).refusal?.reason == .wrongPassword)
    }
  }

  @Test func longPasswordsAreCompared() throws {
    let password = String(repeating: "x", count: 128)
    let store = try Lab.store("bob Cleartext-Password := \"\(password)\"\n")
    #expect(store.decide(try Lab.pap("bob", password)).grant != nil)
    #expect(store.decide(try Lab.pap("bob", String(password.dropLast()))).refusal?.reason == .wrongPassword)
  }

  @Test(arguments: [[], [UInt8](repeating: 1, count: 15), [UInt8](repeating: 1, count: 144)])
  func aMalformedUserPasswordIsRefused(_ value: [UInt8]) throws {
    let store = try Lab.store("bob Cleartext-Password := hello\n")
    let request = try Lab.request("bob") { try $0.append(.userPassword, value) }
    #expect(store.decide(request).refusal?.reason == .malformedCredentials)
  }

  @Test func userPasswordAndCHAPPasswordExcludeEachOther() throws {
    let store = try Lab.store("bob Cleartext-Password := hello\n")
    let request = try Lab.pap("bob", "hello") { try $0.append(.chapPassword, [UInt8](repeating: 0, count: 17)) }
    #expect(store.decide(request).refusal?.reason == .malformedCredentials)
    let short = try Lab.request("bob") { try $0.append(.chapPassword, [1, 2, 3]) }
    #expect(store.decide(short).refusal?.reason == .malformedCredentials)
  }

  @Test func requestsThatProveNothing() throws {
    let store = try Lab.store("bob Cleartext-Password := hello\namy\n")
    #expect(store.decide(try Lab.request("bob")).refusal?.reason == .noCredentials)
    #expect(store.decide(try Lab.request("")).refusal?.reason == .noCredentials)
    #expect(store.decide(try Lab.pap("", "hello")).refusal?.reason == .noUserName)
    #expect(store.decide(try Lab.pap("amy", "hello")).refusal?.reason == .noPassword)
    #expect(store.decide(try Lab.chap("amy", "hello")).refusal?.reason == .noPassword)
    #expect(store.decide(try Lab.pap("nobody", "hello")).refusal?.reason == .unknownUser)
    #expect(store.decide(try Lab.chap("nobody", "hello")).refusal?.reason == .unknownUser)
  }

  @Test func authTypeSettlesTheMethod() throws {
    let store = try Lab.store(
      """
      open Auth-Type := Accept
      shut Auth-Type := Reject, Cleartext-Password := "hello"
          Reply-Message = "closed", Reply-Message += "for good", Session-Timeout = 5
      papper Auth-Type := PAP, Cleartext-Password := "hello"
      local Auth-Type := Local, Cleartext-Password := "hello"
      """)
    #expect(store.decide(try Lab.pap("open", "anything")).grant != nil)
    #expect(store.decide(try Lab.request("open")).grant != nil)
    let refusal = try #require(store.decide(try Lab.pap("shut", "hello")).refusal)
    #expect(refusal.reason == .authTypeReject)
    #expect(try Lab.texts(refusal.reply) == ["Reply-Message = \"closed\"", "Reply-Message = \"for good\""])
    #expect(store.decide(try Lab.pap("papper", "hello")).grant != nil)
    #expect(store.decide(try Lab.chap("papper", "hello")).refusal?.reason == .authTypeMismatch)
    #expect(store.decide(try Lab.chap("local", "hello")).grant != nil)
  }

  /// Text that is no UTF-8, in names and in passwords.
  @Test func octetsAreComparedAsTheyAre() throws {
    let name: [UInt8] = [0xff, 0xfe, 0x62, 0xc3]
    let file = name + Array(" Cleartext-Password := \"p\\xff\\303\"\n".utf8)
    let store = try UserStore.parse(octets: file, file: "users", dictionary: try Lab.dictionary())
    func request(_ user: [UInt8], _ password: [UInt8]) throws -> AccessRequest {
      try Lab.request(octets: user) { builder in
        try builder.append(
          .userPassword,
          try UserPassword.hide(password, secret: Lab.secret, requestAuthenticator: Lab.requestAuthenticator))
      }
    }
    #expect(store.decide(try request(name, [0x70, 0xff, 0xc3])).grant != nil)
    #expect(store.decide(try request(name, [0x70, 0xff, 0xc4])).refusal?.reason == .wrongPassword)
    #expect(store.decide(try request([0xff, 0xfd, 0x62, 0xc3], [0x70, 0xff, 0xc3])).refusal?.reason == .unknownUser)
    let long = [UInt8](repeating: 0x61, count: 253)
    let other = try UserStore.parse(
      octets: long + Array(" Auth-Type := Accept\n".utf8), file: "users", dictionary: try Lab.dictionary())
    #expect(other.decide(try Lab.request(octets: long)).grant != nil)
  }
}
