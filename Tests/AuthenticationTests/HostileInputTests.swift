import Authentication
import RADIUSCrypto
import RADIUSDictionary
import RADIUSWire
import TestRandom
import Testing

/// Users files and requests that nobody meant to write: an error or a decision, and never a crash.
@Suite struct HostileInputTests {
  private static let words = [
    "bob", "DEFAULT", "\n", "\n  ", "\n\t", " ", ",", ", ", "Cleartext-Password", "Crypt-Password", "SSHA-Password",
    "PBKDF2-Password", "Password-With-Header", "Auth-Type", "Reply-Message", "Tunnel-Password:1", "Tunnel-Type:",
    "Framed-IP-Address", "Session-Timeout", "Fall-Through", "Login-Time", "Expiration", "User-Name", "NAS-Port",
    "Cisco-AVPair", " := ", " = ", " == ", " += ", " != ", " =~ ", " !~ ", " =* ", " !* ", " >= ", " <", "Yes",
    "Accept",
    "Reject", "1", "10.0.0.1", "\"hello\"", "'x'", "\"", "'", "\\", "\"\\x4\"", "#", "$INCLUDE ", "%{User-Name}",
    "\"%{\"", "\"(a[\"", "[", "{SSHA}", "0x", "0xff", "Wk0800-", "24 Dec 2026", "\u{feff}", "é", "\u{7f}",
  ]

  @Test(arguments: 0..<8 as Range<UInt64>)
  func usersFiles(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let dictionary = try Lab.dictionary()
    let requests = [try Lab.pap("bob", "hello"), try Lab.chap("bob", "hello"), try Lab.request("")]
    var (loaded, refused) = (0, 0)
    for _ in 0..<1500 {
      var text = "bob Cleartext-Password := \"hello\"\n"
      for _ in 0..<Int.random(in: 1...9, using: &random) {
        text += Self.words[Int.random(in: 0..<Self.words.count, using: &random)]
      }
      do throws(UsersFileError) {
        let store = try UserStore.parse(text, file: "users", dictionary: dictionary)
        for request in requests { _ = store.decide(request).settled }
        loaded += 1
      } catch {
        #expect(error.line > 0 && !error.message.isEmpty && !error.remedy.isEmpty, "seed \(seed): \(text)")
        refused += 1
      }
    }
    #expect(loaded > 0 && refused > 0, "seed \(seed)")
  }

  @Test(arguments: 0..<8 as Range<UInt64>)
  func requests(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let store = try Lab.store(
      """
      DEFAULT NAS-Port > 5, User-Name =~ "^[a-z]+$"
          Reply-Message = "Hello, %{User-Name}", Fall-Through = Yes
      DEFAULT Cisco-AVPair =~ "x", Tunnel-Type:1 != VLAN
          Tunnel-Password:1 = "t", Fall-Through = Yes
      bob Cleartext-Password := "hello"
      """)
    let types: [UInt8] = [1, 2, 3, 5, 24, 26, 60, 64, 79]
    for _ in 0..<3000 {
      var builder = PacketBuilder(code: .accessRequest, identifier: 7, authenticator: Lab.requestAuthenticator)
      if Bool.random(using: &random) { try builder.append(.userName, text: "bob") }
      for _ in 0..<Int.random(in: 0...5, using: &random) {
        let type = types[Int.random(in: 0..<types.count, using: &random)]
        let lengths = [0, 1, 4, 5, 16, 17, 22, 32, 42, 50, 58]
        var value = (0..<lengths[Int.random(in: 0..<lengths.count, using: &random)]).map { _ in
          UInt8.random(in: 0...255, using: &random)
        }
        // Half of what could be Microsoft's or EAP's begins as that does.
        if type == 26, value.count >= 8, Bool.random(using: &random) {
          value.replaceSubrange(
            0..<6, with: [0, 0, 1, 0x37, [1, 11, 25][Int.random(in: 0...2, using: &random)], UInt8(value.count - 4)])
        }
        if type == 79, value.count >= 5, Bool.random(using: &random) {
          value.replaceSubrange(
            0..<5, with: [2, 1, 0, UInt8(value.count), [1, 3, 4, 25][Int.random(in: 0...3, using: &random)]])
        }
        try builder.append(AttributeType(rawValue: type), value)
      }
      let request = AccessRequest(
        packet: try Packet(decoding: builder.finish()), secret: Lab.secret, now: Lab.now, clientName: "lab",
        challengeKey: Lab.challengeKey, random: Lab.random)
      // Nothing random proves a password.
      #expect(store.decide(request).grant == nil, "seed \(seed)")
    }
  }

  /// Ten thousand users, each found under its own name with its own password.
  @Test func manyUsers() throws {
    let text = (0..<10_000).map { "user\($0) Cleartext-Password := \"pw\($0)\"\n  Reply-Message = \"\($0)\"\n" }
      .joined()
    let store = try Lab.store(text)
    #expect(store.users.count == 10_000)
    for number in stride(from: 0, to: 10_000, by: 997) {
      let grant = try #require(store.decide(try Lab.pap("user\(number)", "pw\(number)")).grant)
      #expect(try Lab.texts(grant.reply) == ["Reply-Message = \"\(number)\""])
      #expect(store.decide(try Lab.pap("user\(number)", "pw\(number + 1)")).grant == nil)
    }
  }
}
