import Authentication
import NetworkAddress
import RADIUSCrypto
import RADIUSDictionary
import RADIUSWire
import Testing

/// What entries mean: order, Fall-Through, operators, the reply.
@Suite struct UsersFileTests {
  private func replies(_ store: UserStore, _ request: AccessRequest) throws -> [String]? {
    try store.decide(request).grant.map { try Lab.texts($0.reply) }
  }

  @Test func entriesAreTakenInFileOrder() throws {
    let store = try Lab.store(
      """
      # A comment, an empty line, and white space before a comment:

        # indented
      DEFAULT NAS-Port == 1, Auth-Type := Accept
          Reply-Message = "first"

      bob Cleartext-Password := "hello" # behind an entry
          Reply-Message = "own",   # behind an item
          # between items

          Filter-Id = "f"
      bob NAS-Port == 2, Auth-Type := Accept
          Reply-Message = "never reached"
      DEFAULT Auth-Type := Accept
          Reply-Message = "last"
      """)
    #expect(
      try replies(store, try Lab.pap("bob", "x") { try $0.append(.nasPort, integer: 1) }) == [
        "Reply-Message = \"first\""
      ])
    #expect(
      try replies(store, try Lab.pap("bob", "hello") { try $0.append(.nasPort, integer: 2) })
        == ["Reply-Message = \"own\"", "Filter-Id = \"f\""])
    #expect(try replies(store, try Lab.pap("amy", "x")) == ["Reply-Message = \"last\""])
    #expect(store.decide(try Lab.pap("bob", "x")).refusal?.reason == .wrongPassword)
  }

  @Test func severalEntriesOfOneName() throws {
    let store = try Lab.store(
      """
      bob NAS-Port == 1, Cleartext-Password := "one"
      bob NAS-Port == 2, Cleartext-Password := "two"
      """)
    #expect(store.decide(try Lab.pap("bob", "two") { try $0.append(.nasPort, integer: 2) }).grant != nil)
    #expect(
      store.decide(try Lab.pap("bob", "two") { try $0.append(.nasPort, integer: 1) }).refusal?.reason == .wrongPassword)
    #expect(
      store.decide(try Lab.pap("bob", "two") { try $0.append(.nasPort, integer: 3) }).refusal?.reason == .checkFailed)
  }

  @Test func theBlockedUserIsToldWhy() throws {
    let store = try Lab.store(
      """
      alice\tCleartext-Password := "alicepw", Pool-Name := "lab"
      DEFAULT\tUser-Name == "blocked", Auth-Type := Reject
      \tReply-Message := "account blocked"
      """)
    let refusal = try #require(store.decide(try Lab.pap("blocked", "x")).refusal)
    #expect(refusal.reason == .authTypeReject)
    #expect(try Lab.texts(refusal.reply) == ["Reply-Message = \"account blocked\""])
    let grant = try #require(store.decide(try Lab.pap("alice", "alicepw")).grant)
    #expect(grant == AccessGrant(poolName: "lab"))
  }

  @Test func fallThroughMergesReplies() throws {
    let store = try Lab.store(
      """
      bob Cleartext-Password := "hello"
          Reply-Message = "own", Reply-Message = "own too", Filter-Id = "own", Session-Timeout = 100,
          Framed-MTU = 1000, Fall-Through = Yes
      DEFAULT
          Reply-Message = "skipped", Filter-Id := "replaced", Filter-Id := "twice", Class += "added",
          Session-Timeout := 50, Acct-Interim-Interval = 60, Framed-MTU !* ANY, Fall-Through = 1
      DEFAULT NAS-Port == 9
          Filter-Id = "not reached"
      DEFAULT
          Class += "more", Fall-Through = No
      DEFAULT
          Class += "never"
      """)
    let grant = try #require(store.decide(try Lab.pap("bob", "hello")).grant)
    #expect(
      try Lab.texts(grant.reply) == [
        "Reply-Message = \"own\"", "Reply-Message = \"own too\"", "Filter-Id = \"replaced\"", "Filter-Id = \"twice\"",
        "Class = 0x6164646564", "Class = 0x6d6f7265",
      ])
    #expect(grant.sessionTimeout == 50)
    #expect(grant.interimInterval == 60)
  }

  @Test func fallThroughMergesWhatIsSet() throws {
    let store = try Lab.store(
      """
      DEFAULT Pool-Name := "first", Simultaneous-Use := 1, Auth-Type := Reject, Cleartext-Password := "old"
          Fall-Through = Yes
      bob Pool-Name = "second", Simultaneous-Use := 2, Auth-Type := PAP, Cleartext-Password := "new"
      amy Simultaneous-Use += 3, Auth-Type := Accept
      """)
    let grant = try #require(store.decide(try Lab.pap("bob", "new")).grant)
    #expect(grant.poolName == "first")
    #expect(grant.simultaneousUse == 2)
    #expect(store.decide(try Lab.pap("bob", "old")).refusal?.reason == .wrongPassword)
    #expect(store.decide(try Lab.pap("amy", "x")).grant?.simultaneousUse == 1)
    #expect(store.decide(try Lab.pap("eve", "x")).refusal?.reason == .authTypeReject)
  }

  struct Check: Sendable {
    var item: String
    var matches: Bool
    init(_ item: String, _ matches: Bool) { (self.item, self.matches) = (item, matches) }
  }

  /// The request has User-Name bob@x, NAS-Port 10, Framed-Protocol PPP, NAS-IP-Address 10.0.0.5, two Reply-Messages
  /// "one" and "two", Cisco-AVPair "shell:priv-lvl=15", Tunnel-Type:1 VLAN and User-Password.
  @Test(arguments: [
    Check("User-Name == bob@x", true), Check("User-Name == \"Bob@x\"", false), Check("User-Name != amy", true),
    Check("NAS-Port == 10", true), Check("NAS-Port == 0x0a", true), Check("NAS-Port != 10", false),
    Check("NAS-Port != 11", true), Check("NAS-Port > 9", true), Check("NAS-Port > 10", false),
    Check("NAS-Port >= 10", true), Check("NAS-Port < 11", true), Check("NAS-Port < 10", false),
    Check("NAS-Port <= 10", true), Check("NAS-Port <= 9", false), Check("Framed-Protocol == PPP", true),
    Check("Framed-Protocol == SLIP", false), Check("NAS-IP-Address == 10.0.0.5", true),
    Check("NAS-IP-Address > 10.0.0.4", true), Check("NAS-IP-Address < 9.255.255.255", false),
    // Of several values one is enough.
    Check("Reply-Message == two", true), Check("Reply-Message != one", true), Check("Reply-Message == three", false),
    Check("Reply-Message =~ \"^t\"", true), Check("Reply-Message !~ \"o\"", false),
    Check("Reply-Message !~ \"t\"", true),
    // What is not there passes only !*.
    Check("Called-Station-Id == x", false), Check("Called-Station-Id != x", false),
    Check("Called-Station-Id =~ \"\"", false), Check("Called-Station-Id !~ \"x\"", false),
    Check("Called-Station-Id =* ANY", false), Check("Called-Station-Id !* ANY", true),
    Check("Called-Station-Id < 5", false), Check("NAS-Port =* ANY", true), Check("NAS-Port !* ANY", false),
    Check("NAS-Port =*", true), Check("User-Password =* ANY", true), Check("CHAP-Password !* ANY", true),
    Check("User-Name =~ \"@x$\"", true), Check("User-Name =~ \"^bob@[a-w]$\"", false),
    Check("User-Name !~ \"^amy\"", true), Check("User-Name =~ '^\\w+@\\w$'", true),
    Check("User-Name =~ \"^bob\\\\@x$\"", true), Check("User-Name =~ \"(?i)^BOB\"", true),
    Check("Framed-Protocol =~ \"^PP\"", true), Check("NAS-IP-Address =~ \"^10\\.\"", true),
    Check("Cisco-AVPair == \"shell:priv-lvl=15\"", true), Check("Cisco-AVPair =~ \"priv-lvl=\\d+$\"", true),
    Check("Cisco-AVPair == \"shell\"", false), Check("Tunnel-Type:1 == VLAN", true), Check("Tunnel-Type == VLAN", true),
    Check("Tunnel-Type:2 == VLAN", false), Check("Client-Shortname == lab", true),
    Check("Client-Shortname =~ \"^l\"", true), Check("Client-Shortname == other", false),
    Check("Time-Of-Day >= 09:59:59", true), Check("Time-Of-Day < 10:00", false),
    Check("Login-Time == \"We\"", true), Check("Login-Time == \"Th\"", false),
    Check("Expiration == \"5 Mar 2026\"", true), Check("Expiration == \"4 Mar 2026\"", false),
    // Several have to hold together; := and += always hold.
    Check("NAS-Port == 10, User-Name == bob@x", true), Check("NAS-Port == 10, User-Name == amy", false),
    Check("Framed-Protocol := SLIP", true), Check("Framed-Protocol += SLIP", true),
  ])
  func checkItems(_ check: Check) throws {
    let store = try Lab.store("DEFAULT \(check.item), Auth-Type := Accept\n")
    let request = try Lab.pap("bob@x", "hello") { builder in
      try builder.append(.nasPort, integer: 10)
      try builder.append(AttributeType(rawValue: 7), integer: 1)
      try builder.append(.nasIPAddress, [10, 0, 0, 5])
      try builder.append(AttributeType(rawValue: 18), text: "one")
      try builder.append(AttributeType(rawValue: 18), text: "two")
      try builder.append(vendor: 9, type: 1, Array("shell:priv-lvl=15".utf8))
      try builder.append(AttributeType(rawValue: 64), tag: 1, integer: 13)
    }
    #expect((store.decide(request).grant != nil) == check.matches)
  }

  @Test func quotesAndEscapes() throws {
    let store = try Lab.store(
      #"""
      "John Doe" Cleartext-Password := "a\"b\\c\n\x41\101\t,#%"
          Reply-Message = 'single \n "quotes" it\'s %{raw}', Filter-Id = bare-word_1.2
      'DEFAULT' Auth-Type := Accept
      """#)
    let grant = try #require(store.decide(try Lab.pap("John Doe", "a\"b\\c\nAA\t,#%")).grant)
    let texts = try Lab.pairs(grant.reply).map { $0.value.text }
    #expect(texts == [#"single \n "quotes" it's %{raw}"#, "bare-word_1.2"])
    // A quoted DEFAULT is a user of that name.
    #expect(store.decide(try Lab.pap("anybody", "x")).refusal?.reason == .unknownUser)
    #expect(store.decide(try Lab.pap("DEFAULT", "x")).grant != nil)
  }

  /// A client that calls itself DEFAULT is nobody special.
  @Test func aUserNamedDEFAULTIsUnknown() throws {
    let store = try Lab.store("DEFAULT NAS-Port == 1, Auth-Type := Accept\n")
    #expect(store.decide(try Lab.pap("DEFAULT", "x")).refusal?.reason == .unknownUser)
  }

  @Test func lineEndsOfAllKinds() throws {
    let store = try Lab.store(
      "\u{feff}bob Cleartext-Password := \"hello\"\r\n\tReply-Message = hi\r\n\r\namy Auth-Type := Accept")
    #expect(try replies(store, try Lab.pap("bob", "hello")) == ["Reply-Message = \"hi\""])
    #expect(store.decide(try Lab.pap("amy", "x")).grant != nil)
  }

  @Test func addressesAndPools() throws {
    let store = try Lab.store(
      """
      stat Cleartext-Password := x
          Framed-IP-Address := 10.77.0.200, Framed-IP-Netmask = 255.255.255.0
      nas Cleartext-Password := x, Pool-Name := "none"
          Framed-IP-Address = 255.255.255.254
      user Cleartext-Password := x
          Framed-IP-Address = 255.255.255.255
      DEFAULT NAS-Port == 4
          Framed-IP-Address = 10.77.0.4
      """)
    let fixed = try #require(store.decide(try Lab.pap("stat", "x")).grant)
    #expect(fixed.framedIPAddress == IPv4Address("10.77.0.200"))
    #expect(fixed.addressWithoutPool == nil)
    #expect(try Lab.texts(fixed.reply) == ["Framed-IP-Netmask = 255.255.255.0"])
    let nas = try #require(store.decide(try Lab.pap("nas", "x")).grant)
    #expect(nas.framedIPAddress == nil)
    #expect(nas.addressWithoutPool == IPv4Address("255.255.255.254"))
    #expect(nas.poolName == "none")
    #expect(store.decide(try Lab.pap("user", "x")).grant?.addressWithoutPool == IPv4Address("255.255.255.255"))
    #expect(store.staticAddresses.map { "\($0.address) \($0.user)" } == ["10.77.0.200 stat", "10.77.0.4 DEFAULT"])
  }

  @Test func hiddenItemsAreHiddenPerRequest() throws {
    let store = try Lab.store(
      """
      bob Cleartext-Password := x
          Tunnel-Type:1 = VLAN, Tunnel-Password:1 = "one", Tunnel-Password:2 = "two", Tunnel-Medium-Type:1 = IEEE-802
      """)
    let request = try Lab.pap("bob", "x")
    let reply = try #require(store.decide(request).grant).reply
    let pairs = try Lab.dictionary().decodePairs(reply) { attribute, hidden in
      guard attribute.flags.encryption == .tunnelPassword else { return nil }
      return SaltedValue.reveal(hidden[...], secret: Lab.secret, requestAuthenticator: Lab.requestAuthenticator)
    }
    #expect(
      pairs.map(\.definition.name) == ["Tunnel-Type", "Tunnel-Password", "Tunnel-Password", "Tunnel-Medium-Type"])
    #expect(pairs.map(\.tag) == [1, 1, 2, 1])
    #expect(pairs[1].value.text == "one")
    #expect(pairs[2].value.text == "two")
    #expect(!reply.contains(sequence: Array("one".utf8)))
    var other = request
    other.random += 1 << 3
    #expect(store.decide(other).grant?.reply != reply)
    #expect(store.decide(request).grant?.reply == reply)
  }

  @Test func valuesOfTheRequestStandInReplies() throws {
    let store = try Lab.store(
      #"""
      bob Cleartext-Password := x
          Filter-Id = "f", Reply-Message = "Hello, %{User-Name} on %{request:NAS-Port}: 100%% %{Called-Station-Id}",
          Reply-Message = "%{Called-Station-Id}", Reply-Message = "100% plain", Framed-MTU = 1400
      shut Auth-Type := Reject
          Reply-Message = "%{User-Name} is closed"
      """#)
    let request = try Lab.pap("bob", "x") { try $0.append(.nasPort, integer: 7) }
    #expect(
      try replies(store, request) == [
        "Filter-Id = \"f\"", "Reply-Message = \"Hello, bob on 7: 100% \"", "Reply-Message = \"100% plain\"",
        "Framed-MTU = 1400",
      ])
    let refusal = try #require(store.decide(try Lab.pap("shut", "x")).refusal)
    #expect(try Lab.texts(refusal.reply) == ["Reply-Message = \"shut is closed\""])
    let name = String(repeating: "n", count: 253)
    let long = try Lab.store("\(name) Auth-Type := Accept\n  Reply-Message = \"%{User-Name}\"\n")
    #expect(try replies(long, try Lab.pap(name, "x"))?.count == 1)
  }

  /// What FreeRADIUS ships without its comments: loads, and says what cannot match here.
  @Test func attributesOfOtherModulesNeverMatch() throws {
    let store = try Lab.store(
      """
      DEFAULT\tHint == "CSLIP"
      \tFramed-Protocol = SLIP,
      \tFall-Through = Yes
      DEFAULT\tHuntgroup-Name !* ANY, Auth-Type := Accept
      """)
    #expect(try replies(store, try Lab.pap("bob", "x")) == [])
    #expect(store.warnings.map(\.line) == [1, 4])
    #expect(store.warnings.first?.message == "Hint is nothing that a request carries")
  }

  /// The exchanges of RFC 2865 §7.1 and §7.2.
  @Test func theExamplesOfTheRFC() throws {
    let store = try Lab.store(
      """
      nemo Cleartext-Password := "arctangent"
          Service-Type = Login-User, Login-Service = Telnet, Login-IP-Host = 192.168.1.3
      flopsy Cleartext-Password := "arctangent"
          Service-Type = Framed-User, Framed-Protocol = PPP, Framed-IP-Address = 255.255.255.254,
          Framed-Routing = None, Framed-Compression = Van-Jacobson-TCP-IP, Framed-MTU = 1500
      """)
    let pap = """
      010000380f403f9473978057bd83d5cb98f4227a01066e656d6f02120dbe708d93d413ce3196e43f782a0aee0406c0a80110050600000003
      """
    let chap = """
      010100472aee86f08d0d55969ca5978e0d3367a20108666c6f707379031316e97557c316185895f293ff63440772750406c0a80110050600
      000014060600000002070600000001
      """
    func decide(_ hex: String) throws -> AccessDecision {
      let digits = Array(hex.filter(\.isHexDigit))
      let bytes = stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
      return store.decide(
        AccessRequest(
          packet: try Packet(decoding: bytes), secret: SharedSecret("xyzzy5461"), now: Lab.now, clientName: "rfc",
          challengeKey: Lab.challengeKey, random: Lab.random))
    }
    let login = try #require(try decide(pap).grant)
    #expect(login.reply == [6, 6, 0, 0, 0, 1, 15, 6, 0, 0, 0, 0, 14, 6, 192, 168, 1, 3])
    let framed = try #require(try decide(chap).grant)
    #expect(
      framed.reply == [
        6, 6, 0, 0, 0, 2, 7, 6, 0, 0, 0, 1, 10, 6, 0, 0, 0, 0, 13, 6, 0, 0, 0, 1, 12, 6, 0, 0, 0x05, 0xdc,
      ])
    #expect(framed.addressWithoutPool?.description == "255.255.255.254")
  }

  @Test func summaries() throws {
    let store = try Lab.store(
      """

      bob Cleartext-Password := x, Crypt-Password := "!", Pool-Name := "p"
          Framed-IP-Address = 10.0.0.1, Fall-Through = Yes
      DEFAULT Auth-Type := Reject
      """)
    #expect(
      store.users == [
        UserSummary(
          name: "bob", file: "conf/users", line: 2, passwordKinds: ["Cleartext-Password", "Crypt-Password"],
          poolName: "p", framedIPAddress: IPv4Address("10.0.0.1"), fallsThrough: true),
        UserSummary(name: "DEFAULT", file: "conf/users", line: 4, authType: "Reject"),
      ])
  }

  @Test func theShippedFileHasTheDemoUser() throws {
    let store = try UserStore.load(path: Lab.path("conf/users"), dictionary: try Lab.dictionary())
    #expect(store.users.map(\.name) == ["demo"])
    #expect(store.decide(try Lab.pap("demo", "demo")).grant != nil)
    #expect(store.decide(try Lab.chap("demo", "demo")).grant != nil)
  }
}

extension Array where Element: Equatable {
  fileprivate func contains(sequence: [Element]) -> Bool {
    indices.contains { self[$0...].starts(with: sequence) }
  }
}
