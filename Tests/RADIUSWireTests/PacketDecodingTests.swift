import RADIUSWire
import Testing

@Suite struct PacketDecodingTests {
  @Test(arguments: WireVectors.shared.packets)
  func readsWhatTheRFCsPrint(_ vector: WireVectors.Named) throws {
    let octets = unhex(vector.hex)
    let packet = try Packet(decoding: octets)
    #expect(packet.bytes == octets)
    #expect(packet.code.rawValue == octets[0])
    #expect(packet.identifier == octets[1])
    #expect(packet.authenticator.bytes == Array(octets[4..<20]))
    let again = packet.attributes.flatMap { [$0.type.rawValue, UInt8($0.value.count + 2)] + $0.value }
    #expect(again == Array(octets[20...]))
  }

  @Test(arguments: WireVectors.shared.malformed)
  func refusesTheMisprint(_ vector: WireVectors.Named) {
    #expect(throws: PacketError.self) { try Packet(decoding: unhex(vector.hex)) }
  }

  @Test(arguments: MalformedVectors.shared.packets)
  func namesEveryFault(_ vector: MalformedVectors.Entry) throws {
    let octets = vector.octets
    let error = try #require(throws: PacketError.self) { try Packet(decoding: octets) }
    #expect(error.name == vector.error)
    #expect(error.offset == vector.offset)
    let fromBuffer = try #require(throws: PacketError.self) {
      try octets.withUnsafeBytes { try Packet(decoding: $0) }
    }
    #expect(fromBuffer == error)
  }

  @Test func hasAVectorForEveryFault() {
    #expect(Set(MalformedVectors.shared.packets.map(\.error)) == Set(PacketError.names))
  }

  @Test func dropsPadding() throws {
    let plain = datagram([1, 3, 0x61])
    let packet = try Packet(decoding: plain + [0, 0, 0xff])
    #expect(packet.bytes == plain)
    #expect(packet == (try Packet(decoding: plain)))
    let fromBuffer = try (plain + [9]).withUnsafeBytes { try Packet(decoding: $0) }
    #expect(fromBuffer == packet)
  }

  @Test func paddingMayPassTheLimitThatLengthMayNot() throws {
    let packet = try Packet(decoding: datagram([], padding: [UInt8](repeating: 1, count: 5000)))
    #expect(packet.length == WireLimits.packetLengthMin)
    #expect(packet.attributes.first { _ in true } == nil)
  }

  @Test func takesTheLongestAndTheShortest() throws {
    let full =
      (0..<16).flatMap { _ in [UInt8(26), 254] + [UInt8](repeating: 7, count: 252) } + [1, 12] + "0123456789".utf8
    let longest = datagram(full)
    #expect(longest.count == WireLimits.packetLengthMax)
    #expect(try Packet(decoding: longest).attributes.map(\.type).count == 17)
    #expect(try Packet(decoding: datagram([])).length == WireLimits.packetLengthMin)
  }

  @Test func takesAsManyAttributesAsTheLimitAllows() throws {
    let packet = try Packet(decoding: datagram((0..<255).flatMap { _ in [UInt8(18), 2] }))
    #expect(packet.all(.replyMessage).count == WireLimits.attributesMax)
  }

  @Test func findsAttributesWithTheirPlaces() throws {
    let packet = try Packet(decoding: datagram([33, 3, 1, 1, 3, 0x61, 33, 4, 2, 3, 4, 6, 10, 0, 0, 1]))
    #expect(packet.first(.userName)?.offset == 23)
    #expect(packet.first(.userName)?.text == "a")
    #expect(packet.first(.nasIPAddress)?.integer == 0x0a00_0001)
    #expect(packet.first(.userName)?.integer == nil)
    #expect(packet.first(.state) == nil)
    #expect(packet.all(.proxyState).map(\.offset) == [20, 26])
    #expect(packet.all(.state).isEmpty)
    #expect(packet.concatenated(.proxyState) == [1, 2, 3])
    #expect(packet.concatenated(.eapMessage).isEmpty)
    #expect(packet.offset(of: .proxyState, from: 23) == 26)
    #expect(packet.attributes.map(\.offset) == [20, 23, 26, 30])
  }

  @Test func repairsTextThatIsNotUTF8() throws {
    let packet = try Packet(decoding: datagram([1, 5, 0x61, 0xff, 0x62]))
    #expect(packet.first(.userName)?.text == "a\u{fffd}b")
  }

  @Test func readsTags() throws {
    let packet = try Packet(
      decoding: datagram([81, 4, 1, 0x61, 81, 4, 0x41, 0x61, 64, 6, 2, 0, 0, 13, 64, 6, 0x99, 0, 0, 3]))
    let groups = packet.all(.tunnelPrivateGroupID).map(\.tagged)
    #expect(groups.map(\.tag) == [1, nil])
    #expect(groups.map { Array($0.value) } == [[0x61], [0x41, 0x61]])
    let types = packet.all(.tunnelType).compactMap(\.taggedInteger)
    #expect(types.map(\.tag) == [2, nil])
    #expect(types.map(\.integer) == [13, 3])
    #expect(packet.first(.tunnelPrivateGroupID)?.taggedInteger == nil)
    let salted = try Packet(decoding: datagram([69, 5, 1, 0x80, 1, 69, 4, 0x41, 0x61])).all(.tunnelPassword)
    #expect(salted.map { $0.taggedSalted?.tag } == [1, nil])
    #expect(salted.compactMap { $0.taggedSalted.map { Array($0.value) } } == [[0x80, 1], [0x61]])
    let empty = try Packet(decoding: datagram([81, 2]))
    #expect(empty.first(.tunnelPrivateGroupID)?.taggedSalted == nil)
    #expect(empty.first(.tunnelPrivateGroupID)?.tagged.tag == nil)
  }

  @Test func namesCodes() {
    let named = (0...255).map { PacketCode(rawValue: UInt8($0)).name }
    #expect(Set(named).count == 256)
    #expect(PacketCode.accessRequest.name == "Access-Request")
    #expect(PacketCode(rawValue: 99).name == "Code-99")
    #expect(PacketCode.coaRequest.isRequest && !PacketCode.coaACK.isRequest)
  }

  @Test func comparesAuthenticators() throws {
    let one = try #require(Authenticator(1...16))
    for position in 0..<16 {
      var other = one
      other.octets[position] ^= 0x80
      #expect(one != other)
    }
    #expect(one == Authenticator(Array(1...16)))
    #expect(Authenticator([1, 2, 3]) == nil)
    #expect(Authenticator([UInt8](repeating: 0, count: 17)) == nil)
    #expect(Set([one, one, .zero]).count == 2)
    #expect(one.description == "0102030405060708090a0b0c0d0e0f10")
  }
}

extension PacketError {
  /// Where the faulty attribute begins, for the errors that say it.
  var offset: Int? {
    switch self {
    case .attributeHeaderTruncated(let offset), .tooManyAttributes(let offset): offset
    case .attributeLengthTooSmall(let offset, _), .attributeOverrun(let offset, _): offset
    case .headerTruncated, .lengthTooSmall, .lengthTooLarge, .truncated: nil
    }
  }
}
