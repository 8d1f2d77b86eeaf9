import Console
import RADIUSCrypto
import RADIUSDictionary
import RADIUSWire
import Testing

@Suite struct RequestComposerTests {
  private let secret = SharedSecret("testing123")

  private func compose(
    _ text: String, _ kind: RequestKind = .auth, adds: Bool = true, mschap2: Bool = false
  ) throws -> (request: ClientRequest, packet: Packet) {
    let composer = RequestComposer(
      dictionary: try TestDictionary.shared.get(), kind: kind, secret: secret, addsMessageAuthenticator: adds,
      usesMSCHAP2: mschap2)
    let request = try composer.compose(text, identifier: 7)
    return (request, try Packet(decoding: request.bytes))
  }

  @Test func aPasswordIsHiddenAndTheRequestSignedFirstOfAll() throws {
    let (_, packet) = try compose("User-Name = demo, User-Password = \"s3cret, too\"")
    #expect(packet.code == .accessRequest && packet.identifier == 7)
    #expect(packet.attributes.map(\.type).first == .messageAuthenticator)
    #expect(MessageAuthenticator.check(packet, secret: secret) == .valid)
    let hidden = try #require(packet.first(.userPassword)).value
    let plain = UserPassword.reveal(hidden, secret: secret, requestAuthenticator: packet.authenticator)
    #expect(plain == Array("s3cret, too".utf8))
  }

  @Test func withoutTheAttributeWhenAskedFor() throws {
    #expect(try compose("User-Name=demo", adds: false).packet.first(.messageAuthenticator) == nil)
    let (_, named) = try compose("User-Name=demo,Message-Authenticator=0x00", adds: false)
    #expect(MessageAuthenticator.check(named, secret: secret) == .valid)
  }

  @Test func cleartextPasswordIsTakenForUserPassword() throws {
    let (_, packet) = try compose("User-Name=demo,Cleartext-Password=demo")
    let hidden = try #require(packet.first(.userPassword)).value
    let plain = UserPassword.reveal(hidden, secret: secret, requestAuthenticator: packet.authenticator)
    #expect(plain == Array("demo".utf8))
  }

  @Test func chapIsComputed() throws {
    let (_, packet) = try compose("User-Name=demo,CHAP-Password=demo")
    let value = try #require(packet.first(.chapPassword)).value
    #expect(CHAP.isValid(value, password: Array("demo".utf8), challenge: packet.authenticator.bytes[...]))
    let (_, other) = try compose("User-Name=demo,CHAP-Password=demo,CHAP-Challenge=0x0102030405060708")
    let answer = try #require(other.first(.chapPassword)).value
    #expect(CHAP.isValid(answer, password: Array("demo".utf8), challenge: [1, 2, 3, 4, 5, 6, 7, 8]))
  }

  @Test(.enabled(if: LegacyProvider.isAvailable)) func msCHAPIsComputed() throws {
    let dictionary = try TestDictionary.shared.get()
    func octets(_ name: String, in packet: Packet) throws -> [UInt8] {
      let pairs = dictionary.decodePairs(of: packet)
      return try #require(pairs.first { $0.definition.name == name }?.value.octets)
    }
    let hash = try MSCHAP.ntPasswordHash(Array("demo".utf8))
    let (first, packet) = try compose("User-Name=demo,MS-CHAP-Password=demo")
    let response = try octets("MS-CHAP-Response", in: packet)
    #expect(response.count == 50 && response[1] == 1)
    let challenge = try octets("MS-CHAP-Challenge", in: packet)
    #expect(Array(response.suffix(24)) == (try MSCHAP.response(challenge: challenge, passwordHash: hash)))
    #expect(first.expectedSuccess == nil)

    let (second, packet2) = try compose("User-Name=demo,MS-CHAP-Password=demo", mschap2: true)
    let response2 = try octets("MS-CHAP2-Response", in: packet2)
    let expected = try MSCHAP.ntResponse(
      peerChallenge: Array(response2[2..<18]), authenticatorChallenge: try octets("MS-CHAP-Challenge", in: packet2),
      userName: Array("demo".utf8), passwordHash: hash)
    #expect(Array(response2.suffix(24)) == expected)
    #expect(second.expectedSuccess?.count == 42)
  }

  @Test(arguments: [
    (RequestKind.acct, PacketCode.accountingRequest), (.disconnect, .disconnectRequest), (.coa, .coaRequest),
    (.auto, .accountingRequest),
  ])
  func selfSignedRequestsAreSigned(_ kind: RequestKind, _ code: PacketCode) throws {
    let (request, packet) = try compose("User-Name=demo,Acct-Status-Type=Start", kind)
    #expect(packet.code == code)
    #expect(RequestAuthenticator.isValid(packet, secret: secret))
    #expect(request.authenticator == packet.authenticator)
    #expect(packet.first(.messageAuthenticator) == nil)
  }

  @Test func theKindMayComeFromTheAttributes() throws {
    #expect(try compose("User-Name=demo", .auto).packet.code == .accessRequest)
    #expect(try compose("User-Name=demo,Packet-Type=CoA-Request", .auto).packet.code == .coaRequest)
    #expect(try compose("", .status).packet.code == .statusServer)
  }

  @Test(arguments: ["User-Nam=demo", "User-Name", "NAS-Port=x", "User-Name=\"open"])
  func wrongTextIsNamed(_ text: String) {
    #expect(throws: RequestError.self) { try compose(text) }
  }

  @Test func aTooLongPasswordIsNamed() {
    #expect(throws: RequestError.self) {
      try compose("User-Password=\"\(String(repeating: "x", count: 129))\"")
    }
  }
}
