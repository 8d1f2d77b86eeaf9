import Authentication
import RADIUSCrypto
import RADIUSWire
import Testing
import Timebase

/// EAP-MD5 over RADIUS (RFC 3579, RFC 3748 §5.4).
@Suite struct EAPAuthenticationTests {
  private func eap(
    _ user: String, _ octets: [UInt8], state: [UInt8]? = nil, now: Timestamp = Lab.now, client: String = "lab"
  ) throws -> AccessRequest {
    try Lab.request(user, now: now, client: client) { builder in
      try builder.append(.eapMessage, octets)
      if let state { try builder.append(.state, state) }
    }
  }

  private func identity(_ user: String, identifier: UInt8 = 210) -> [UInt8] {
    [2, identifier, 0, UInt8(5 + user.utf8.count), 1] + Array(user.utf8)
  }

  /// EAP-Message and State of a reply.
  private func parts(_ encoded: [UInt8]) throws -> (message: [UInt8], state: [UInt8]?) {
    var builder = PacketBuilder(code: .accessChallenge, identifier: 7)
    try builder.appendRaw(encoded)
    let packet = try Packet(decoding: builder.finish())
    return (packet.concatenated(.eapMessage), packet.first(.state).map { Array($0.value) })
  }

  private func answer(_ challenge: [UInt8], _ password: String) -> [UInt8] {
    let response = CHAP.response(
      identifier: challenge[1], password: Array(password.utf8), challenge: challenge[6..<22])
    return [2, challenge[1], 0, 22, 4, 16] + response.bytes
  }

  @Test func aConversation() throws {
    let store = try Lab.store("bob Cleartext-Password := hello\n  Reply-Message = hi\n")
    let challenge = try #require(store.decide(try eap("bob", identity("bob"))).challenge)
    let (message, state) = try parts(challenge.reply)
    #expect(message.prefix(6) == [1, 211, 0, 22, 4, 16])
    let carried = try #require(state)
    let later = Lab.now.advanced(byMilliseconds: 29_000)
    let grant = try #require(
      store.decide(try eap("bob", answer(message, "hello"), state: carried, now: later)).grant)
    #expect(try parts(grant.reply).message == [3, 211, 0, 4])
    #expect(try parts(grant.refusalReply).message == [4, 211, 0, 4])
    #expect(try Lab.texts(grant.reply).first == "Reply-Message = \"hi\"")
    let refusal = try #require(store.decide(try eap("bob", answer(message, "hellO"), state: carried)).refusal)
    #expect(refusal.reason == .wrongPassword)
    #expect(try parts(refusal.reply).message == [4, 211, 0, 4])
  }

  @Test func stateIsBoundToUserClientTimeAndKey() throws {
    let store = try Lab.store("bob Cleartext-Password := hello\namy Cleartext-Password := hello\n")
    let challenge = try #require(store.decide(try eap("bob", identity("bob"))).challenge)
    let (message, state) = try parts(challenge.reply)
    let carried = try #require(state)
    let right = answer(message, "hello")
    var bent = carried
    bent[15] ^= 1
    var requests = [
      try eap("amy", right, state: carried), try eap("bob", right, state: carried, client: "other"),
      try eap("bob", right, state: carried, now: Lab.now.advanced(byMilliseconds: 30_001)),
      try eap("bob", right, state: bent), try eap("bob", right, state: Array(carried.dropLast())),
      try eap("bob", right),
    ]
    var otherKey = try eap("bob", right, state: carried)
    otherKey.challengeKey = [UInt8](repeating: 1, count: 32)
    requests.append(otherKey)
    var otherIdentifier = right
    otherIdentifier[1] = 3
    requests.append(try eap("bob", otherIdentifier, state: carried))
    for request in requests {
      let refusal = try #require(store.decide(request).refusal)
      #expect(refusal.reason == .eapStateInvalid)
      #expect(try parts(refusal.reply).message.first == 4)
    }
  }

  /// Who asks for names learns nothing at the first step.
  @Test func unknownUsersAreChallengedToo() throws {
    let store = try Lab.store("bob Cleartext-Password := hello\ncry Crypt-Password := abNANd1rDfiNc\n")
    for (user, reason) in [("nobody", RefusalReason.unknownUser), ("cry", .methodNeedsOtherPassword)] {
      let challenge = try #require(store.decide(try eap(user, identity(user))).challenge)
      let (message, state) = try parts(challenge.reply)
      for password in ["", "hello"] {
        let refusal = try #require(store.decide(try eap(user, answer(message, password), state: state)).refusal)
        #expect(refusal.reason == reason)
        #expect(try parts(refusal.reply).message == [4, 211, 0, 4])
      }
    }
  }

  @Test func otherMethodsAreRefused() throws {
    let store = try Lab.store("bob Cleartext-Password := hello\n")
    for octets: [UInt8] in [[2, 9, 0, 6, 3, 25], [2, 9, 0, 6, 25, 0], [2, 9, 0, 5, 13]] {
      let refusal = try #require(store.decide(try eap("bob", octets)).refusal)
      #expect(refusal.reason == .eapMethodUnsupported)
      #expect(try parts(refusal.reply).message == [4, 9, 0, 4])
    }
  }

  @Test func startAsksForTheIdentity() throws {
    let store = try Lab.store("bob Cleartext-Password := hello\n")
    let challenge = try #require(store.decide(try eap("bob", [])).challenge)
    #expect(try parts(challenge.reply).message == [1, 0, 0, 5, 1])
  }

  @Test(
    arguments: [[2, 1, 0], [2, 1, 0, 9, 1, 98], [1, 1, 0, 5, 1], [2, 1, 0, 4], [9, 1, 0, 5, 1], [2, 1, 0, 3, 1]]
      as [[UInt8]])
  func malformedPacketsAreRefused(_ octets: [UInt8]) throws {
    let store = try Lab.store("bob Cleartext-Password := hello\n")
    let refusal = try #require(store.decide(try eap("bob", octets)).refusal)
    #expect(refusal.reason == .malformedCredentials)
    #expect(try parts(refusal.reply).message.first == 4)
  }

  @Test func authTypeAcceptAndReject() throws {
    let store = try Lab.store("open Auth-Type := Accept\nshut Auth-Type := Reject\n  Reply-Message = closed\n")
    let grant = try #require(store.decide(try eap("open", identity("open"))).grant)
    #expect(try parts(grant.reply).message == [3, 210, 0, 4])
    let refusal = try #require(store.decide(try eap("shut", identity("shut"))).refusal)
    #expect(try parts(refusal.reply).message == [4, 210, 0, 4])
    #expect(try Lab.texts(refusal.reply).first == "Reply-Message = \"closed\"")
  }

  /// Packets over 253 octets come in several attributes.
  @Test func longMessagesAreJoined() throws {
    let name = String(repeating: "n", count: 253)
    let store = try Lab.store("bob Cleartext-Password := hello\n")
    let request = try Lab.request("bob") { builder in
      try builder.append(.eapMessage, concatenating: [2, 1, 1, 2, 1] + Array(name.utf8))
    }
    #expect(store.decide(request).challenge != nil)
  }
}
