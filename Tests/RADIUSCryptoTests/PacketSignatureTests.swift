import RADIUSCrypto
import RADIUSWire
import Testing

@Suite struct PacketSignatureTests {
  static let printed = CryptoVectors.shared.packets
  static let authentic = AuthenticVectors.shared

  @Test(arguments: printed.filter { $0.answers != nil })
  func verifiesTheRepliesOfTheRFCs(_ vector: CryptoVectors.SignedPacket) throws {
    let request = try #require(Self.printed.first { $0.name == vector.answers })
    let authenticator = try Packet(decoding: unhex(request.hex)).authenticator
    let secret = SharedSecret(vector.secret)
    let octets = unhex(vector.hex)
    #expect(
      PacketSignature.verify(reply: try Packet(decoding: octets), requestAuthenticator: authenticator, secret: secret))
    #expect(
      !PacketSignature.verify(reply: try Packet(decoding: octets), requestAuthenticator: .zero, secret: secret))
    var unsigned = octets
    unsigned.replaceSubrange(4..<20, with: [UInt8](repeating: 0xff, count: 16))
    PacketSignature.sign(reply: &unsigned, requestAuthenticator: authenticator, secret: secret)
    #expect(unsigned == octets)
  }

  @Test(arguments: printed.filter { ["04", "28", "2b"].contains($0.hex.prefix(2)) })
  func provesThePrintedRequests(_ vector: CryptoVectors.SignedPacket) throws {
    let packet = try Packet(decoding: unhex(vector.hex))
    #expect(RequestAuthenticator.isValid(packet, secret: SharedSecret(vector.secret)))
    #expect(!RequestAuthenticator.isValid(packet, secret: SharedSecret(vector.secret + "x")))
    var unsigned = packet.bytes
    unsigned.replaceSubrange(4..<20, with: [UInt8](repeating: 0xff, count: 16))
    PacketSignature.sign(request: &unsigned, secret: SharedSecret(vector.secret))
    #expect(unsigned == packet.bytes)
  }

  @Test(arguments: printed.filter { $0.hex.hasPrefix("0c") })
  func provesThePrintedStatusServers(_ vector: CryptoVectors.SignedPacket) throws {
    let packet = try Packet(decoding: unhex(vector.hex))
    #expect(MessageAuthenticator.check(packet, secret: SharedSecret(vector.secret)) == .valid)
    #expect(MessageAuthenticator.check(packet, secret: SharedSecret("other")) == .invalid)
    #expect(!RequestAuthenticator.isValid(packet, secret: SharedSecret(vector.secret)))
  }

  @Test(arguments: authentic.requests)
  func provesAndSignsRequests(_ vector: CryptoVectors.SignedPacket) throws {
    let packet = try Packet(decoding: unhex(vector.hex))
    let secret = SharedSecret(vector.secret)
    #expect(MessageAuthenticator.check(packet, secret: secret) == .valid)
    #expect(MessageAuthenticator.check(packet, secret: SharedSecret("testing123")) == .invalid)
    let isDigest = [4, 40, 43].contains(packet.code.rawValue)
    #expect(RequestAuthenticator.isValid(packet, secret: secret) == isDigest)
    var unsigned = packet.bytes
    let offset = try #require(packet.first(.messageAuthenticator)).offset + 2
    unsigned.replaceSubrange(offset..<(offset + 16), with: [UInt8](repeating: 0x55, count: 16))
    if isDigest { unsigned.replaceSubrange(4..<20, with: [UInt8](repeating: 0x55, count: 16)) }
    PacketSignature.sign(request: &unsigned, secret: secret)
    #expect(unsigned == packet.bytes)
  }

  @Test(arguments: authentic.replies)
  func provesAndSignsReplies(_ vector: CryptoVectors.SignedPacket) throws {
    let reply = try Packet(decoding: unhex(vector.hex))
    let request = try Self.authentic.request(named: try #require(vector.answers))
    let secret = SharedSecret(vector.secret)
    #expect(
      MessageAuthenticator.check(reply, secret: secret, requestAuthenticator: request.authenticator) == .valid)
    #expect(MessageAuthenticator.check(reply, secret: secret) == .invalid)
    #expect(
      PacketSignature.verify(reply: reply, requestAuthenticator: request.authenticator, secret: secret))
    var builder = request.response(reply.code)
    try builder.appendMessageAuthenticator()
    for attribute in reply.attributes.dropFirst() { try builder.append(attribute.type, attribute.value) }
    var bytes = builder.finish()
    PacketSignature.sign(reply: &bytes, requestAuthenticator: request.authenticator, secret: secret)
    #expect(bytes == reply.bytes)
  }

  @Test(arguments: UnauthenticVectors.shared.packets)
  func believesNothingFalse(_ vector: UnauthenticVectors.Entry) throws {
    let packet = try Packet(decoding: unhex(vector.hex))
    let secret = SharedSecret(vector.secret)
    let request = try vector.answers.map { try Self.authentic.request(named: $0) }
    let finding = MessageAuthenticator.check(
      packet, secret: secret, requestAuthenticator: request?.authenticator)
    #expect("\(finding)" == vector.messageAuthenticator, "\(vector.why)")
    if let request {
      let isProven = PacketSignature.verify(
        reply: packet, requestAuthenticator: request.authenticator, secret: secret)
      #expect(!isProven, "\(vector.why)")
    } else if let expected = vector.authenticatorValid {
      #expect(RequestAuthenticator.isValid(packet, secret: secret) == expected, "\(vector.why)")
    }
  }

  @Test func anyTurnedBitIsFound() throws {
    let vector = try #require(Self.authentic.requests.first { $0.name == "accounting-request" })
    let octets = unhex(vector.hex)
    let secret = SharedSecret(vector.secret)
    for position in octets.indices {
      for bit in 0..<8 {
        var changed = octets
        changed[position] ^= 1 << UInt8(bit)
        guard let packet = try? Packet(decoding: changed) else { continue }
        #expect(!RequestAuthenticator.isValid(packet, secret: secret), "octet \(position), bit \(bit)")
      }
    }
  }

  @Test func signsWithoutAMessageAuthenticator() throws {
    var builder = PacketBuilder(code: .accountingRequest, identifier: 1)
    try builder.append(.acctStatusType, integer: 1)
    var bytes = builder.finish()
    PacketSignature.sign(request: &bytes, secret: SharedSecret("s"))
    let packet = try Packet(decoding: bytes)
    #expect(RequestAuthenticator.isValid(packet, secret: SharedSecret("s")))
    #expect(MessageAuthenticator.check(packet, secret: SharedSecret("s")) == .absent)
  }

  @Test func leavesTheRandomAuthenticatorOfAnAccessRequest() throws {
    let authenticator = SecureRandom.authenticator()
    var builder = PacketBuilder(code: .accessRequest, identifier: 1, authenticator: authenticator)
    try builder.appendMessageAuthenticator()
    try builder.append(.userName, text: "nemo")
    var bytes = builder.finish()
    PacketSignature.sign(request: &bytes, secret: SharedSecret("s"))
    let packet = try Packet(decoding: bytes)
    #expect(packet.authenticator == authenticator)
    #expect(MessageAuthenticator.check(packet, secret: SharedSecret("s")) == .valid)
  }

  @Test func signsInEveryThread() async throws {
    let vector = try #require(Self.authentic.requests.first { $0.name == "accounting-request" })
    let packet = try Packet(decoding: unhex(vector.hex))
    let secret = SharedSecret(vector.secret)
    let proven = await withTaskGroup(of: Int.self) { group in
      for _ in 0..<16 {
        group.addTask {
          (0..<200).count { _ in
            RequestAuthenticator.isValid(packet, secret: secret)
              && MessageAuthenticator.check(packet, secret: secret) == .valid
          }
        }
      }
      return await group.reduce(0, +)
    }
    #expect(proven == 16 * 200)
  }
}
