import RADIUSWire
import Testing

@Suite struct PacketBuilderTests {
  static func make() -> PacketBuilder { PacketBuilder(code: .accessAccept, identifier: 3) }

  @Test func writesTheAcceptOfTheRFC() throws {
    let vector = try #require(WireVectors.shared.packets.first { $0.name == "rfc2865-7.1-accept" })
    let octets = unhex(vector.hex)
    let authenticator = try #require(Authenticator(octets[4..<20]))
    var builder = PacketBuilder(code: .accessAccept, identifier: 0, authenticator: authenticator)
    #expect(try builder.append(.serviceType, integer: 1) == 20)
    #expect(try builder.append(.loginService, integer: 0) == 26)
    try builder.append(.loginIPHost, [192, 168, 1, 3])
    #expect(builder.finish() == octets)
  }

  @Test func answersWithIdentifierAndAuthenticator() throws {
    let request = try Packet(decoding: datagram([33, 3, 1, 1, 3, 0x61, 33, 4, 2, 3]))
    var reply = request.response(.accessReject)
    try reply.appendMessageAuthenticator()
    try reply.appendAll(.proxyState, of: request)
    try reply.appendAll(.state, of: request)
    try reply.append(.replyMessage, text: "né")
    let packet = try Packet(decoding: reply.finish())
    #expect(packet.code == .accessReject)
    #expect(packet.identifier == request.identifier)
    #expect(packet.authenticator == request.authenticator)
    #expect(packet.attributes.map(\.type) == [.messageAuthenticator, .proxyState, .proxyState, .replyMessage])
    #expect(packet.first(.messageAuthenticator)?.offset == 20)
    #expect(packet.first(.messageAuthenticator)?.value.allSatisfy { $0 == 0 } == true)
    #expect(packet.concatenated(.proxyState) == [1, 2, 3])
    #expect(packet.first(.replyMessage)?.text == "né")
  }

  @Test func takesValuesUpTo253() throws {
    var builder = Self.make()
    try builder.append(.state, [UInt8](repeating: 1, count: 253))
    try builder.append(.chargeableUserIdentity, [])
    #expect(throws: EncodingError.valueTooLong(length: 254, lengthMax: 253)) {
      try builder.append(.state, [UInt8](repeating: 1, count: 254))
    }
    #expect(throws: EncodingError.valueTooLong(length: 254, lengthMax: 253)) {
      try builder.append(.state, text: String(repeating: "é", count: 127))
    }
    let packet = try Packet(decoding: builder.finish())
    #expect(packet.attributes.map(\.value.count) == [253, 0])
  }

  @Test func fillsAPacketToItsLastOctetAndNoFurther() throws {
    var builder = Self.make()
    for _ in 0..<15 { try builder.append(.vendorSpecific, [UInt8](repeating: 0, count: 253)) }
    try builder.append(.state, [UInt8](repeating: 0, count: 249))
    #expect(builder.length == WireLimits.packetLengthMax)
    #expect(builder.room == 0)
    let before = builder.attributeCount
    #expect(throws: EncodingError.packetFull(length: 4096, needed: 2)) { try builder.append(.state, []) }
    #expect(throws: EncodingError.packetFull(length: 4096, needed: 6)) { try builder.append(.state, integer: 1) }
    #expect(throws: EncodingError.packetFull(length: 4096, needed: 18)) { try builder.appendMessageAuthenticator() }
    #expect(throws: EncodingError.packetFull(length: 4096, needed: 3)) { try builder.appendRaw([1, 3, 0]) }
    #expect(throws: EncodingError.packetFull(length: 4096, needed: 9)) {
      try builder.append(vendor: 1, type: 1, [1])
    }
    #expect(throws: EncodingError.packetFull(length: 4096, needed: 4)) {
      try builder.append(.tunnelPrivateGroupID, tag: 1, [1])
    }
    #expect(throws: EncodingError.packetFull(length: 4096, needed: 4)) {
      try builder.append(.extended1, extendedType: 1, [1])
    }
    let request = try Packet(decoding: datagram([33, 2]))
    #expect(throws: EncodingError.packetFull(length: 4096, needed: 2)) {
      try builder.appendAll(.proxyState, of: request)
    }
    #expect(builder.attributeCount == before)
    #expect(try Packet(decoding: builder.finish()).length == WireLimits.packetLengthMax)
  }

  @Test func countsAttributes() throws {
    var builder = Self.make()
    for _ in 0..<WireLimits.attributesMax { try builder.append(.replyMessage, []) }
    #expect(throws: EncodingError.tooManyAttributes) { try builder.append(.replyMessage, []) }
    #expect(throws: EncodingError.tooManyAttributes) { try builder.appendRaw([1, 2]) }
    #expect(try Packet(decoding: builder.finish()).all(.replyMessage).count == WireLimits.attributesMax)
  }

  @Test(arguments: [(0, 1), (1, 1), (253, 1), (254, 2), (506, 2), (507, 3), (4042, 16), (4044, 16)])
  func splitsLongValues(_ length: Int, _ parts: Int) throws {
    let value = (0..<length).map { UInt8($0 * 13 & 255) }
    var builder = Self.make()
    #expect(try builder.append(.eapMessage, concatenating: value) == 20)
    let packet = try Packet(decoding: builder.finish())
    #expect(packet.all(.eapMessage).count == parts)
    #expect(packet.concatenated(.eapMessage) == value)
  }

  @Test func refusesALongValueAsAWhole() throws {
    var builder = Self.make()
    #expect(throws: EncodingError.packetFull(length: 20, needed: 4045 + 32)) {
      try builder.append(.eapMessage, concatenating: [UInt8](repeating: 0, count: 4045))
    }
    #expect(throws: EncodingError.valueTooLong(length: 5000, lengthMax: 4076)) {
      try builder.append(.eapMessage, concatenating: [UInt8](repeating: 0, count: 5000))
    }
    #expect(builder.length == 20)
  }

  @Test func writesTags() throws {
    var builder = Self.make()
    try builder.append(.tunnelType, tag: 1, integer: 13)
    try builder.append(.tunnelMediumType, tag: nil, integer: 6)
    try builder.append(.tunnelPrivateGroupID, tag: 31, "42".utf8)
    try builder.append(.tunnelPrivateGroupID, tag: nil, "43".utf8)
    #expect(throws: EncodingError.tagOutOfRange(32)) { try builder.append(.tunnelPrivateGroupID, tag: 32, [1]) }
    #expect(throws: EncodingError.tagOutOfRange(32)) { try builder.append(.tunnelType, tag: 32, integer: 1) }
    #expect(throws: EncodingError.numberOutOfRange(0x0100_0000)) {
      try builder.append(.tunnelType, tag: 1, integer: 0x0100_0000)
    }
    #expect(throws: EncodingError.valueTooLong(length: 253, lengthMax: 252)) {
      try builder.append(.tunnelPrivateGroupID, tag: 1, [UInt8](repeating: 0x41, count: 253))
    }
    let octets = builder.finish()
    #expect(Array(octets[20...]) == [64, 6, 1, 0, 0, 13, 65, 6, 0, 0, 0, 6, 81, 5, 31, 0x34, 0x32, 81, 4, 0x34, 0x33])
  }

  @Test(arguments: [([UInt8(1)], 0), ([1, 1], 0), ([1, 0], 0), ([1, 3, 0, 1], 3), ([1, 3, 0, 2, 5, 0], 3)])
  func refusesRawAttributesThatAreNone(_ octets: [UInt8], _ offset: Int) throws {
    var builder = Self.make()
    #expect(throws: EncodingError.malformedAttributes(offset: offset)) { try builder.appendRaw(octets) }
    #expect(builder.length == 20)
  }

  @Test func takesRawAttributes() throws {
    var builder = Self.make()
    try builder.appendRaw([])
    try builder.appendRaw([1, 3, 0x61, 2, 2])
    #expect(builder.attributeCount == 2)
    #expect(try Packet(decoding: builder.finish()).attributes.map(\.type) == [.userName, .userPassword])
  }

  @Test func givesEveryErrorAWordAndASentence() {
    let errors: [EncodingError] = [
      .valueTooLong(length: 254, lengthMax: 253), .packetFull(length: 4096, needed: 2), .tooManyAttributes,
      .tagOutOfRange(32), .numberOutOfRange(256), .typeNotOfFormat(1), .valueEmpty, .malformedAttributes(offset: 3),
    ]
    #expect(Set(errors.map(\.name)).count == errors.count)
    #expect(Set(errors.map(\.description)).count == errors.count)
  }
}
